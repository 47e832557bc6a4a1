// Second half, part one: units, their episodes and the step each would take. Steps become bits, conditions become masks over
// all units of a scenario; nobody is looked at debtor by debtor.
#pragma once

#include "engine/run/assess_stage.h"

namespace dunlin::engine {

/// The ids of a scenario's steps up to one, parted by '\x1f': what memory keeps of the last completed step.
std::string step_path(const rules::Scenario& scenario, size_t step);
/// Index of the last completed step that a path stands for in `scenario`: the last of its ids that still exists; -1: none.
int8_t last_step_of(const rules::Scenario& scenario, std::string_view path);

/// Fills decision.units, decision.unit and decision.step_columns.
void decide_units(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision);

/// The reason for which nobody may approach the debtor at all: a breathing space or a bankruptcy that runs; else
/// `otherwise`.
rules::Deferral statutory_deferral(const rules::HoldCover& holds, uint32_t debtor, rules::Deferral otherwise);

/// What rules::build_units and unit_holds look at.
rules::UnitInputs unit_inputs(const Night& night, const storage::LoadedPage& loaded, const Assessment& assessed);

}  // namespace dunlin::engine
