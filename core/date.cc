#include "core/date.h"

#include <algorithm>
#include <cstdio>

namespace dunlin::core {

Date add_months(Date date, int32_t months) {
  const CivilDate civil = civil_of(date);
  const int32_t index = civil.year * 12 + static_cast<int32_t>(civil.month) - 1 + months;
  const int32_t year = index >= 0 ? index / 12 : (index - 11) / 12;
  const auto month = static_cast<uint32_t>(index - year * 12) + 1;
  return date_of(year, month, std::min(civil.day, days_in_month(year, month)));
}

Date end_of_month(Date date) {
  const CivilDate civil = civil_of(date);
  return date_of(civil.year, civil.month, days_in_month(civil.year, civil.month));
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto digits = [&](size_t at, size_t count) -> int32_t {
    int32_t value = 0;
    for (size_t i = at; i < at + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  const int32_t year = digits(0, 4);
  const int32_t month = digits(5, 2);
  const int32_t day = digits(8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (static_cast<uint32_t>(day) > days_in_month(year, static_cast<uint32_t>(month))) return std::nullopt;
  return date_of(year, static_cast<uint32_t>(month), static_cast<uint32_t>(day));
}

std::string to_string(Date date) {
  if (!date.is_set()) return {};
  const CivilDate civil = civil_of(date);
  char text[16];
  const int length = std::snprintf(text, sizeof text, "%04d-%02u-%02u", civil.year, civil.month, civil.day);
  return std::string(text, static_cast<size_t>(length));
}

}  // namespace dunlin::core
