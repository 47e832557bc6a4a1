#include "tests/auditor/places.h"

#include <algorithm>

namespace dunlin::audit {

using core::Date;
using core::Field;

namespace {

constexpr int64_t kDay = 86'400;
constexpr int64_t kQuarter = 900;

Date day_at(int64_t seconds) {
  int64_t days = seconds / kDay;
  if (seconds % kDay < 0) --days;
  return Date{static_cast<int32_t>(days)};
}

int64_t clock_of(const rules::Zone* zone, int64_t utc) { return utc + (zone == nullptr ? 0 : zone->offset_at(utc)); }

}  // namespace

Date Whereabouts::day_of(int64_t utc) const { return day_at(clock_of(zones.empty() ? nullptr : zones.front(), utc)); }

bool Whereabouts::is_holiday(Date date) const {
  if (calendar == nullptr) return false;
  return std::find(calendar->holidays().begin(), calendar->holidays().end(), date) != calendar->holidays().end();
}

Whereabouts whereabouts_of(const rules::RulebookSource& rules, const Record& debtor) {
  Whereabouts where;
  const std::string country = debtor.has(Field::kCountry) ? debtor.text(Field::kCountry) : rules.default_country;
  std::string region = debtor.text(Field::kRegion);
  if (!region.empty() && !region.starts_with(country + "-")) region = country + "-" + region;
  if (!region.empty()) where.calendar = rules.calendar_book->find(region);
  if (where.calendar == nullptr) where.calendar = rules.calendar_book->find(country);
  const auto add = [&](std::string_view name) {
    if (const rules::Zone* zone = rules.zones->find(name)) where.zones.push_back(zone);
  };
  for (const std::string& name : debtor.list(Field::kTimezones)) add(name);
  if (where.zones.empty() && debtor.has(Field::kCountry)) {
    for (const std::string_view name : rules::ZoneBook::zones_of(country, debtor.text(Field::kRegion))) add(name);
  }
  if (where.zones.empty()) add(rules.zones->default_name());
  return where;
}

std::optional<std::pair<int64_t, int64_t>> common_hours(const Whereabouts& where, Date date,
                                                        const std::vector<rules::DayHours>& hours) {
  std::vector<const rules::Zone*> zones = where.zones;
  if (zones.empty()) zones.push_back(nullptr);
  std::optional<std::pair<int64_t, int64_t>> open;
  for (int64_t utc = (date.days - 1) * kDay; utc < (date.days + 2) * kDay; utc += kQuarter) {
    const bool agreed = std::all_of(zones.begin(), zones.end(), [&](const rules::Zone* zone) {
      const int64_t clock = clock_of(zone, utc);
      const int64_t time = clock - day_at(clock).days * kDay;
      return day_at(clock) == date && std::all_of(hours.begin(), hours.end(), [&](const rules::DayHours& day) {
               return day.from <= time && time <= day.until;
             });
    });
    if (!agreed) continue;
    if (!open) open = {utc, utc};
    open->second = utc;
  }
  return open;
}

}  // namespace dunlin::audit
