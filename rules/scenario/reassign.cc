#include "rules/scenario/reassign.h"

namespace dunlin::rules {

int32_t trigger_day(const Scenario& scenario, size_t step) {
  int32_t gaps = 0;
  for (size_t i = step + 1; i-- > 0;) {
    if (scenario.steps[i].days) return *scenario.steps[i].days + gaps;
    gaps += scenario.steps[i].days_since_previous;
  }
  return gaps;
}

int8_t step_in_new_scenario(const Scenario& from, size_t step, const Scenario& to, size_t first, size_t count) {
  const int32_t reached = trigger_day(from, step);
  for (size_t i = count; i-- > first;) {
    if (trigger_day(to, i) <= reached) return static_cast<int8_t>(i);
  }
  return -1;
}

}  // namespace dunlin::rules
