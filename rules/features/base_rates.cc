#include "rules/features/base_rates.h"

#include <algorithm>
#include <utility>

#include "core/invariant.h"

namespace dunlin::rules {
namespace {

__int128 greatest_divisor(__int128 a, __int128 b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a;
}

}  // namespace

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

const BaseRates::Rate* BaseRates::find(uint32_t currency_code) const {
  if (currency_code == base_.code) return &own_;
  const auto at = std::ranges::find(rates_, currency_code, &Rate::currency);
  return at == rates_.end() ? nullptr : &*at;
}

std::optional<int64_t> BaseRates::convert(int64_t amount, uint32_t from, uint32_t to) const {
  const Rate* source = find(from);
  const Rate* target = find(to);
  if (source == nullptr || target == nullptr) return std::nullopt;
  if (from == to) return amount;
  __int128 numerator = static_cast<__int128>(source->numerator) * target->denominator;
  __int128 denominator = static_cast<__int128>(source->denominator) * target->numerator;
  const __int128 divisor = greatest_divisor(numerator, denominator);
  numerator /= divisor;
  denominator /= divisor;
  __int128 scaled = 0;
  INVARIANT(!__builtin_mul_overflow(numerator, static_cast<__int128>(amount), &scaled),
            "an exchange leaves 128 bits:", amount);
  const __int128 converted = core::divide_half_up(scaled, denominator);
  INVARIANT(converted >= INT64_MIN + 1 && converted <= INT64_MAX, "amount leaves 64 bits in another currency:", amount);
  return static_cast<int64_t>(converted);
}

}  // namespace dunlin::rules
