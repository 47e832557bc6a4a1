#include "rules/interest/day_count.h"

#include <algorithm>

namespace dunlin::rules {
namespace {

bool is_month_end(const core::CivilDate& date) { return date.day == core::days_in_month(date.year, date.month); }
bool is_february_end(const core::CivilDate& date) { return date.month == 2 && is_month_end(date); }

/// Days of months of 30 days from `start` to `end`.
int32_t days_of_30(DayCount convention, core::Date start, core::Date end) {
  const core::CivilDate a = core::civil_of(start);
  const core::CivilDate b = core::civil_of(end);
  auto first = static_cast<int32_t>(a.day);
  auto last = static_cast<int32_t>(b.day);
  switch (convention) {
    case DayCount::k30E360Isda:
      // An open claim has no termination date whose February would keep its length.
      if (is_month_end(a)) first = 30;
      if (is_month_end(b)) last = 30;
      break;
    case DayCount::k30360Us:
      if (is_february_end(a) && is_february_end(b)) last = 30;
      if (is_february_end(a)) first = 30;
      if (last == 31 && first >= 30) last = 30;
      first = std::min(first, 30);
      break;
    case DayCount::k30360Bond:
      first = std::min(first, 30);
      if (last == 31 && first == 30) last = 30;
      break;
    default:
      first = std::min(first, 30);
      last = std::min(last, 30);
      break;
  }
  return 360 * (b.year - a.year) + 30 * (static_cast<int32_t>(b.month) - static_cast<int32_t>(a.month)) + last - first;
}

bool counts_months_of_30(DayCount convention) {
  return convention != DayCount::kAct365 && convention != DayCount::kAct360 && convention != DayCount::kActAct;
}

int64_t weight_by_year(core::Date from, core::Date to) {
  int64_t weight = 0;
  while (from <= to) {
    const int32_t year = core::civil_of(from).year;
    const core::Date end = std::min(to, core::date_of(year, 12, 31));
    weight += int64_t{end - from + 1} * (core::is_leap_year(year) ? 365 : 366);
    from = end + 1;
  }
  return weight;
}

}  // namespace

int32_t counted_days(DayCount convention, core::Date from, core::Date to) {
  return counts_months_of_30(convention) ? days_of_30(convention, from - 1, to) : to - from + 1;
}

int64_t day_weight(DayCount convention, core::Date from, core::Date to) {
  if (convention == DayCount::kActAct) return weight_by_year(from, to);
  return counted_days(convention, from, to);
}

}  // namespace dunlin::rules
