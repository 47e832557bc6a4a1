// One page's day, in verbs. The run calls it for every page, explain for one; neither adds a rule.
#pragma once

#include <array>
#include <string_view>

#include "engine/run/night.h"
#include "engine/run/page_decision.h"
#include "storage/store.h"

namespace dunlin::engine {

/// Why a debtor is quarantined: it gets no decision, its memory stays as it is, and the run tells its name. Codes of
/// config/REASONS.md.
inline constexpr std::array<std::string_view, 1> kQuarantineNames = {"amounts_too_large"};

/// `loaded` has its cold columns and its memory. `scratch` must live as long as the decision's columns are read. Debtors
/// whose sums of money leave 64 bits are quarantined, which changes nothing of what is decided of the others.
void decide_page(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision);

/// The first part of it, up to what is charged to whom: all that a survey needs to know, and all that can quarantine.
void decide_charges_of_page(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch,
                            PageDecision& decision);

}  // namespace dunlin::engine
