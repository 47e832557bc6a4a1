#include "rules/interest/interest.h"

#include "core/money.h"
#include "rules/interest/compound.h"

namespace dunlin::rules {
namespace {

__int128 exact_denominator(const CompiledInterest& rule) {
  return static_cast<__int128>(kRateScale) * year_weight(rule.convention);
}

InterestBar bar_of(bool rate_known) { return rate_known ? InterestBar::kNone : InterestBar::kNoRate; }

InterestSegment segment_of(const CompiledInterest& rule, const Stretch& stretch) {
  const core::Date from{stretch.from}, to{stretch.to};
  InterestSegment segment{.from = from,
                          .to = to,
                          .days = counted_days(rule.convention, from, to),
                          .rate = stretch.rate,
                          .principal = stretch.principal,
                          .rate_known = stretch.rate_known};
  return segment;
}

}  // namespace

BearingDays bearing_days(const InterestInputs& inputs, uint32_t debtor, uint32_t receivable) {
  const PrincipalHistory& history = inputs.history;
  const uint32_t begin = history.begin[receivable];
  const uint32_t count = history.begin[receivable + 1] - begin;
  BearingDays days{.from = std::span(history.from).subspan(begin, count),
                   .principal = std::span(history.principal).subspan(begin, count),
                   .skipped = {},
                   .through = inputs.through};
  const SkippedIntervals& skipped = inputs.skipped;
  if (!skipped.begin.empty()) {
    days.skipped = std::span(skipped.days).subspan(skipped.begin[debtor], skipped.begin[debtor + 1] - skipped.begin[debtor]);
  }
  return days;
}

InterestSum interest_of(const CompiledInterest& rule, const BearingDays& days) {
  if (has_compounded(rule, days)) {
    const CompoundInterest sum = accrue_compound(rule, days);
    return {sum.minor, sum.too_large ? InterestBar::kTooLarge : bar_of(sum.rate_known)};
  }
  // At most 10^13 minor units times 30 times some thousand years: no simple interest leaves 64 bits.
  const ExactInterest sum = accrue_simple(rule, days);
  return {static_cast<int64_t>(core::divide_half_up(sum.numerator, exact_denominator(rule))), bar_of(sum.rate_known)};
}

void interest_of_page(std::span<const InterestChoice> chosen, std::span<const uint32_t> receivable_begin,
                      const InterestInputs& inputs, std::span<InterestSum> sums) {
  for (uint32_t debtor = 0; debtor < chosen.size(); ++debtor) {
    for (uint32_t row = receivable_begin[debtor]; row < receivable_begin[debtor + 1]; ++row) {
      const InterestChoice& choice = chosen[debtor];
      sums[row] =
          choice.rule == nullptr ? InterestSum{0, choice.bar} : interest_of(*choice.rule, bearing_days(inputs, debtor, row));
    }
  }
}

std::vector<InterestSegment> interest_segments(const CompiledInterest& rule, const BearingDays& days) {
  std::vector<InterestSegment> segments;
  if (has_compounded(rule, days)) {
    accrue_compound(rule, days, [&](const CompoundStretch& part) {
      InterestSegment& segment = segments.emplace_back(segment_of(rule, part.days));
      segment.principal = part.base;
      segment.interest = part.interest;
    });
    return segments;
  }
  StretchWalk walk(rule, days);
  Stretch stretch;
  while (walk.next(stretch)) {
    InterestSegment& segment = segments.emplace_back(segment_of(rule, stretch));
    const __int128 weight = day_weight(rule.convention, segment.from, segment.to);
    // Ten places of a minor unit: the denominator of the rate gives them up.
    const __int128 exact = weight * stretch.principal * stretch.rate;
    const __int128 places = static_cast<__int128>(kRateScale / kRateOne) * year_weight(rule.convention);
    segment.interest = core::divide_half_up(exact, places);
  }
  return segments;
}

std::optional<RateValue> rate_on(const CompiledInterest& rule, core::Date first, core::Date day) {
  const auto period = period_of(rule.schedule, rule.lock == RateLock::kStart ? first.days : day.days);
  if (!period) return std::nullopt;
  return rule.schedule[*period].value;
}

}  // namespace dunlin::rules
