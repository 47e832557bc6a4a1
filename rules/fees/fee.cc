#include "rules/fees/fee.h"

#include <algorithm>

#include "core/invariant.h"
#include "core/money.h"

namespace dunlin::rules {
namespace {

/// Exact fees are counted in minor units times this, until they are rounded once.
constexpr __int128 kScale = 100 * kPercentOne;

int64_t rounded(__int128 exact, FeeRounding rounding) {
  const __int128 minor = rounding == FeeRounding::kDown ? exact / kScale : core::divide_half_up(exact, kScale);
  // A record's amount times a share of at most 1000 percent, or an amount of the configuration.
  INVARIANT(minor >= 0 && minor <= INT64_MAX, "a fee leaves 64 bits");
  return static_cast<int64_t>(minor);
}

__int128 by_bands(const FeeRule& rule, int64_t amount) {
  int64_t below = 0;
  for (const FeeRule::Band& band : rule.bands) {
    const bool holds = band.open || amount < band.bound || (band.inclusive && amount == band.bound);
    if (holds) return band.fee * kScale + static_cast<__int128>(amount - below) * band.percent_over;
    below = band.bound;
  }
  return 0;
}

__int128 by_slices(const FeeRule& rule, int64_t amount) {
  __int128 exact = 0;
  for (const FeeRule::Slice& slice : rule.slices) {
    const int64_t part = slice.width == 0 ? amount : std::min(amount, slice.width);
    exact += static_cast<__int128>(part) * slice.percent;
    amount -= part;
  }
  return exact;
}

FeeSum flat_fee(const FeeRule& rule, uint32_t currency) {
  const auto at = std::ranges::find(rule.flat, currency, &FeeAmount::first);
  if (at == rule.flat.end()) return {0, FeeBar::kCurrency};
  return {at->second, FeeBar::kNone};
}

/// Bands in one currency, sums in another.
FeeSum exchanged_fee(const FeeRule& rule, int64_t original, uint32_t currency, const BaseRates& rates) {
  const auto measured = rates.convert(original, currency, rule.currency);
  if (!measured) return {0, FeeBar::kNoRate};
  const int64_t fee = std::clamp(rounded(by_bands(rule, *measured), rule.rounding), rule.min, rule.max);
  const auto charged = rates.convert(fee, rule.fee_currency, currency);
  if (!charged) return {0, FeeBar::kNoRate};
  return {*charged, FeeBar::kNone};
}

}  // namespace

FeeSum fee_of(const FeeRule& rule, int64_t original, uint32_t currency, const BaseRates& rates) {
  if (rule.form == FeeForm::kNone) return {};
  if (rule.form == FeeForm::kFlat) return flat_fee(rule, currency);
  if (rule.currency != 0 && rule.fee_currency != rule.currency) return exchanged_fee(rule, original, currency, rates);
  if (rule.currency != 0 && currency != rule.currency) return {0, FeeBar::kCurrency};
  __int128 exact = 0;
  switch (rule.form) {
    case FeeForm::kPercent: exact = static_cast<__int128>(original) * rule.percent; break;
    case FeeForm::kBands: exact = by_bands(rule, original); break;
    case FeeForm::kSlices: exact = by_slices(rule, original); break;
    default: break;
  }
  return {std::clamp(rounded(exact, rule.rounding), rule.min, rule.max), FeeBar::kNone};
}

FeeBar fee_bar_of(const FeeRule& rule, const FeeDebtor& debtor) {
  if (rule.only_for && rule.only_for != debtor.kind) {
    if (!debtor.kind) return FeeBar::kKindUnknown;
    return debtor.kind == core::DebtorKind::kConsumer ? FeeBar::kConsumer : FeeBar::kBusiness;
  }
  const bool protects = rule.reminder_for && (!debtor.kind || rule.reminder_for == debtor.kind);
  const bool needs_reminder = protects && debtor.reminder != Reminder::kTaken;
  return needs_reminder || debtor.reminder == Reminder::kMissing ? FeeBar::kReminderMissing : FeeBar::kNone;
}

void fees_of_action(const FeeRule& rule, std::optional<core::DebtorKind> kind, std::span<const FeeLine> lines, size_t anchor_line,
                    const BaseRates& rates, std::span<FeeSum> fees) {
  INVARIANT(lines.size() == fees.size(), lines.size(), fees.size());
  for (size_t at = 0; at < lines.size(); ++at) {
    const FeeLine& line = lines[at];
    fees[at] = {};
    if (rule.form == FeeForm::kNone || (rule.per == FeePer::kAction && at != anchor_line)) continue;
    if (const FeeBar bar = fee_bar_of(rule, {kind, line.reminder}); bar != FeeBar::kNone) {
      fees[at].bar = bar;
    } else if (line.notice_runs) {
      fees[at].bar = FeeBar::kNoticePeriod;
    } else if (line.charged_before) {
      fees[at].bar = FeeBar::kChargedBefore;
    } else {
      fees[at] = fee_of(rule, line.original, line.currency, rates);
    }
  }
}

}  // namespace dunlin::rules
