#include "rules/ageing/sale_dates.h"

#include "rules/allocation/money_columns.h"

namespace dunlin::rules {

SaleDates::SaleDates(const core::AccountPage& page) {
  const core::Table& rows = page.rows(core::RecordKind::kReceivable);
  issued_ = ints_of(rows, core::Field::kIssueDate);
  due_ = ints_of(rows, core::Field::kDueDate);
  terms_ = ints_of(rows, core::Field::kTerms);
}

}  // namespace dunlin::rules
