// Interest of the receivables of a page up to a day: the door of the room. It knows rules, rates, principals and days;
// neither records nor charges. What a step charges is the sum here less what was charged before.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rules/interest/interest_book.h"
#include "rules/interest/principal_history.h"

namespace dunlin::rules {

struct InterestInputs {
  const PrincipalHistory& history;
  const SkippedIntervals& skipped;
  core::Date through;  ///< the last bearing day asked for
};
BearingDays bearing_days(const InterestInputs& inputs, uint32_t debtor, uint32_t receivable);

/// Minor units: summed exactly, rounded once half up. `bar` is kNoRate when some bearing day lies before the first value of
/// the reference; such days bear nothing. kTooLarge: compounding has left 64 bits, and the sum is not known.
struct InterestSum {
  int64_t minor = 0;
  InterestBar bar = InterestBar::kNone;
};
InterestSum interest_of(const CompiledInterest& rule, const BearingDays& days);

/// Whole page: `chosen` has a rule a debtor, `receivable_begin` the receivables of each debtor; `sums` one a receivable.
void interest_of_page(std::span<const InterestChoice> chosen, std::span<const uint32_t> receivable_begin,
                      const InterestInputs& inputs, std::span<InterestSum> sums);

/// How a sum came about. `interest` is in 10^-10 minor units, rounded half up; `principal` includes interest that joined it.
struct InterestSegment {
  core::Date from, to;
  int32_t days = 0;  ///< as the rule's convention counts them
  RateValue rate = 0;
  int64_t principal = 0;
  __int128 interest = 0;
  bool rate_known = true;
};
std::vector<InterestSegment> interest_segments(const CompiledInterest& rule, const BearingDays& days);

/// The rate that a bearing day has under the rule (`first`: the receivable's first bearing day); nothing before the first
/// value of the reference.
std::optional<RateValue> rate_on(const CompiledInterest& rule, core::Date first, core::Date day);

}  // namespace dunlin::rules
