// From rules to days: every calendar of the policies worked out for a range of years, once per configuration.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/calendar/calendar.h"
#include "rules/calendar/calendar_rule.h"

namespace dunlin::rules {

struct YearRange {
  int32_t first = 1970;
  int32_t last = 2100;
};

/// A holiday and what it is called; the name lives as long as the policies.
struct NamedDay {
  core::Date date;
  std::string_view name;
};

/// Easter Sunday of the Gregorian calendar.
core::Date easter_sunday(int32_t year);

/// Every name that compile_calendars gives a calendar: ids, and ids with their regions. In the order of the policies.
std::vector<std::string> calendar_names(std::span<const CalendarPolicy> policies);

/// Holidays of the calendar by date, then in the order of the rules; days that two rules make appear twice. Nothing when
/// there is no such calendar. Of bases that name each other in a circle the second visit counts for nothing.
std::vector<NamedDay> named_holidays(std::span<const CalendarPolicy> policies, std::string_view name, YearRange years);

CalendarBook compile_calendars(std::span<const CalendarPolicy> policies, YearRange years = {});

}  // namespace dunlin::rules
