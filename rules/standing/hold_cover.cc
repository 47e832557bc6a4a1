#include "rules/standing/hold_cover.h"

#include <algorithm>
#include <utility>

#include "core/invariant.h"
#include "rules/allocation/money_columns.h"
#include "rules/standing/day_span.h"

namespace dunlin::rules {

using core::Field;
using core::HoldReason;
using core::kNull;
using core::RecordKind;

namespace {

/// The columns of holds, and where a debtor's begin.
struct HoldColumns {
  std::span<const uint32_t> begin;
  std::span<const int64_t> from, until, reason;
  const core::TextColumn* receivable_id;

  static HoldColumns of(const core::AccountPage& page) {
    const core::Table& rows = page.rows(RecordKind::kHold);
    return {.begin = page.group(RecordKind::kHold).begin,
            .from = ints_of(rows, Field::kFrom),
            .until = ints_of(rows, Field::kUntil),
            .reason = ints_of(rows, Field::kReason),
            .receivable_id = rows.texts(Field::kReceivableId)};
  }
  HoldReason reason_of(uint32_t row) const {
    return reason.empty() || reason[row] == kNull ? HoldReason::kManual : static_cast<HoldReason>(reason[row]);
  }
  int32_t last_day_of(uint32_t row) const {
    return last_day_of_hold(reason_of(row), static_cast<int32_t>(from[row]), until.empty() ? kNull : until[row]);
  }
};

constexpr uint32_t kEveryItem = kNoRow - 1;

/// What a hold is of: a receivable row, kEveryItem, or kNoRow while it names a receivable that nobody knows: then it waits
/// and means nothing, statutory or not.
uint32_t item_of(const HoldColumns& holds, uint32_t row, const ReceivableColumns& receivables, RowRange items) {
  const std::string_view named = text_of(holds.receivable_id, row);
  if (named.empty()) return kEveryItem;
  const uint32_t found = find_row(receivables.id, items, named);
  return found != kNoRow && is_statutory(holds.reason_of(row)) ? kEveryItem : found;
}

/// Marks `item` as covered by `hold`, unless a hold of more weight already covers it.
void mark(HoldCover& cover, uint32_t item, uint32_t hold) {
  const bool taken = cover.mask[item] != 0;
  const bool outranks = is_statutory(static_cast<HoldReason>(cover.reason[hold]));
  if (taken && !(outranks && !is_statutory(static_cast<HoldReason>(cover.reason[cover.by[item]])))) return;
  cover.mask[item] = 1;
  cover.by[item] = hold;
}

}  // namespace

int32_t last_day_of_hold(HoldReason reason, int32_t from, int64_t until) {
  if (until != kNull) return static_cast<int32_t>(until);
  return reason == HoldReason::kBreathingSpace ? from + kBreathingSpaceDays - 1 : kNoLastDay;
}

void cover_by_holds(const core::AccountPage& page, core::Date date, HoldCover& cover) {
  cover = HoldCover();
  const HoldColumns holds = HoldColumns::of(page);
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  const auto count = static_cast<uint32_t>(page.rows(RecordKind::kHold).rows());
  if (count == 0) return;
  cover.reason.resize(count);
  cover.last_day.resize(count);
  for (uint32_t row = 0; row < count; ++row) {
    cover.reason[row] = static_cast<uint8_t>(holds.reason_of(row));
    cover.last_day[row] = holds.last_day_of(row);
  }
  cover.mask.assign(receivables.rows(), 0);
  cover.by.assign(receivables.rows(), kNoRow);
  cover.statutory.assign(page.debtor_count(), kNoRow);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const RowRange rows = range_of(holds.begin, debtor);
    const RowRange items = receivables.rows_of(debtor);
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      if (holds.from[row] > date.days || cover.last_day[row] < date.days) continue;
      const uint32_t item = item_of(holds, row, receivables, items);
      if (item == kNoRow) continue;
      const bool statutory = is_statutory(holds.reason_of(row));
      if (statutory && cover.statutory[debtor] == kNoRow) cover.statutory[debtor] = row;
      if (item == kEveryItem) {
        for (uint32_t each = items.begin; each < items.end; ++each) mark(cover, each, row);
      } else {
        mark(cover, item, row);
      }
    }
  }
}

void stop_clocks(const core::AccountPage& page, core::Date date, core::Days grace_days, const HoldCover& cover,
                 std::span<int32_t> days_delinquent) {
  if (cover.reason.empty()) return;
  const HoldColumns holds = HoldColumns::of(page);
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  INVARIANT(days_delinquent.size() == receivables.rows(), days_delinquent.size(), receivables.rows());
  std::vector<DaySpan> of_all;                    // holds of every receivable of the debtor
  std::vector<std::pair<uint32_t, DaySpan>> own;  // (receivable, hold of it alone), by receivable
  std::vector<DaySpan> spans;
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const RowRange rows = range_of(holds.begin, debtor);
    if (rows.size() == 0) continue;
    const RowRange items = receivables.rows_of(debtor);
    of_all.clear();
    own.clear();
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      if (holds.from[row] > date.days) continue;
      const DaySpan span{static_cast<int32_t>(holds.from[row]), std::min(cover.last_day[row], date.days)};
      const uint32_t item = item_of(holds, row, receivables, items);
      if (item == kEveryItem) {
        of_all.push_back(span);
      } else if (item != kNoRow) {
        own.emplace_back(item, span);
      }
    }
    if (of_all.empty() && own.empty()) continue;
    std::ranges::stable_sort(own, {}, &std::pair<uint32_t, DaySpan>::first);
    auto next = own.begin();
    for (uint32_t item = items.begin; item < items.end; ++item) {
      spans = of_all;
      for (; next != own.end() && next->first == item; ++next) spans.push_back(next->second);
      merge_spans(spans);
      const int32_t first = static_cast<int32_t>(receivables.due_date[item]) + grace_days;
      for (const DaySpan& span : spans) {
        // Days of (first, date] that lie in (from, until]: the day on which a hold begins still counts.
        days_delinquent[item] -= std::max(0, span.last - std::max(first, span.first));
      }
    }
  }
}

}  // namespace dunlin::rules
