// Hours of the day in several zones at once, as UTC: the intersection over every place where a person may be.
#pragma once

#include <cstdint>
#include <span>

#include "core/date.h"
#include "rules/calendar/zone.h"

namespace dunlin::rules {

/// Seconds since 1970 UTC, both ends inclusive; empty when the end comes before the beginning.
struct ContactWindow {
  int64_t not_before;
  int64_t not_after;
};

/// When the clocks of all `zones` show `date` and a time in [from, until] (seconds after midnight, inclusive): latest start,
/// earliest end. Where a clock shows `from` twice the second time counts, of `until` the first. Without zones: empty.
ContactWindow contact_window(core::Date date, int32_t from, int32_t until, std::span<const Zone* const> zones);

}  // namespace dunlin::rules
