#include "rules/allocation/money_columns.h"

#include "rules/standing/receivable_status.h"

namespace dunlin::rules {

using core::Field;
using core::RecordKind;

MoneyColumns MoneyColumns::of(const core::AccountPage& page, RecordKind kind) {
  const core::Table& rows = page.rows(kind);
  return {.kind = kind,
          .begin = page.group(kind).begin,
          .amount = ints_of(rows, Field::kAmount),
          .currency = ints_of(rows, Field::kCurrency),
          .date = ints_of(rows, kind == RecordKind::kPayment ? Field::kValueDate : Field::kDate),
          .id = rows.texts(core::id_field(kind)),
          .receivable_id = rows.texts(Field::kReceivableId),
          .group_id = rows.texts(Field::kGroupId),
          .reverses = rows.texts(Field::kReverses)};
}

ReceivableColumns ReceivableColumns::of(const core::AccountPage& page) {
  const core::Table& rows = page.rows(RecordKind::kReceivable);
  return {.begin = page.group(RecordKind::kReceivable).begin,
          .amount = ints_of(rows, Field::kAmount),
          .currency = ints_of(rows, Field::kCurrency),
          .due_date = ints_of(rows, Field::kDueDate),
          .issue_date = ints_of(rows, Field::kIssueDate),
          .status = ints_of(rows, Field::kStatus),
          .status_on = ints_of(rows, Field::kStatusOn),
          .id = rows.texts(Field::kReceivableId),
          .group_id = rows.texts(Field::kGroupId)};
}

uint32_t find_row(const core::TextColumn* ids, RowRange rows, std::string_view wanted) {
  constexpr uint32_t kLinear = 8;
  auto [begin, end] = rows;
  while (end - begin > kLinear) {
    const uint32_t middle = begin + (end - begin) / 2;
    if (ids->at(middle) <= wanted) {
      begin = middle;
    } else {
      end = middle;
    }
  }
  for (uint32_t row = begin; row < end; ++row) {
    if (ids->at(row) == wanted) return row;
  }
  return kNoRow;
}

void mark_existence(const core::AccountPage& page, const ReceivableColumns& receivables, core::Date date,
                    std::span<uint8_t> existence) {
  const size_t rows = existence.size();
  if (receivables.status.empty()) {
    for (size_t row = 0; row < rows; ++row) existence[row] = static_cast<uint8_t>(Existence::kOpen);
  } else {
    for (size_t row = 0; row < rows; ++row) {
      const int64_t since = receivables.status_on.empty() ? core::kNull : receivables.status_on[row];
      const core::ReceivableStatus status = status_on(receivables.status[row], since, date);
      const Existence there = status == core::ReceivableStatus::kWrittenOff ? Existence::kWrittenOff : Existence::kOpen;
      existence[row] = static_cast<uint8_t>(exists_for_runs(status) ? there : Existence::kAbsent);
    }
  }
  if (!receivables.issue_date.empty()) {
    // A missing issue date is the smallest integer: such a receivable exists always.
    for (size_t row = 0; row < rows; ++row) existence[row] *= static_cast<uint8_t>(receivables.issue_date[row] <= date.days);
  }
  const std::span<const int64_t> missing = ints_of(page.debtors, Field::kDebtorMissing);
  if (missing.empty() || rows == 0) return;
  for (size_t debtor = 0; debtor < missing.size(); ++debtor) {
    if (missing[debtor] != 1) continue;
    const RowRange range = receivables.rows_of(debtor);
    for (uint32_t row = range.begin; row < range.end; ++row) existence[row] = 0;
  }
}

}  // namespace dunlin::rules
