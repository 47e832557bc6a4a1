#include "tests/auditor/fees.h"

#include <algorithm>

namespace dunlin::audit {

using rules::FeeForm;
using rules::FeeRule;

namespace {

Fraction share(int64_t amount, int64_t percent) { return Fraction(amount) * percent / rules::kPercentOne / 100; }

Fraction by_bands(const FeeRule& rule, int64_t original) {
  int64_t end_of_one_before = 0;
  for (const FeeRule::Band& band : rule.bands) {
    if (band.open || original < band.bound || (band.inclusive && original == band.bound)) {
      return band.fee + share(original - end_of_one_before, band.percent_over);
    }
    end_of_one_before = band.bound;
  }
  return 0;
}

Fraction by_slices(const FeeRule& rule, int64_t original) {
  Fraction sum = 0;
  int64_t behind = 0;
  for (const FeeRule::Slice& slice : rule.slices) {
    const int64_t end = slice.width == 0 ? original : std::min(original, behind + slice.width);
    sum += share(end - behind, slice.percent);
    behind = end;
  }
  return sum;
}

int64_t limited(const FeeRule& rule, const Fraction& exact) {
  // Fees are never below zero: cutting off the fraction is rounding down.
  const int64_t minor = rule.rounding == rules::FeeRounding::kDown
                            ? static_cast<int64_t>(numerator(exact) / denominator(exact))
                            : rounded(exact);
  return std::min(std::max(minor, rule.min), rule.max);
}

}  // namespace

int64_t fee_on(const FeeRule& rule, int64_t original, uint32_t currency, const Exchange& exchange) {
  if (rule.form == FeeForm::kFlat) {
    for (const auto& [named, fee] : rule.flat) {
      if (named == currency) return fee;
    }
    return 0;
  }
  if (rule.currency != 0 && rule.fee_currency != rule.currency) {
    const auto measured = exchange.convert(original, currency, rule.currency);
    if (!measured) return 0;
    return exchange.convert(limited(rule, by_bands(rule, *measured)), rule.fee_currency, currency).value_or(0);
  }
  if (rule.currency != 0 && rule.currency != currency) return 0;
  switch (rule.form) {
    case FeeForm::kPercent: return limited(rule, share(original, rule.percent));
    case FeeForm::kBands: return limited(rule, by_bands(rule, original));
    case FeeForm::kSlices: return limited(rule, by_slices(rule, original));
    default: return 0;
  }
}

}  // namespace dunlin::audit
