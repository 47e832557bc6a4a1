#include "rules/features/net_overdue.h"

#include <algorithm>

#include "core/invariant.h"
#include "core/money.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::rules {
namespace {

/// Row of the currency among those of the debtor at hand, which begin at `first`; made in its place when it is new.
size_t row_of(NetOverdue& result, size_t first, uint32_t currency) {
  size_t row = first;
  while (row < result.currency.size() && result.currency[row] < currency) ++row;
  if (row < result.currency.size() && result.currency[row] == currency) return row;
  const auto at = static_cast<std::ptrdiff_t>(row);
  result.currency.insert(result.currency.begin() + at, currency);
  result.gross.insert(result.gross.begin() + at, 0);
  result.cash.insert(result.cash.begin() + at, 0);
  result.count.insert(result.count.begin() + at, 0);
  return row;
}

}  // namespace

void compute_net_overdue(const core::AccountPage& page, const Balances& balances, std::span<const uint8_t> selected,
                         bool net_credits, NetOverdue& result, std::span<const int64_t> disputed) {
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  INVARIANT(selected.size() == receivables.rows(), selected.size(), receivables.rows());
  const size_t debtors = page.debtor_count();
  result.begin.assign(debtors + 1, 0);
  result.currency.clear();
  result.gross.clear();
  result.cash.clear();
  result.count.clear();
  for (size_t debtor = 0; debtor < debtors; ++debtor) {
    const size_t first = result.currency.size();
    const RowRange items = receivables.rows_of(debtor);
    for (uint32_t item = items.begin; item < items.end; ++item) {
      if (selected[item] == 0 || balances.balance[item] <= 0) continue;
      const size_t row = row_of(result, first, static_cast<uint32_t>(receivables.currency[item]));
      const int64_t claimed = balances.balance[item] - (disputed.empty() ? 0 : disputed[item]);
      result.gross[row] = core::checked_add(result.gross[row], claimed);
      ++result.count[row];
    }
    const uint32_t cash_end = net_credits ? balances.cash_begin[debtor + 1] : balances.cash_begin[debtor];
    for (uint32_t cash = balances.cash_begin[debtor]; cash < cash_end; ++cash) {
      for (size_t row = first; row < result.currency.size(); ++row) {
        if (result.currency[row] == balances.cash_currency[cash]) {
          result.cash[row] = std::min(result.gross[row], balances.cash_amount[cash]);
        }
      }
    }
    result.begin[debtor + 1] = static_cast<uint32_t>(result.currency.size());
  }
}

}  // namespace dunlin::rules
