#include "rules/calendar/calendar.h"

#include <algorithm>
#include <array>

#include "core/invariant.h"

namespace dunlin::rules {

using core::Date;

Calendar::Calendar(std::vector<Date> holidays, uint8_t working) : holidays_(std::move(holidays)), working_(working) {
  INVARIANT((working & 0x7F) != 0, "a calendar without business days");
  std::sort(holidays_.begin(), holidays_.end());
  holidays_.erase(std::unique(holidays_.begin(), holidays_.end()), holidays_.end());
}

bool Calendar::is_holiday(Date date) const { return std::binary_search(holidays_.begin(), holidays_.end(), date); }

bool Calendar::is_business_day(Date date) const {
  return (working_ >> core::weekday_of(date) & 1) != 0 && !is_holiday(date);
}

Date Calendar::following(Date date) const {
  while (!is_business_day(date)) date = date + 1;
  return date;
}

Date Calendar::preceding(Date date) const {
  while (!is_business_day(date)) date = date - 1;
  return date;
}

Date Calendar::modified_following(Date date) const {
  const Date next = following(date);
  return core::civil_of(next).month == core::civil_of(date).month ? next : preceding(date);
}

Date Calendar::add_business_days(Date date, int32_t n) const {
  for (; n > 0; --n) date = following(date + 1);
  return date;
}

void CalendarBook::add(std::string country, std::string region, Calendar calendar) {
  std::string name = region.empty() ? std::move(country) : country + "-" + region;
  by_name_.insert_or_assign(std::move(name), std::move(calendar));
}

const Calendar* CalendarBook::find(std::string_view name) const {
  const auto at = by_name_.find(name);
  return at == by_name_.end() ? nullptr : &at->second;
}

const Calendar& CalendarBook::of(std::string_view country, std::string_view region) const {
  if (by_name_.empty()) return none_;
  if (!region.empty()) {
    const bool is_whole = region.size() > country.size() && region.starts_with(country) && region[country.size()] == '-';
    std::array<char, 64> name;
    if (is_whole) {
      if (const Calendar* found = find(region)) return *found;
    } else if (const size_t size = country.size() + 1 + region.size(); size <= name.size()) {
      char* at = std::copy(country.begin(), country.end(), name.begin());
      *at++ = '-';
      std::copy(region.begin(), region.end(), at);
      if (const Calendar* found = find({name.data(), size})) return *found;
    }
  }
  const Calendar* found = find(country);
  return found == nullptr ? none_ : *found;
}

}  // namespace dunlin::rules
