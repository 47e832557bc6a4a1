// Children whose parent pays: how the parent stands, and what that makes of the child's own receivables.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/run/night.h"
#include "engine/run/page_decision.h"
#include "engine/run/run_survey.h"
#include "storage/store.h"

namespace dunlin::engine {

/// The parent that pays for this debtor; empty when it pays for itself.
std::string_view paying_parent(const core::Table& debtors, size_t row);

/// One of each debtor of `parents`: parents alone, with the memory of before the run. A parent with a dunnable overdue item
/// of its own shelters nobody; else the first of held, disputed, promised, planned among its open items (a hold on the whole
/// debtor counts without any item) is what its children take.
std::vector<ParentStanding> standings_of_parents(const Night& night, const storage::LoadedPage& parents,
                                                 PageScratch& scratch);

/// What the survey found of the parent that pays for the debtor; null: nothing that the debtor takes from it.
const ParentStanding* followed_parent(const Night& night, const core::Table& debtors, size_t row);

/// Receivables of sheltered children that stand overdue or not due take the parent's standing.
void take_parents_standing(const Night& night, const core::AccountPage& page, rules::Standings& standings);

/// Stages of sheltered or followed children: the parent's where it has one. One a debtor, kNull = none.
void take_parents_stage(const Night& night, const core::AccountPage& page, std::span<int64_t> stages);

}  // namespace dunlin::engine
