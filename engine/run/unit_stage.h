// Second half, part one: units, their episodes and the step each would take. Steps become bits, conditions become masks over
// all units of a scenario; nobody is looked at debtor by debtor.
#pragma once

#include "engine/run/recall_stage.h"
#include "rules/scenario/threshold.h"

namespace dunlin::engine {

/// Fills decision.units, decision.unit and decision.step_columns.
void decide_units(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision);

/// The reason for which nobody may approach the debtor at all: a breathing space or a bankruptcy that runs; else
/// `otherwise`.
rules::Deferral statutory_deferral(const rules::HoldCover& holds, uint32_t debtor, rules::Deferral otherwise);

/// Whether the claims are at least `percent` of the debtor's open items; kNoRate where a missing exchange rate hides it.
rules::ThresholdAnswer claims_share(const Night& night, const core::AccountPage& page, const Assessment& assessed,
                                    uint32_t debtor, std::span<const rules::Claim> claims, int32_t percent);

/// The unit of today that holds a receivable of the debtor; kNoUnit when none is looked at.
inline constexpr size_t kNoUnit = SIZE_MAX;
size_t unit_holding(const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t debtor, uint32_t receivable);

/// What rules::build_units and unit_holds look at.
rules::UnitInputs unit_inputs(const Night& night, const storage::LoadedPage& loaded, const Assessment& assessed);

/// Flags and the time bar, which decide whether a unit that has an anchor may take the step at all.
rules::Deferral bar_of_step(const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t unit,
                            const rules::Step& step);
/// First day on which the receivable is barred by time; kNull: none is known.
int64_t barred_on(const storage::LoadedPage& loaded, const Assessment& assessed, uint32_t receivable);

}  // namespace dunlin::engine
