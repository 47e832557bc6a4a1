#include "rules/standing/dispute_cover.h"

#include <algorithm>

#include "core/money.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::rules {

using core::Field;
using core::kNull;
using core::RecordKind;

namespace {

/// Disputed amounts are in millionths of the major unit of the receivable's currency.
int64_t minor_of(int64_t millionths, int64_t currency) {
  const uint32_t digits = core::minor_digits(core::Currency{static_cast<uint32_t>(currency)});
  const __int128 scaled = static_cast<__int128>(millionths) * core::power_of_ten(digits);
  return static_cast<int64_t>(core::divide_half_up(scaled, 1'000'000));
}

}  // namespace

void cover_by_disputes(const core::AccountPage& page, core::Date date, const Balances& balances, DisputeExcludes excludes,
                       DisputeCover& cover) {
  cover = DisputeCover();
  const core::Table& disputes = page.rows(RecordKind::kDispute);
  if (disputes.rows() == 0) return;
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  const std::span<const int64_t> opened = ints_of(disputes, Field::kOpenedOn);
  const std::span<const int64_t> resolved = ints_of(disputes, Field::kResolvedOn);
  const std::span<const int64_t> amounts = ints_of(disputes, Field::kDisputedAmount);
  const core::TextColumn* named = disputes.texts(Field::kReceivableId);
  cover.mask.assign(receivables.rows(), 0);
  cover.by.assign(receivables.rows(), kNoRow);
  cover.part.assign(receivables.rows(), 0);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const RowRange rows = range_of(page.group(RecordKind::kDispute).begin, debtor);
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      const bool is_over = !resolved.empty() && resolved[row] != kNull && resolved[row] <= date.days;
      if (opened[row] > date.days || is_over) continue;
      const uint32_t item = find_row(receivables.id, receivables.rows_of(debtor), text_of(named, row));
      if (item == kNoRow || !balances.exists(item)) continue;
      if (cover.by[item] == kNoRow) cover.by[item] = row;
      const int64_t balance = std::max<int64_t>(0, balances.balance[item]);
      const bool whole = amounts.empty() || amounts[row] == kNull;
      const int64_t disputed = whole ? balance : minor_of(amounts[row], receivables.currency[item]);
      cover.part[item] = std::min(balance, cover.part[item] + std::clamp<int64_t>(disputed, 0, balance));
      const bool all_of_it = excludes == DisputeExcludes::kAmount && cover.part[item] == balance;
      cover.mask[item] = excludes == DisputeExcludes::kReceivable || all_of_it ? 1 : 0;
    }
  }
}

}  // namespace dunlin::rules
