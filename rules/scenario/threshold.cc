#include "rules/scenario/threshold.h"

namespace dunlin::rules {

bool lists_currency(const MoneyThreshold& threshold, const Claim& claim) {
  if (threshold.form != MoneyThreshold::Form::kPerCurrency) return true;
  for (const auto& [currency, amount] : threshold.amounts) {
    if (currency == claim.currency) return claim.amount >= amount;
  }
  return true;
}

ThresholdAnswer meets(const MoneyThreshold& threshold, std::span<const Claim> claims, const BaseRates& rates) {
  switch (threshold.form) {
    case MoneyThreshold::Form::kNone: return ThresholdAnswer::kReached;
    case MoneyThreshold::Form::kPerCurrency:
      for (const Claim& claim : claims) {
        if (claim.amount > 0 && lists_currency(threshold, claim)) return ThresholdAnswer::kReached;
      }
      return ThresholdAnswer::kBelow;
    case MoneyThreshold::Form::kOneAmount: break;
  }
  const auto [currency, amount] = threshold.amounts.front();
  int64_t total = 0;
  bool unconverted = false;
  for (const Claim& claim : claims) {
    if (const auto converted = rates.convert(claim.amount, claim.currency, currency)) {
      total = core::checked_add(total, *converted);
    } else if (claim.amount > 0) {
      unconverted = true;
    }
  }
  if (total >= amount) return ThresholdAnswer::kReached;
  return unconverted ? ThresholdAnswer::kNoRate : ThresholdAnswer::kBelow;
}

}  // namespace dunlin::rules
