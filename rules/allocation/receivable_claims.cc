#include "rules/allocation/receivable_claims.h"

#include <algorithm>

#include "core/money.h"

namespace dunlin::rules {
namespace {

constexpr auto kCosts = static_cast<size_t>(ClaimPart::kCosts);
constexpr auto kInterest = static_cast<size_t>(ClaimPart::kInterest);
constexpr auto kPrincipal = static_cast<size_t>(ClaimPart::kPrincipal);

/// A credit note lowers the claim itself before what was added to it.
constexpr ClaimOrder kCreditOrder = {ClaimPart::kPrincipal, ClaimPart::kCosts, ClaimPart::kInterest};

}  // namespace

void ReceivableClaims::open(uint32_t receivable, int64_t amount, int32_t due_date, const ChargeRange& charges) {
  receivable_ = receivable;
  amount_ = amount;
  due_date_ = due_date;
  charges_ = charges;
  restart();
}

void ReceivableClaims::set_rules(const ClaimOrder& order, const AccruedInterest* accrued, core::Date through) {
  order_ = order;
  accrued_ = accrued;
  through_ = through.days;
}

void ReceivableClaims::restart() {
  paid_ = {};
  not_charged_ = 0;
  course_.restart(due_date_, amount_);
}

ReceivableClaims::Charged ReceivableClaims::charged_by(int32_t day) const {
  Charged charged;
  for (size_t i = 0; i < charges_.on.size() && charges_.on[i] <= day; ++i) {
    switch (charges_.part[i]) {
      case ChargePart::kCosts: charged.costs = core::checked_add(charged.costs, charges_.amount[i]); break;
      case ChargePart::kInterest: charged.interest = core::checked_add(charged.interest, charges_.amount[i]); break;
      case ChargePart::kShownInterest: charged.shown = std::max(charged.shown, charges_.amount[i]); break;
      case ChargePart::kNoticeGiven: break;
    }
  }
  return charged;
}

int64_t ReceivableClaims::accrued_by(int32_t day) const {
  if (accrued_ == nullptr || day <= due_date_) return 0;
  return (*accrued_)(receivable_, course_.from(), course_.principal(), day);
}

ClaimTaken ReceivableClaims::lay(const ClaimMoney& money) {
  const Charged charged = charged_by(money.date);
  ClaimAmounts open{};
  open[kCosts] = std::max<int64_t>(0, charged.costs - paid_[kCosts]);
  open[kPrincipal] = amount_ - paid_[kPrincipal];
  const int64_t of_charges = std::max<int64_t>(0, charged.interest + not_charged_ - paid_[kInterest]);
  open[kInterest] = of_charges;
  if (!money.credit_note) open[kInterest] = std::max(of_charges, accrued_by(money.date) - paid_[kInterest]);

  const ClaimSplit split = split_within(money.amount, open, money.credit_note ? kCreditOrder : order_);
  ClaimTaken taken{.parts = split.taken, .not_charged = 0, .excess = split.excess};
  int64_t& interest = taken.parts[kInterest];
  if (!money.credit_note && accrued_ == nullptr) {
    const int64_t more = std::min(taken.excess, std::max<int64_t>(0, charged.shown - paid_[kInterest] - interest));
    interest += more;
    taken.excess -= more;
  }
  taken.not_charged = std::max<int64_t>(0, interest - of_charges);
  not_charged_ += taken.not_charged;
  for (size_t part = 0; part < paid_.size(); ++part) paid_[part] += taken.parts[part];
  course_.lower(money.date, money.credit_note, taken.parts[kPrincipal]);
  return taken;
}

int64_t ReceivableClaims::most(const ClaimMoney& money, bool shown) const {
  const Charged charged = charged_by(money.date);
  int64_t interest = charged.interest + not_charged_;
  if (!money.credit_note) {
    interest = std::max(interest, accrued_by(money.date));
    if (shown && accrued_ == nullptr) interest = std::max(interest, charged.shown);
  }
  const int64_t charges = core::checked_add(std::max<int64_t>(0, charged.costs - paid_[kCosts]),
                                            std::max<int64_t>(0, interest - paid_[kInterest]));
  return core::checked_add(charges, amount_ - paid_[kPrincipal]);
}

int64_t ReceivableClaims::claimed(ClaimPart part) const {
  const Charged charged = charged_by(through_);
  switch (part) {
    case ClaimPart::kCosts: return charged.costs;
    case ClaimPart::kInterest: return charged.interest + not_charged_;
    case ClaimPart::kPrincipal: break;
  }
  return amount_;
}

int64_t ReceivableClaims::balance() const {
  int64_t left = 0;
  for (const ClaimPart part : {ClaimPart::kCosts, ClaimPart::kInterest, ClaimPart::kPrincipal}) {
    left = core::checked_add(left, claimed(part) - paid(part));
  }
  return left;
}

}  // namespace dunlin::rules
