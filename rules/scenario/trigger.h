// When a step is reached: the day counted from the anchor, and the gap to the step before it.
#pragma once

#include <cstdint>
#include <optional>

#include "core/date.h"
#include "rules/scenario/scenario.h"

namespace dunlin::rules {

struct TriggerInput {
  core::Date date;
  int32_t clock = 0;                  ///< days past due, or delinquent, of the anchor
  core::Date due;                     ///< of the anchor; read only where the step counts in dates
  core::Date issued;                  ///< kNoDate: counted from the due date
  std::optional<core::Date> last_on;  ///< of the last completed step of the episode
};

/// True for steps whose day is not the clock alone: they count from the issue date, or to the end of a month.
constexpr bool counts_in_dates(const Step& step) { return step.origin != StepOrigin::kDueDate || step.end_of_month; }

/// The step's own day, whatever was taken before. The step has one.
inline bool day_has_come(const Step& step, const TriggerInput& input) {
  if (!counts_in_dates(step)) return input.clock >= *step.days;
  const bool from_issue = step.origin == StepOrigin::kIssueDate && input.issued.is_set();
  core::Date reached = (from_issue ? input.issued : input.due) + *step.days;
  if (step.end_of_month) reached = core::end_of_month(reached);
  return input.date >= reached;
}

/// Its day and, where a step was completed, its gap. Only a step without a day of its own needs a step before it.
inline bool is_triggered(const Step& step, const TriggerInput& input) {
  if (input.last_on && input.date.days - input.last_on->days < step.days_since_previous) return false;
  return step.days ? day_has_come(step, input) : input.last_on.has_value();
}

}  // namespace dunlin::rules
