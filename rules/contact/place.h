// Where a debtor is, as contact rules see it: the zones whose clocks must all agree, and the calendar of its holidays.
#pragma once

#include <string_view>
#include <vector>

#include "rules/calendar/calendar.h"
#include "rules/calendar/zone.h"

namespace dunlin::rules {

struct Place {
  std::vector<const Zone*> zones;            ///< most likely first; empty: UTC
  std::vector<std::string_view> zone_names;  ///< theirs
  const Calendar* calendar = nullptr;

  /// The civil date of an instant (seconds since 1970 UTC) where the debtor most likely is.
  core::Date date_at(int64_t utc) const;
};

}  // namespace dunlin::rules
