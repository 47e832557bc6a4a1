// What counts of payments and credit notes: less what was taken back from them, which counts again where that was taken
// back itself.
#include <algorithm>

#include "tests/auditor/debt_view.h"

namespace dunlin::audit {
namespace {

using core::Date;
using core::Field;
using core::RecordKind;

/// The money of one kind as it is known on a day.
class Reversals {
 public:
  Reversals(const Account& account, const Record& one, Date day) : day_(day) {
    const bool payment = one.has(Field::kPaymentId);
    id_ = payment ? Field::kPaymentId : Field::kCreditNoteId;
    date_ = payment ? Field::kValueDate : Field::kDate;
    all_ = &account.of(payment ? RecordKind::kPayment : RecordKind::kCreditNote);
  }

  Date date_of(const Record& record) const { return record.date(date_); }

  /// The record that this one reverses: of its currency, and there on the day.
  const Record* reversed_by(const Record& record) const {
    if (!record.has(Field::kReverses)) return nullptr;
    for (const Record& other : *all_) {
      if (other.text(id_) != record.text(Field::kReverses)) continue;
      return other.currency() == record.currency() && date_of(other) <= day_ ? &other : nullptr;
    }
    return nullptr;
  }

  bool in_a_circle(const Record& record) const {
    const Record* at = &record;
    for (size_t steps = 0; steps <= all_->size(); ++steps) {
      at = reversed_by(*at);
      if (at == nullptr) return false;
      if (at == &record) return true;
    }
    return false;
  }

  std::vector<const Record*> takers_of(const Record& record) const {
    std::vector<const Record*> takers;
    for (const Record& other : *all_) {
      if (date_of(other) <= day_ && reversed_by(other) == &record && !in_a_circle(other)) takers.push_back(&other);
    }
    return takers;
  }

  int64_t left(const Record& record) const {
    int64_t rest = std::abs(record.number(Field::kAmount));
    for (const Record* taker : takers_of(record)) rest -= std::min(rest, left(*taker));
    return rest;
  }

  Date counts_from(const Record& record) const {
    Date from = date_of(record);
    for (const Record* taker : takers_of(record)) {
      for (const Record* lifter : takers_of(*taker)) {
        if (left(*lifter) > 0) from = std::max(from, counts_from(*lifter));
      }
    }
    return from;
  }

 private:
  Date day_;
  Field id_, date_;
  const std::vector<Record>* all_;
};

}  // namespace

int64_t Bookkeeper::counted(const Record& money, Date day) const {
  const Reversals reversals(account_, money, day);
  if (reversals.date_of(money) > day || money.has(Field::kReverses)) return 0;
  const int64_t rest = reversals.left(money);
  return money.number(Field::kAmount) < 0 ? -rest : rest;
}

Date Bookkeeper::counts_from(const Record& money, Date day) const {
  return Reversals(account_, money, day).counts_from(money);
}

namespace {

const Record* payment_named(const Account& account, const std::string& id) {
  for (const Record& other : account.of(RecordKind::kPayment)) {
    if (other.text(Field::kPaymentId) == id) return &other;
  }
  return nullptr;
}

}  // namespace

bool restores(const Account& account, const Record& payment) {
  const Record* other = payment_named(account, payment.text(Field::kReverses));
  return other != nullptr && other->has(Field::kReverses);
}

bool is_return(const Account& account, const Record& payment, Date day) {
  const Reversals reversals(account, payment, day);
  if (reversals.date_of(payment) > day || reversals.left(payment) == 0) return false;
  if (!payment.has(Field::kReverses)) return payment.number(Field::kAmount) < 0;
  // Of a payment that nobody knows nothing came back.
  return payment_named(account, payment.text(Field::kReverses)) != nullptr && !restores(account, payment);
}

}  // namespace dunlin::audit
