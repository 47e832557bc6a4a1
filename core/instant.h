// Instants: seconds since 1970-01-01T00:00:00Z, no leap seconds, no clock. What local day an instant falls on is a matter of
// zones (rules/calendar), not of this file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"

namespace dunlin::core {

inline constexpr int64_t kSecondsPerDay = 86'400;

/// Seconds of the day and of the offset in `HH:MM[:SS[.f]][Z|+HH[[:]MM]|-HH[[:]MM]]`, as seconds since UTC midnight of the
/// date that stands before it (negative or past the day's end where the offset says so). Fractions are dropped; without an
/// offset the time is UTC.
std::optional<int64_t> parse_time_of_day(std::string_view text);
/// `YYYY-MM-DDTHH:MM[:SS]...` as above, with 'T', 't' or a blank between. A date alone is noon UTC: the same calendar day
/// in every zone between -12 and +11.
std::optional<int64_t> parse_instant(std::string_view text);
inline constexpr int64_t kDateAloneSeconds = kSecondsPerDay / 2;

/// `2026-01-31T09:30:00Z`.
std::string format_instant(int64_t seconds);
/// The UTC day of an instant.
constexpr Date utc_date_of(int64_t seconds) {
  const int64_t days = seconds >= 0 ? seconds / kSecondsPerDay : -((-seconds + kSecondsPerDay - 1) / kSecondsPerDay);
  return Date{static_cast<int32_t>(days)};
}

}  // namespace dunlin::core
