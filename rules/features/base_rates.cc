#include "rules/features/base_rates.h"

#include <algorithm>

#include "core/invariant.h"

namespace dunlin::rules {

void BaseRates::set(core::Currency currency, int64_t numerator, int64_t denominator) {
  INVARIANT(numerator > 0 && denominator > 0, numerator, denominator);
  if (currency == base_) return;
  const auto at = std::ranges::find(rates_, currency.code, &Rate::currency);
  if (at != rates_.end()) {
    *at = {currency.code, numerator, denominator};
  } else {
    rates_.push_back({currency.code, numerator, denominator});
  }
}

std::optional<int64_t> BaseRates::to_base(int64_t amount, uint32_t currency_code) const {
  if (currency_code == base_.code) return amount;
  const auto at = std::ranges::find(rates_, currency_code, &Rate::currency);
  if (at == rates_.end()) return std::nullopt;
  const __int128 converted = core::divide_half_up(static_cast<__int128>(amount) * at->numerator, at->denominator);
  INVARIANT(converted >= INT64_MIN + 1 && converted <= INT64_MAX, "amount leaves 64 bits in the base currency:", amount);
  return static_cast<int64_t>(converted);
}

}  // namespace dunlin::rules
