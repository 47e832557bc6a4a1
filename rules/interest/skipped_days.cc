#include "rules/interest/skipped_days.h"

#include <algorithm>

#include "rules/allocation/money_columns.h"
#include "rules/standing/hold_cover.h"

namespace dunlin::rules {

using core::Field;
using core::RecordKind;

namespace {

/// Sorts the days from `first` on and joins those that overlap or touch.
void join_days(std::vector<SkippedDays>& days, size_t first) {
  std::sort(days.begin() + static_cast<std::ptrdiff_t>(first), days.end(),
            [](const SkippedDays& a, const SkippedDays& b) { return a.from < b.from; });
  size_t kept = first;
  for (size_t i = first; i < days.size(); ++i) {
    if (kept > first && days[i].from - 1 <= days[kept - 1].to) {
      days[kept - 1].to = std::max(days[kept - 1].to, days[i].to);
    } else {
      days[kept++] = days[i];
    }
  }
  days.resize(kept);
}

}  // namespace

void gather_skipped_days(const core::AccountPage& page, core::Date date, SkippedIntervals& skipped) {
  skipped.begin.clear();
  skipped.days.clear();
  const core::Table& holds = page.rows(RecordKind::kHold);
  if (holds.rows() == 0) return;
  const auto& begin = page.group(RecordKind::kHold).begin;
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  skipped.begin.assign(1, 0);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const size_t first = skipped.days.size();
    for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) {
      const int64_t reason = holds.int_at(Field::kReason, row);
      const auto from = static_cast<int32_t>(holds.int_at(Field::kFrom, row));
      if (reason == core::kNull || !is_statutory(static_cast<core::HoldReason>(reason)) || from > date.days) continue;
      // A hold of a receivable that the debtor does not have waits for it.
      const std::string_view named = holds.text_at(Field::kReceivableId, row);
      if (!named.empty() && find_row(receivables.id, receivables.rows_of(debtor), named) == kNoRow) continue;
      const int64_t until = holds.int_at(Field::kUntil, row);
      skipped.days.push_back({from, last_day_of_hold(static_cast<core::HoldReason>(reason), from, until)});
    }
    join_days(skipped.days, first);
    skipped.begin.push_back(static_cast<uint32_t>(skipped.days.size()));
  }
}

}  // namespace dunlin::rules
