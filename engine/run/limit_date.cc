#include "engine/run/limit_date.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "engine/run/debtors_alone.h"
#include "engine/run/page_ledger.h"
#include "rules/standing/receivable_status.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;

void add_dates(const core::Table& rows, Field field, int32_t until, std::vector<int32_t>& days) {
  if (!rows.has(field)) return;
  for (size_t row = 0; row < rows.rows(); ++row) {
    const int64_t on = rows.int_at(field, row);
    if (on != core::kNull && on <= until) days.push_back(static_cast<int32_t>(on));
  }
}

/// Days on which something of the debtor's balances changes, the latest first.
std::vector<int32_t> days_of_change(const storage::LoadedPage& alone, core::Date until) {
  std::vector<int32_t> days;
  add_dates(alone.page.rows(RecordKind::kReceivable), Field::kIssueDate, until.days, days);
  add_dates(alone.page.rows(RecordKind::kReceivable), Field::kStatusOn, until.days, days);
  add_dates(alone.page.rows(RecordKind::kPayment), Field::kValueDate, until.days, days);
  add_dates(alone.page.rows(RecordKind::kCreditNote), Field::kDate, until.days, days);
  add_dates(alone.memory.charges.rows, Field::kOn, until.days, days);
  std::sort(days.begin(), days.end(), std::greater<>());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

/// The feature total_balance as it was on a day.
int64_t total_on(const Night& night, const storage::LoadedPage& alone, core::Date on) {
  PageLedger ledger;
  rules::Balances balances;
  allocate_page(alone, on, night.book->source.allocation, night.interest, ledger, balances);
  const core::Table& receivables = alone.page.rows(RecordKind::kReceivable);
  int64_t total = 0;
  for (size_t row = 0; row < receivables.rows(); ++row) {
    if (!balances.exists(row) || balances.balance[row] <= 0) continue;
    const core::ReceivableStatus status =
        rules::status_on(receivables.int_at(Field::kStatus, row), receivables.int_at(Field::kStatusOn, row), on);
    if (status == core::ReceivableStatus::kWrittenOff) continue;
    const auto currency = static_cast<uint32_t>(receivables.int_at(Field::kCurrency, row));
    total = core::checked_add(total, night.rates.to_base(balances.balance[row], currency).value_or(0));
  }
  return total;
}

}  // namespace

core::Date exceeds_since(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor, int64_t limit) {
  const storage::LoadedPage alone = debtor_alone(loaded, debtor);
  for (const int32_t day : days_of_change(alone, night.date)) {
    // Between two changes the total stands still: the day before a change tells of all days back to the one before.
    if (total_on(night, alone, core::Date{day - 1}) <= limit) return core::Date{day};
  }
  return core::kNoDate;
}

}  // namespace dunlin::engine
