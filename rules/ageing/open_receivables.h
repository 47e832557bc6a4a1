// Which receivables of a page a report counts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/account_page.h"
#include "rules/allocation/allocate.h"
#include "rules/standing/standing.h"

namespace dunlin::rules {

/// One byte a receivable row: 1 where the debtor is selected (all are when `selected_debtors` is empty).
std::vector<uint8_t> receivables_of_debtors(const core::AccountPage& page, std::span<const uint8_t> selected_debtors);

/// A balance above zero, and not written off: what ageing and DSO call open, whatever its standing.
inline bool is_open(const Balances& balances, const Standings& standings, size_t receivable) {
  return balances.balance[receivable] > 0 && standings.at(receivable) != core::Standing::kWrittenOff;
}

}  // namespace dunlin::rules
