#include "rules/features/payment_history.h"

#include "rules/allocation/money_columns.h"

namespace dunlin::rules {
namespace {

constexpr core::Days kReturnDays = 90;

bool is_return(const MoneyColumns& payments, RowRange rows, uint32_t row) {
  const std::string_view named = text_of(payments.reverses, row);
  if (named.empty()) return payments.amount[row] < 0;
  const uint32_t found = find_row(payments.id, rows, named);
  return found == kNoRow || text_of(payments.reverses, found).empty();
}

}  // namespace

void compute_payment_history(const core::AccountPage& page, core::Date date, const Balances& balances,
                             const BaseRates& rates, PaymentHistory& history) {
  const MoneyColumns payments = MoneyColumns::of(page, core::RecordKind::kPayment);
  const core::TextColumn* reasons = page.rows(core::RecordKind::kPayment).texts(core::Field::kReasonCode);
  const size_t debtors = page.debtor_count();
  history.last_payment.assign(debtors, kNoPayment);
  history.paid_12m.assign(debtors, 0);
  history.paid_incomplete.clear();
  history.returns_90d.assign(debtors, 0);
  history.last_return.assign(debtors, kNoPayment);
  const int32_t year_ago = core::add_months(date, -12).days;
  for (size_t debtor = 0; debtor < debtors; ++debtor) {
    const RowRange rows = payments.rows_of(debtor);
    uint32_t& last_payment = history.last_payment[debtor];
    uint32_t& last_return = history.last_return[debtor];
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      const int64_t on = payments.date[row];
      if (on > date.days) continue;
      const int64_t counted = balances.payment_counted[row];
      // Rows come by id, so that of one date the last row is the latest.
      if (counted > 0 && (last_payment == kNoPayment || payments.date[last_payment] <= on)) last_payment = row;
      if (counted != 0 && on > year_ago) {
        const auto paid = rates.to_base(counted, static_cast<uint32_t>(payments.currency[row]));
        history.paid_12m[debtor] += paid.value_or(0);
        if (!paid) {
          history.paid_incomplete.resize(debtors, 0);
          history.paid_incomplete[debtor] = 1;
        }
      }
      const bool may_return = payments.amount[row] < 0 || payments.reverses != nullptr;
      if (!may_return || !is_return(payments, rows, row)) continue;
      if (on > date.days - kReturnDays) ++history.returns_90d[debtor];
      const bool has_reason = !text_of(reasons, row).empty();
      if (has_reason && (last_return == kNoPayment || payments.date[last_return] <= on)) last_return = row;
    }
  }
}

}  // namespace dunlin::rules
