#include "rules/calendar/contact_window.h"

#include <algorithm>
#include <limits>

namespace dunlin::rules {

ContactWindow contact_window(core::Date date, int32_t from, int32_t until, std::span<const Zone* const> zones) {
  if (zones.empty() || until < from) return {1, 0};
  ContactWindow window{std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
  for (const Zone* zone : zones) {
    window.not_before = std::max(window.not_before, zone->instants_of(date, from).last);
    // The jump over `until` lands behind it: the second before is the last that is permitted.
    const LocalInstants end = zone->instants_of(date, until);
    window.not_after = std::min(window.not_after, end.skipped ? end.first - 1 : end.first);
  }
  return window;
}

}  // namespace dunlin::rules
