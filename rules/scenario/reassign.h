// A unit that changes its scenario in the middle of an episode: where it goes on.
#pragma once

#include <cstdint>

#include "rules/scenario/scenario.h"

namespace dunlin::rules {

/// The day on which a step comes: its own, or that of the step before it and its gap where it has none.
int32_t trigger_day(const Scenario& scenario, size_t step);

/// Of the episode steps [first, count) of the new scenario the last one whose day is not behind that of `step` in the old
/// one; -1: none.
int8_t step_in_new_scenario(const Scenario& from, size_t step, const Scenario& to, size_t first, size_t count);

}  // namespace dunlin::rules
