// Minimums in money against what an action would claim, currency by currency.
#pragma once

#include <cstdint>
#include <span>

#include "core/money.h"
#include "rules/features/base_rates.h"
#include "rules/scenario/scenario.h"

namespace dunlin::rules {

/// What a unit would claim in one currency: dunnable overdue net of unallocated cash, minor units.
struct Claim {
  uint32_t currency = 0;  ///< Currency::code
  int64_t amount = 0;
};

enum class ThresholdAnswer : uint8_t { kBelow, kReached, kNoRate };

/// The minimum as a whole. One amount meets the total converted to its currency, each currency's share rounded half up to a
/// minor unit; what cannot be converted does not count, and where it might have made the difference the answer is kNoRate. A
/// table is reached when some currency with a claim above zero reaches its own.
ThresholdAnswer meets(const MoneyThreshold& threshold, std::span<const Claim> claims, const BaseRates& rates);

/// True when what is claimed is at least `percent` of what is open, both in one currency.
constexpr bool meets_share(__int128 claimed, __int128 open, int32_t percent) { return claimed * 100 >= open * percent; }

/// False when a per-currency table keeps this currency's items off the list.
bool lists_currency(const MoneyThreshold& threshold, const Claim& claim);

}  // namespace dunlin::rules
