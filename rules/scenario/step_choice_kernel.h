// Which step a unit takes, from three 64-bit masks per unit: bit i speaks of step i of its scenario. Walking the steps in
// order becomes a handful of bit operations, so a page of units is decided without a branch on the data.
//
// Cost: about 2 ns a unit and call (AVX2 server, bench/rules/scenario_bench.cc).
#pragma once

#include <cstdint>
#include <span>

#include "rules/scenario/scenario.h"

namespace dunlin::rules {

inline constexpr int8_t kNoStep = -1;

/// `next`: after the last step, stop at the first step that is not triggered, take the first before it that holds.
/// `highest`: the highest step after the last one that is triggered and holds. Steps outside `episode_steps` never count.
void choose_steps(CatchUp catch_up, uint64_t episode_steps, std::span<const int8_t> last,
                  std::span<const uint64_t> triggered, std::span<const uint64_t> holds, std::span<int8_t> chosen);

}  // namespace dunlin::rules
