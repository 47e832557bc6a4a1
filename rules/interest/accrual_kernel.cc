#include "rules/interest/accrual_kernel.h"

#include <algorithm>

#include "core/invariant.h"
#include "core/limits.h"

namespace dunlin::rules {

StretchWalk::StretchWalk(const CompiledInterest& rule, const BearingDays& days)
    : rule_(rule), days_(days), day_(days.from.empty() ? INT32_MAX : days.from.front()) {
  if (days.from.empty() || rule.lock == RateLock::kSplit) return;
  // The last day that bears at all is the payment's: a claim that is settled keeps its rate.
  int32_t decisive = days.from.front();
  if (rule.lock == RateLock::kPayment) {
    const bool settled = days.principal.back() <= 0 && days.from.back() <= days.through.days;
    decisive = settled ? std::max(decisive, days.from.back() - 1) : days.through.days;
  }
  const auto period = period_of(rule.schedule, decisive);
  locked_ = true;
  rate_known_ = period.has_value();
  if (period) rate_ = rule.schedule[*period].value;
}

/// Rate of day_, and period_ as the one behind it.
void StretchWalk::take_rate() {
  while (period_ < rule_.schedule.size() && rule_.schedule[period_].from <= day_) ++period_;
  rate_known_ = period_ > 0;
  rate_ = rate_known_ ? rule_.schedule[period_ - 1].value : 0;
}

bool StretchWalk::next(Stretch& out, int32_t stop) {
  const auto& from = days_.from;
  while (day_ <= days_.through.days && day_ < stop) {
    while (skip_ < days_.skipped.size() && days_.skipped[skip_].to < day_) ++skip_;
    if (skip_ < days_.skipped.size() && days_.skipped[skip_].from <= day_) {
      // A hold without an end skips all that is left; there is no day behind it.
      if (days_.skipped[skip_].to >= days_.through.days) return false;
      day_ = days_.skipped[skip_].to + 1;
      continue;
    }
    // An entry that repeats the principal ends no stretch.
    while (entry_ + 1 < from.size() &&
           (from[entry_ + 1] <= day_ || days_.principal[entry_ + 1] == days_.principal[entry_])) {
      ++entry_;
    }
    const int64_t principal = days_.principal[entry_];
    int32_t end = std::min(stop, days_.through.days + 1);
    if (entry_ + 1 < from.size()) end = std::min(end, from[entry_ + 1]);
    if (principal <= 0) {
      day_ = end;
      continue;
    }
    if (skip_ < days_.skipped.size()) end = std::min(end, days_.skipped[skip_].from);
    if (!locked_) {
      take_rate();
      if (period_ < rule_.schedule.size()) end = std::min(end, rule_.schedule[period_].from);
    }
    out = {day_, end - 1, principal, rate_, rate_known_};
    day_ = end;
    return true;
  }
  return false;
}

ExactInterest accrue_simple(const CompiledInterest& rule, const BearingDays& days) {
  ExactInterest sum;
  StretchWalk walk(rule, days);
  Stretch stretch;
  while (walk.next(stretch)) {
    sum.rate_known &= stretch.rate_known;
    // 10^13 minor units, a rate of 3 * 10^13, 1.4 * 10^9 for all days of the calendar: below 2^127.
    INVARIANT(stretch.principal <= core::kAmountMax, "a principal beyond a record's amount:", stretch.principal);
    const int64_t weight = day_weight(rule.convention, core::Date{stretch.from}, core::Date{stretch.to});
    sum.numerator += static_cast<__int128>(stretch.principal) * stretch.rate * weight;
  }
  return sum;
}

}  // namespace dunlin::rules
