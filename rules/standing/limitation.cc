#include "rules/standing/limitation.h"

#include <algorithm>

#include "rules/allocation/money_columns.h"
#include "rules/standing/record_scope.h"

namespace dunlin::rules {

using core::Field;
using core::kNull;
using core::RecordKind;

namespace {

constexpr int32_t kYears = 6;
constexpr int32_t kYearsInScotland = 5;

/// Moves `last` of the receivables that records of `kind` speak of to the day on which those were given.
void acknowledge(const core::AccountPage& page, core::Date date, RecordKind kind, Field given_on,
                 std::vector<int64_t>& last) {
  const core::Group& records = page.group(kind);
  if (records.rows.rows() == 0) return;
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  RecordScope scope(receivables);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const RowRange rows = range_of(records.begin, debtor);
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      const int64_t on = records.rows.int_at(given_on, row);
      if (on > date.days) continue;
      const std::string_view named = records.rows.text_at(Field::kReceivableIds, row);
      if (!scope.read(receivables.rows_of(debtor), named, records.rows.int_at(Field::kCurrency, row))) continue;
      for (const uint32_t item : scope.rows()) last[item] = std::max(last[item], on);
    }
  }
}

}  // namespace

core::Date anniversary(core::Date day, int32_t years) {
  const core::CivilDate civil = core::civil_of(day);
  const int32_t year = civil.year + years;
  if (civil.day > core::days_in_month(year, civil.month)) return core::date_of(year, 3, 1);
  return core::date_of(year, civil.month, civil.day);
}

bool is_scotland(std::string_view region) { return region == "SCT" || region == "GB-SCT"; }

void compute_time_bars(const core::AccountPage& page, core::Date date, const Balances& balances, Limitation limitation,
                       TimeBars& bars) {
  bars = TimeBars();
  if (limitation == Limitation::kNone) return;
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  const size_t rows = receivables.rows();
  std::vector<int64_t> last(rows);
  for (size_t row = 0; row < rows; ++row) last[row] = std::max(receivables.due_date[row], balances.last_payment_on[row]);
  acknowledge(page, date, RecordKind::kPromise, Field::kPromisedOn, last);
  acknowledge(page, date, RecordKind::kPlan, Field::kAgreedOn, last);
  bars.barred_on.resize(rows);
  bars.extinguished.assign(rows, 0);
  const std::span<const int64_t> given = ints_of(page.rows(RecordKind::kReceivable), Field::kTimeBarredOn);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const bool scotland = is_scotland(page.debtors.text_at(Field::kRegion, debtor));
    const RowRange items = receivables.rows_of(debtor);
    for (uint32_t item = items.begin; item < items.end; ++item) {
      const core::Date from{static_cast<int32_t>(last[item])};
      const bool known = !given.empty() && given[item] != kNull;
      bars.barred_on[item] = known ? given[item] : anniversary(from, scotland ? kYearsInScotland : kYears).days;
      bars.extinguished[item] = scotland && bars.barred_on[item] <= date.days ? 1 : 0;
    }
  }
}

}  // namespace dunlin::rules
