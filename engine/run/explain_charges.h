// The words of explain about costs and interest: what was charged on a receivable, what each payment paid of it, and what an
// action of the day adds.
#pragma once

#include <string>
#include <vector>

#include "engine/run/night.h"
#include "engine/run/page_decision.h"
#include "storage/store.h"

namespace dunlin::engine {

/// Appends what was charged on receivable `row`, and by whom it was paid part by part; nothing where nothing was charged.
void tell_charges(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t row,
                  std::vector<std::string>& reasons);

/// Appends what the candidate's action adds to the receivables that it lists.
void tell_added(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                const Candidate& candidate, std::vector<std::string>& reasons);

}  // namespace dunlin::engine
