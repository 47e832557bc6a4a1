// Where a debtor is: the zones whose clocks must all agree, and the holidays kept there. Which offsets a zone has, which
// zones a country has and which days are holidays is data that the auditor shares; what follows from them is not.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "rules/rulebook_source.h"
#include "tests/auditor/account_book.h"

namespace dunlin::audit {

struct Whereabouts {
  std::vector<const rules::Zone*> zones;  ///< the first is the most likely one; none: UTC
  const rules::Calendar* calendar = nullptr;

  /// The day that the first zone's calendar shows.
  core::Date day_of(int64_t utc) const;
  bool is_holiday(core::Date date) const;
};
Whereabouts whereabouts_of(const rules::RulebookSource& rules, const Record& debtor);

/// First and last moment, seconds since 1970 UTC, at which every clock shows `date` and a time within all the hours; nothing
/// where there is none. Hours and offsets lie on quarters of an hour.
std::optional<std::pair<int64_t, int64_t>> common_hours(const Whereabouts& where, core::Date date,
                                                        const std::vector<rules::DayHours>& hours);

}  // namespace dunlin::audit
