// What a debtor owes past due per currency, less the cash it has lying there: what minimums, totals and features look at.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/account_page.h"
#include "rules/allocation/allocate.h"

namespace dunlin::rules {

/// Rows by (debtor, currency), those of debtor d are [begin[d], begin[d + 1]), ordered by currency. Only currencies with a
/// selected receivable have a row.
struct NetOverdue {
  std::vector<uint32_t> begin;
  std::vector<uint32_t> currency;  ///< Currency::code
  std::vector<int64_t> gross;      ///< balances of the selected receivables, less what is disputed of them
  std::vector<int64_t> cash;       ///< the part of the debtor's unallocated cash that nets them: at most gross
  std::vector<uint32_t> count;     ///< selected receivables

  int64_t net(size_t row) const { return gross[row] - cash[row]; }
};

/// `selected`: one byte a receivable row, 1 = counts (dunnable and overdue); a receivable with nothing left to pay never
/// does. `net_credits` false: cash stays out of it. `disputed`: what a dispute takes out of each balance; empty: nothing.
void compute_net_overdue(const core::AccountPage& page, const Balances& balances, std::span<const uint8_t> selected,
                         bool net_credits, NetOverdue& result, std::span<const int64_t> disputed = {});

}  // namespace dunlin::rules
