#include "rules/allocation/settlements.h"

#include <algorithm>

#include "rules/allocation/debtor_ledger.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::rules {

void settle(const AllocationInputs& inputs, const AllocationPolicy& policy, std::span<const uint8_t> wanted,
            Settlements& settlements) {
  const ReceivableColumns receivables = ReceivableColumns::of(inputs.page);
  std::vector<uint8_t> existence(receivables.rows());
  mark_existence(inputs.page, receivables, inputs.date, existence);
  Balances balances;
  prepare_balances(inputs, balances);
  DebtorLedger ledger(inputs, policy, existence, balances);
  settlements.begin.assign(1, 0);
  settlements.rows.clear();
  for (size_t debtor = 0; debtor < inputs.page.debtor_count(); ++debtor) {
    const RowRange items = receivables.rows_of(debtor);
    const auto own = wanted.subspan(items.begin, items.size());
    const bool any = std::ranges::find(own, uint8_t{1}) != own.end();
    if (any) ledger.allocate(debtor);
    for (uint32_t row = items.begin; row < items.end; ++row) {
      if (wanted[row] != 0) ledger.append_settlements(row, settlements.rows);
      settlements.begin.push_back(static_cast<uint32_t>(settlements.rows.size()));
    }
  }
}

void trace_principal(const AllocationInputs& inputs, std::span<const uint8_t> wanted, const Settlements& settlements,
                     PrincipalHistory& history) {
  const ReceivableColumns receivables = ReceivableColumns::of(inputs.page);
  std::vector<uint8_t> existence(receivables.rows());
  mark_existence(inputs.page, receivables, inputs.date, existence);
  history.clear();
  for (size_t row = 0; row < receivables.rows(); ++row) {
    if (wanted[row] != 0 && existence[row] != static_cast<uint8_t>(Existence::kAbsent)) {
      PrincipalCourse course(static_cast<int32_t>(receivables.due_date[row]), receivables.amount[row]);
      for (const Settlement& settled : settlements.of(row)) {
        course.lower(settled.date, settled.credit_note, settled.parts[static_cast<size_t>(ClaimPart::kPrincipal)]);
      }
      history.from.insert(history.from.end(), course.from().begin(), course.from().end());
      history.principal.insert(history.principal.end(), course.principal().begin(), course.principal().end());
    }
    history.end_receivable();
  }
}

}  // namespace dunlin::rules
