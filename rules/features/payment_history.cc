#include "rules/features/payment_history.h"

#include "core/money.h"
#include "rules/allocation/money_columns.h"
#include "rules/allocation/reversals.h"

namespace dunlin::rules {
namespace {

constexpr core::Days kReturnDays = 90;

class ReturnFinder {
 public:
  ReturnFinder(const core::AccountPage& page, core::Date date, const MoneyColumns& payments, PaymentHistory& history)
      : date_(date),
        payments_(payments),
        reasons_(page.rows(core::RecordKind::kPayment).texts(core::Field::kReasonCode)),
        history_(history) {}

  void find(size_t debtor) {
    const RowRange rows = payments_.rows_of(debtor);
    if (!may_hold_return(payments_, rows)) return;
    compute_effective_money(payments_, rows, date_, effective_);
    uint32_t& last = history_.last_return[debtor];
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      if (!is_return(payments_, rows, row, effective_)) continue;
      const int64_t on = payments_.date[row];
      if (on > date_.days - kReturnDays) ++history_.returns_90d[debtor];
      const bool has_reason = !text_of(reasons_, row).empty();
      if (has_reason && (last == kNoPayment || payments_.date[last] <= on)) last = row;
    }
  }

 private:
  const core::Date date_;
  const MoneyColumns& payments_;
  const core::TextColumn* reasons_;
  EffectiveMoney effective_;
  PaymentHistory& history_;
};

}  // namespace

void compute_payment_history(const core::AccountPage& page, core::Date date, const Balances& balances,
                             const BaseRates& rates, PaymentHistory& history) {
  const MoneyColumns payments = MoneyColumns::of(page, core::RecordKind::kPayment);
  const size_t debtors = page.debtor_count();
  history.last_payment.assign(debtors, kNoPayment);
  history.paid_12m.assign(debtors, 0);
  history.paid_incomplete.clear();
  history.returns_90d.assign(debtors, 0);
  history.last_return.assign(debtors, kNoPayment);
  const int32_t year_ago = core::add_months(date, -12).days;
  ReturnFinder returns(page, date, payments, history);
  for (size_t debtor = 0; debtor < debtors; ++debtor) {
    const RowRange rows = payments.rows_of(debtor);
    uint32_t& last_payment = history.last_payment[debtor];
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      const int64_t on = payments.date[row];
      if (on > date.days) continue;
      const int64_t counted = balances.payment_counted[row];
      // Rows come by id, so that of one date the last row is the latest.
      if (counted > 0 && (last_payment == kNoPayment || payments.date[last_payment] <= on)) last_payment = row;
      if (counted != 0 && on > year_ago) {
        const auto paid = rates.to_base(counted, static_cast<uint32_t>(payments.currency[row]));
        history.paid_12m[debtor] = core::checked_add(history.paid_12m[debtor], paid.value_or(0));
        if (!paid) {
          history.paid_incomplete.resize(debtors, 0);
          history.paid_incomplete[debtor] = 1;
        }
      }
    }
    returns.find(debtor);
  }
}

}  // namespace dunlin::rules
