#include "rules/ageing/open_receivables.h"

#include <algorithm>

#include "rules/allocation/money_columns.h"

namespace dunlin::rules {

std::vector<uint8_t> receivables_of_debtors(const core::AccountPage& page, std::span<const uint8_t> selected_debtors) {
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  std::vector<uint8_t> selected(receivables.rows(), selected_debtors.empty() ? 1 : 0);
  for (size_t debtor = 0; debtor < selected_debtors.size(); ++debtor) {
    if (selected_debtors[debtor] == 0) continue;
    const RowRange rows = receivables.rows_of(debtor);
    std::fill(selected.begin() + rows.begin, selected.begin() + rows.end, 1);
  }
  return selected;
}

}  // namespace dunlin::rules
