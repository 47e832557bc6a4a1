#include "rules/ageing/sale_dates.h"

#include "rules/allocation/money_columns.h"

namespace dunlin::rules {

SaleDates::SaleDates(const core::AccountPage& page, std::span<const int64_t> agreed_due) {
  const core::Table& rows = page.rows(core::RecordKind::kReceivable);
  issued_ = ints_of(rows, core::Field::kIssueDate);
  due_ = agreed_due.empty() ? ints_of(rows, core::Field::kDueDate) : agreed_due;
  terms_ = ints_of(rows, core::Field::kTerms);
}

}  // namespace dunlin::rules
