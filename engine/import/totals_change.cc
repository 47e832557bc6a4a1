#include "engine/import/totals_change.h"

#include <algorithm>
#include <tuple>

#include "core/record_traits.h"

namespace dunlin::engine {

using core::Field;
using core::RecordKind;

TotalsChange::Entry& TotalsChange::entry(RecordKind kind, uint32_t currency) {
  for (Entry& known : entries_) {
    if (known.kind == kind && known.currency == currency) return known;
  }
  return entries_.emplace_back(Entry{kind, currency, 0, 0});
}

void TotalsChange::add_record(const core::Table& rows, size_t row) {
  if (!core::carries_money(rows.kind())) {
    ++entry(rows.kind(), 0).count;
    return;
  }
  Entry& of = entry(rows.kind(), static_cast<uint32_t>(rows.int_at(Field::kCurrency, row)));
  ++of.count;
  of.amount += rows.int_at(Field::kAmount, row);
}

void TotalsChange::amend_record(const core::Table& before, size_t before_row, const core::Table& after, size_t after_row) {
  if (!core::carries_money(after.kind())) return;
  Entry& was = entry(before.kind(), static_cast<uint32_t>(before.int_at(Field::kCurrency, before_row)));
  --was.count;
  was.amount -= before.int_at(Field::kAmount, before_row);
  add_record(after, after_row);
}

std::vector<storage::ControlTotal> TotalsChange::take() {
  std::erase_if(entries_, [](const Entry& of) { return of.count == 0 && of.amount == 0; });
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.kind, a.currency) < std::tie(b.kind, b.currency); });
  std::vector<storage::ControlTotal> totals;
  for (const Entry& of : entries_) {
    totals.push_back(
        {of.kind, of.currency, of.count, static_cast<int64_t>(of.amount), static_cast<int64_t>(of.amount >> 64)});
  }
  entries_.clear();
  return totals;
}

}  // namespace dunlin::engine
