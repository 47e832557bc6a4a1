#include "rules/allocation/reversals.h"

#include <algorithm>
#include <cstdlib>

namespace dunlin::rules {
namespace {

constexpr uint32_t kNone = kNoRow;

/// Finds what each reversal names and counts for each record the reversals that must be settled before it.
bool link_reversals(const MoneyColumns& money, RowRange rows, core::Date date, EffectiveMoney& effective) {
  const auto [begin, end] = rows;
  bool any = false;
  for (uint32_t row = begin; row < end; ++row) {
    const std::string_view named = text_of(money.reverses, row);
    if (named.empty() || money.date[row] > date.days) continue;
    any = true;
    effective.reversal[row - begin] = 1;
    const uint32_t found = find_row(money.id, rows, named);
    if (found == kNoRow || money.date[found] > date.days || money.currency[found] != money.currency[row]) continue;
    effective.target[row - begin] = found - begin;
    ++effective.waiting_for[found - begin];
  }
  return any;
}

}  // namespace

void compute_effective_money(const MoneyColumns& money, RowRange rows, core::Date date, EffectiveMoney& effective) {
  const uint32_t begin = rows.begin;
  const uint32_t count = rows.size();
  effective.left.resize(count);
  effective.counts_on.resize(count);
  effective.reversal.assign(count, 0);
  effective.taken.assign(count, 0);
  effective.target.assign(count, kNone);
  effective.waiting_for.assign(count, 0);
  for (uint32_t i = 0; i < count; ++i) {
    const bool dated = money.date[begin + i] <= date.days;
    effective.left[i] = dated ? std::abs(money.amount[begin + i]) : 0;
    effective.counts_on[i] = money.date[begin + i];
  }
  if (money.reverses == nullptr || !link_reversals(money, rows, date, effective)) return;

  // Reversals of reversals first: every record names at most one other, so that this is a forest but for circles, whose
  // members never become ready and thus take nothing.
  effective.lifted_on.assign(count, core::kNull);
  effective.ready.clear();
  for (uint32_t i = 0; i < count; ++i) {
    if (effective.waiting_for[i] == 0) effective.ready.push_back(i);
  }
  for (size_t next = 0; next < effective.ready.size(); ++next) {
    const uint32_t taker = effective.ready[next];
    const uint32_t from = effective.target[taker];
    if (from == kNone) continue;
    const int64_t taken = std::min(effective.left[taker], effective.left[from]);
    effective.left[from] -= taken;
    effective.taken[taker] = taken;
    if (taken > 0) effective.lifted_on[from] = std::max(effective.lifted_on[from], money.date[begin + taker]);
    effective.counts_on[from] = std::max(effective.counts_on[from], effective.lifted_on[taker]);
    if (--effective.waiting_for[from] == 0) effective.ready.push_back(from);
  }
}

bool may_hold_return(const MoneyColumns& payments, RowRange rows) {
  bool any = false;
  for (uint32_t row = rows.begin; row < rows.end; ++row) any |= payments.amount[row] < 0;
  if (payments.reverses == nullptr) return any;
  for (uint32_t row = rows.begin; row < rows.end && !any; ++row) any = !payments.reverses->at(row).empty();
  return any;
}

bool is_return(const MoneyColumns& payments, RowRange rows, uint32_t row, const EffectiveMoney& effective) {
  if (effective.left[row - rows.begin] == 0) return false;
  const std::string_view named = text_of(payments.reverses, row);
  if (named.empty()) return payments.amount[row] < 0;
  const uint32_t found = find_row(payments.id, rows, named);
  return found != kNoRow && text_of(payments.reverses, found).empty();
}

}  // namespace dunlin::rules
