#include "rules/allocation/named_money_kernel.h"

#include <algorithm>

#include "core/table.h"

namespace dunlin::rules {

bool add_named_money(std::span<const uint32_t> targets, std::span<const int64_t> amounts, std::span<const int64_t> dates,
                     std::span<int64_t> held, std::span<int64_t> latest, std::span<int64_t> counted) {
  bool fits = true;
  for (size_t row = 0; row < targets.size(); ++row) {
    const uint32_t target = targets[row];
    if (target == kNoTarget) {
      counted[row] = 0;
      continue;
    }
    held[target] += amounts[row];
    fits &= held[target] <= kHeldMax;
    held[target] = std::min(held[target], kHeldMax);
    latest[target] = std::max(latest[target], dates[row]);
    counted[row] = amounts[row];
  }
  return fits;
}

void balance_named_money(const NamedHoldings& holdings, std::span<int64_t> balance, std::span<int64_t> closed_on) {
  const size_t rows = balance.size();
  for (size_t row = 0; row < rows; ++row) {
    const int64_t left = holdings.amounts[row] - holdings.paid[row] - holdings.credited[row];
    balance[row] = holdings.exists[row] != 0 ? left : core::kNull;
  }
  // kNull is the smallest integer, so that missing dates lose against every other.
  for (size_t row = 0; row < rows; ++row) {
    const int64_t settled = std::max(holdings.last_payment_on[row], holdings.last_credit_on[row]);
    closed_on[row] = balance[row] == 0 ? settled : core::kNull;
  }
  if (holdings.issued.empty()) return;
  for (size_t row = 0; row < rows; ++row) {
    const int64_t both = std::max(closed_on[row], holdings.issued[row]);
    closed_on[row] = balance[row] == 0 ? both : core::kNull;
  }
}

}  // namespace dunlin::rules
