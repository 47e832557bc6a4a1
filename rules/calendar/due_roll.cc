#include "rules/calendar/due_roll.h"

#include "core/invariant.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::rules {

std::vector<int64_t> roll_due_dates(core::AccountPage& page, std::span<const Calendar* const> of_debtor) {
  core::Group& group = page.group(core::RecordKind::kReceivable);
  const std::span<const int64_t> agreed = ints_of(group.rows, core::Field::kDueDate);
  if (agreed.empty()) return {};
  INVARIANT(of_debtor.size() == page.debtor_count(), of_debtor.size(), page.debtor_count());
  std::vector<int64_t> due(agreed.begin(), agreed.end());
  bool moved = false;
  for (size_t debtor = 0; debtor < of_debtor.size(); ++debtor) {
    for (uint32_t row = group.begin[debtor]; row < group.begin[debtor + 1]; ++row) {
      if (due[row] == core::kNull) continue;
      due[row] = of_debtor[debtor]->following(core::Date{static_cast<int32_t>(due[row])}).days;
      moved |= due[row] != agreed[row];
    }
  }
  if (!moved) return {};
  std::vector<int64_t> before(agreed.begin(), agreed.end());
  group.rows.set_ints(core::Field::kDueDate, std::move(due));
  return before;
}

}  // namespace dunlin::rules
