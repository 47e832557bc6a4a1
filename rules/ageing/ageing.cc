#include "rules/ageing/ageing.h"

#include <algorithm>

#include "core/invariant.h"
#include "rules/ageing/ageing_kernel.h"
#include "rules/ageing/open_receivables.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::rules {

std::vector<std::string> ageing_bucket_names(std::span<const int32_t> bounds) {
  std::vector<std::string> names = {"not_due"};
  int32_t from = 1;
  for (const int32_t bound : bounds) {
    names.push_back(std::to_string(from) + "-" + std::to_string(bound));
    from = bound + 1;
  }
  names.push_back(std::to_string(from - 1) + "+");
  return names;
}

void AgeingTotals::merge(const AgeingTotals& other) {
  for (const auto& [currency, cells] : other.by_currency) {
    std::vector<AgeingCell>& into = by_currency[currency];
    into.resize(std::max(into.size(), cells.size()));
    for (size_t bucket = 0; bucket < cells.size(); ++bucket) {
      into[bucket].count += cells[bucket].count;
      into[bucket].amount += cells[bucket].amount;
    }
  }
}

void add_to_ageing(const core::AccountPage& page, const Balances& balances, const Standings& standings,
                   std::span<const int32_t> bounds, std::span<const uint8_t> selected, AgeingTotals& totals) {
  INVARIANT(bounds.size() < 250, "ageing buckets:", bounds.size());
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  const std::vector<uint8_t> counts = receivables_of_debtors(page, selected);
  std::vector<uint8_t> bucket(receivables.rows());
  bucket_by_days(standings.days_past_due, bounds, bucket);
  int64_t currency = core::kNull;
  std::vector<AgeingCell>* cells = nullptr;
  for (size_t row = 0; row < bucket.size(); ++row) {
    if (counts[row] == 0 || !is_open(balances, standings, row)) continue;
    if (receivables.currency[row] != currency) {
      currency = receivables.currency[row];
      cells = &totals.by_currency[static_cast<uint32_t>(currency)];
      cells->resize(bounds.size() + 2);
    }
    AgeingCell& cell = (*cells)[bucket[row]];
    ++cell.count;
    cell.amount += balances.balance[row];
  }
}

}  // namespace dunlin::rules
