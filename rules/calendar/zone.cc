#include "rules/calendar/zone.h"

#include <algorithm>

#include "core/instant.h"

namespace dunlin::rules {

int32_t Zone::offset_at(int64_t utc) const {
  if (utc_from.empty()) return 0;
  const auto next = std::upper_bound(utc_from.begin(), utc_from.end(), utc);
  return offset[next == utc_from.begin() ? 0 : static_cast<size_t>(next - utc_from.begin()) - 1];
}

LocalInstants Zone::instants_of(core::Date date, int32_t second_of_day) const {
  const int64_t local = date.days * core::kSecondsPerDay + second_of_day;
  if (utc_from.empty()) return {local, local, false};
  // No zone is further than a day from UTC: only entries that hold then can show this time.
  const auto after = std::upper_bound(utc_from.begin(), utc_from.end(), local + core::kSecondsPerDay);
  const auto before = std::upper_bound(utc_from.begin(), utc_from.end(), local - core::kSecondsPerDay);
  auto entry = static_cast<size_t>(before - utc_from.begin());
  entry = entry == 0 ? 0 : entry - 1;
  const auto end = std::max<size_t>(static_cast<size_t>(after - utc_from.begin()), 1);
  LocalInstants found{0, 0, true};
  for (; entry < end; ++entry) {
    const int64_t utc = local - offset[entry];
    const bool begun = entry == 0 || utc >= utc_from[entry];
    const bool over = entry + 1 < utc_from.size() && utc >= utc_from[entry + 1];
    if (begun && !over) {
      if (found.skipped) found.first = utc;
      found.last = utc;
      found.skipped = false;
    } else if (begun && over && found.skipped && entry + 1 < end && local - offset[entry + 1] < utc_from[entry + 1]) {
      return {utc_from[entry + 1], utc_from[entry + 1], true};  // the clock jumps over it
    }
  }
  return found;
}

int64_t Zone::utc_of(core::Date date, int32_t second_of_day) const { return instants_of(date, second_of_day).first; }

core::Date Zone::date_at(int64_t utc) const { return core::utc_date_of(utc + offset_at(utc)); }

void ZoneBook::add(std::string name, Zone zone) { by_name_.insert_or_assign(std::move(name), std::move(zone)); }

const Zone* ZoneBook::find(std::string_view name) const {
  const auto at = by_name_.find(name);
  return at == by_name_.end() ? nullptr : &at->second;
}

}  // namespace dunlin::rules
