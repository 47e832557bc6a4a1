// How days become a part of a year. A stretch of bearing days [from, to], both included, has a weight; weight / year_weight
// is the part of a year. Formulas after ISDA 2006, section 4.16; 30/360 counts from the day before `from` to `to`.
#pragma once

#include <cstdint>

#include "core/date.h"
#include "rules/interest/interest_rule.h"

namespace dunlin::rules {

/// Days as the convention counts them: each bearing day once, or months of 30 days.
int32_t counted_days(DayCount convention, core::Date from, core::Date to);

/// In act/act each day weighs by the length of its own year, so that all weights share one denominator.
int64_t day_weight(DayCount convention, core::Date from, core::Date to);

constexpr int64_t year_weight(DayCount convention) {
  if (convention == DayCount::kAct365) return 365;
  return convention == DayCount::kActAct ? int64_t{365} * 366 : 360;
}

}  // namespace dunlin::rules
