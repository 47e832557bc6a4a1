// Civil dates: days since 1970-01-01, no clock, no zone. A missing date is kNoDate, which orders before every date.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::core {

using Days = int32_t;

struct Date {
  int32_t days = std::numeric_limits<int32_t>::min();  ///< days since 1970-01-01

  constexpr bool is_set() const { return days != std::numeric_limits<int32_t>::min(); }
  friend constexpr auto operator<=>(const Date&, const Date&) = default;
  friend constexpr Date operator+(Date date, Days n) { return Date{date.days + n}; }
  friend constexpr Date operator-(Date date, Days n) { return Date{date.days - n}; }
  friend constexpr Days operator-(Date a, Date b) { return a.days - b.days; }
};
inline constexpr Date kNoDate{};

struct CivilDate {
  int32_t year;
  uint32_t month;  ///< 1..12
  uint32_t day;    ///< 1..31
};

constexpr bool is_leap_year(int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
constexpr uint32_t days_in_month(int32_t year, uint32_t month) {
  constexpr uint32_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

/// Proleptic Gregorian, after Howard Hinnant's "chrono-compatible low-level date algorithms".
constexpr Date date_of(int32_t year, uint32_t month, uint32_t day) {
  year -= month <= 2;
  const int32_t era = (year >= 0 ? year : year - 399) / 400;
  const auto yoe = static_cast<uint32_t>(year - era * 400);
  const uint32_t doy = (153 * (month + (month > 2 ? -3U : 9U)) + 2) / 5 + day - 1;
  const uint32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return Date{era * 146097 + static_cast<int32_t>(doe) - 719468};
}
constexpr CivilDate civil_of(Date date) {
  const int32_t z = date.days + 719468;
  const int32_t era = (z >= 0 ? z : z - 146096) / 146097;
  const auto doe = static_cast<uint32_t>(z - era * 146097);
  const uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const uint32_t mp = (5 * doy + 2) / 153;
  const uint32_t day = doy - (153 * mp + 2) / 5 + 1;
  const uint32_t month = mp < 10 ? mp + 3 : mp - 9;
  return CivilDate{static_cast<int32_t>(yoe) + era * 400 + (month <= 2), month, day};
}
/// 0 = Monday .. 6 = Sunday.
constexpr uint32_t weekday_of(Date date) {
  const int32_t shifted = (date.days + 3) % 7;
  return static_cast<uint32_t>(shifted < 0 ? shifted + 7 : shifted);
}
/// Same day n months on, or the last day of that month where it is shorter.
Date add_months(Date date, int32_t months);
Date end_of_month(Date date);

/// Strict `YYYY-MM-DD`, years 0001..9999.
std::optional<Date> parse_iso_date(std::string_view text);
/// `YYYY-MM-DD`; empty for kNoDate.
std::string to_string(Date date);

}  // namespace dunlin::core
