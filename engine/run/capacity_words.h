// The words of explain about a channel that is full: how many it takes, and where the contact stood among those who asked.
#pragma once

#include <string>

#include "engine/run/night.h"
#include "engine/run/page_decision.h"
#include "storage/store.h"

namespace dunlin::engine {

/// `2 a day, 1 of them left to this run; priority 10, 25.00 EUR overdue; the last admitted: priority 50, 300.00 EUR
/// overdue`. `verdict` was refused because the capacity of its channel is used up.
std::string capacity_text(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                          const ChannelVerdict& verdict);

}  // namespace dunlin::engine
