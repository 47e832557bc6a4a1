#include "rules/scenario/step_choice_kernel.h"

#include <bit>

namespace dunlin::rules {
namespace {

/// Steps behind `last` (all for -1); `last` is at most 63.
constexpr uint64_t steps_after(int8_t last) { return last < 0 ? ~uint64_t{0} : ~uint64_t{0} << last << 1; }

constexpr int8_t lowest(uint64_t steps) { return steps == 0 ? kNoStep : static_cast<int8_t>(std::countr_zero(steps)); }
constexpr int8_t highest(uint64_t steps) { return steps == 0 ? kNoStep : static_cast<int8_t>(63 - std::countl_zero(steps)); }

}  // namespace

void choose_steps(CatchUp catch_up, uint64_t episode_steps, std::span<const int8_t> last,
                  std::span<const uint64_t> triggered, std::span<const uint64_t> holds, std::span<int8_t> chosen) {
  if (catch_up == CatchUp::kHighest) {
    for (size_t u = 0; u < chosen.size(); ++u) {
      chosen[u] = highest(episode_steps & steps_after(last[u]) & triggered[u] & holds[u]);
    }
    return;
  }
  for (size_t u = 0; u < chosen.size(); ++u) {
    const uint64_t ahead = episode_steps & steps_after(last[u]);
    const uint64_t not_reached = ahead & ~triggered[u];
    // Bits below the first step that is not reached: x & -x isolates it, minus one fills what is below; 0 - 1 fills all.
    const uint64_t before = (not_reached & -not_reached) - 1;
    chosen[u] = lowest(ahead & before & holds[u]);
  }
}

}  // namespace dunlin::rules
