#include "rules/allocation/allocate.h"

#include <algorithm>

#include "core/overflow_watch.h"
#include "rules/allocation/debtor_ledger.h"
#include "rules/allocation/money_columns.h"
#include "rules/allocation/named_money_kernel.h"

namespace dunlin::rules {

using core::RecordKind;

namespace {

/// Finds the receivable of each record that the kernel may add up, and the debtors that need the general path: any record
/// that counts on the date but does not plainly pay one existing receivable in its own currency.
/// `accrues`: nor a payment that meets accrued interest.
void resolve_targets(const MoneyColumns& money, const ReceivableColumns& receivables, std::span<const uint8_t> existence,
                     core::Date date, bool accrues, std::span<uint32_t> targets, std::span<uint8_t> general) {
  const bool payments = money.kind == RecordKind::kPayment;
  for (size_t debtor = 0; debtor < general.size(); ++debtor) {
    const RowRange rows = money.rows_of(debtor);
    const RowRange items = receivables.rows_of(debtor);
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      targets[row] = kNoTarget;
      if (money.date[row] > date.days || general[debtor] != 0) continue;
      const bool plain = money.amount[row] > 0 && text_of(money.reverses, row).empty();
      const uint32_t found = plain ? find_row(receivables.id, items, text_of(money.receivable_id, row)) : kNoRow;
      if (found == kNoRow || existence[found] == 0 || receivables.currency[found] != money.currency[row] ||
          (accrues && payments && money.date[row] > receivables.due_date[found])) {
        general[debtor] = 1;
      } else {
        targets[row] = found;
      }
    }
  }
}

/// Records of debtors that turned out to need the general path must not be added up.
void drop_targets(const MoneyColumns& money, std::span<const uint8_t> general, std::span<uint32_t> targets) {
  for (size_t debtor = 0; debtor < general.size(); ++debtor) {
    if (general[debtor] == 0) continue;
    const RowRange rows = money.rows_of(debtor);
    std::fill(targets.begin() + rows.begin, targets.begin() + rows.end, kNoTarget);
  }
}

/// Debtors on which something was charged.
void mark_charged(const AllocationInputs& inputs, const ReceivableColumns& receivables, std::span<uint8_t> general) {
  if (inputs.charges == nullptr || inputs.charges->empty()) return;
  for (size_t debtor = 0; debtor < general.size(); ++debtor) {
    const RowRange items = receivables.rows_of(debtor);
    if (inputs.charges->any_of(items.begin, items.end)) general[debtor] = 1;
  }
}

}  // namespace

void prepare_balances(const AllocationInputs& inputs, Balances& balances) {
  const size_t rows = inputs.page.rows(RecordKind::kReceivable).rows();
  balances.balance.resize(rows);
  balances.closed_on.resize(rows);
  balances.paid.assign(rows, 0);
  balances.credited.assign(rows, 0);
  balances.last_payment_on.assign(rows, core::kNull);
  balances.payment_counted.resize(inputs.page.rows(RecordKind::kPayment).rows());
  balances.credit_counted.resize(inputs.page.rows(RecordKind::kCreditNote).rows());
  balances.cash_begin.assign(inputs.page.debtor_count() + 1, 0);
  balances.cash_currency.clear();
  balances.cash_amount.clear();
  const bool charged = inputs.charges != nullptr && !inputs.charges->empty();
  const size_t claims = charged || inputs.accrued != nullptr ? rows : 0;
  for (auto* column : {&balances.costs, &balances.interest, &balances.costs_paid, &balances.interest_paid}) {
    column->assign(claims, 0);
  }
}

void allocate(const AllocationInputs& inputs, const AllocationPolicy& policy, Balances& balances, AllocationPath path) {
  const core::AccountPage& page = inputs.page;
  const size_t debtors = page.debtor_count();
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  const MoneyColumns payments = MoneyColumns::of(page, RecordKind::kPayment);
  const MoneyColumns credit_notes = MoneyColumns::of(page, RecordKind::kCreditNote);
  const size_t rows = receivables.rows();

  std::vector<uint8_t> existence(rows);
  mark_existence(page, receivables, inputs.date, existence);
  prepare_balances(inputs, balances);

  std::vector<uint8_t> general(debtors, path == AllocationPath::kGeneral ? 1 : 0);
  mark_charged(inputs, receivables, general);
  const bool accrues = policy.interest == AllocatedInterest::kAccrued && inputs.accrued != nullptr;
  std::vector<uint32_t> payment_targets(payments.rows());
  std::vector<uint32_t> credit_targets(credit_notes.rows());
  resolve_targets(payments, receivables, existence, inputs.date, accrues, payment_targets, general);
  resolve_targets(credit_notes, receivables, existence, inputs.date, accrues, credit_targets, general);
  drop_targets(payments, general, payment_targets);
  drop_targets(credit_notes, general, credit_targets);

  std::vector<int64_t> last_credit_on(rows, core::kNull);
  const bool payments_fit = add_named_money(payment_targets, payments.amount, payments.date, balances.paid,
                                            balances.last_payment_on, balances.payment_counted);
  const bool credits_fit = add_named_money(credit_targets, credit_notes.amount, credit_notes.date, balances.credited,
                                           last_credit_on, balances.credit_counted);
  if (!payments_fit || !credits_fit) core::note_overflow();
  balance_named_money({.exists = existence,
                       .amounts = receivables.amount,
                       .issued = receivables.issue_date,
                       .paid = balances.paid,
                       .credited = balances.credited,
                       .last_payment_on = balances.last_payment_on,
                       .last_credit_on = last_credit_on},
                      balances.balance, balances.closed_on);

  DebtorLedger ledger(inputs, policy, existence, balances);
  for (size_t debtor = 0; debtor < debtors; ++debtor) {
    const RowRange items = receivables.rows_of(debtor);
    bool excess = false;
    for (uint32_t row = items.begin; row < items.end; ++row) {
      excess |= balances.balance[row] < 0 && balances.balance[row] != core::kNull;
    }
    if (general[debtor] != 0 || excess) {
      ledger.allocate(debtor);
    } else {
      balances.cash_begin[debtor + 1] = static_cast<uint32_t>(balances.cash_amount.size());
    }
  }
}

}  // namespace dunlin::rules
