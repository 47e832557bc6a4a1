// Public holidays and business days of a place: a sorted list of days made once from rules (calendar_rule.h), asked by
// contact windows, rolled dates, due dates and legal periods.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace dunlin::rules {

/// Monday to Friday, bit 0 = Monday.
inline constexpr uint8_t kMondayToFriday = 0x1F;

class Calendar {
 public:
  Calendar() = default;
  /// `holidays` in any order; `working` has a bit for each weekday that is a business day.
  explicit Calendar(std::vector<core::Date> holidays, uint8_t working = kMondayToFriday);

  bool is_holiday(core::Date date) const;
  bool is_business_day(core::Date date) const;
  /// The date itself where it is a business day, else the next (the last before).
  core::Date following(core::Date date) const;
  core::Date preceding(core::Date date) const;
  /// As following, but preceding where that would leave the month.
  core::Date modified_following(core::Date date) const;
  /// The nth business day after `date`; 0: the date itself.
  core::Date add_business_days(core::Date date, int32_t n) const;
  const std::vector<core::Date>& holidays() const { return holidays_; }
  uint8_t working() const { return working_; }

 private:
  std::vector<core::Date> holidays_;  // sorted
  uint8_t working_ = kMondayToFriday;
};

/// Calendars by country and region. Immutable once made, shared by all threads.
class CalendarBook {
 public:
  void add(std::string country, std::string region, Calendar calendar);
  /// The region's calendar, else the country's, else one without holidays. Regions as ISO 3166-2 writes them, with or
  /// without the country ("BY", "DE-BY").
  const Calendar& of(std::string_view country, std::string_view region) const;
  /// By name: "TARGET", "DE", "DE-BY"; null when there is none.
  const Calendar* find(std::string_view name) const;
  bool empty() const { return by_name_.empty(); }

 private:
  std::map<std::string, Calendar, std::less<>> by_name_;  // "DE", "DE-BY", "TARGET"
  Calendar none_;
};

}  // namespace dunlin::rules
