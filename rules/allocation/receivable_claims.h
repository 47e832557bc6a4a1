// One receivable's claims (costs, interest, principal) while the money that it holds is laid on them in order of its dates.
// What each record pays of which claim is a function of the amounts alone that the receivable holds:
//
//   records by (date, payments first, id)     P1 50 on day 10      P2 70 on day 30
//   claims that each of them reaches          costs of day 5       + costs of day 20, interest accrued to day 30
//
// so that money taken back bears, and is parted, as if it had never come.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rules/allocation/charges.h"
#include "rules/allocation/principal_course.h"
#include "rules/allocation/within.h"

namespace dunlin::rules {

/// A record that is laid on the claims; of `most` the amount means nothing.
struct ClaimMoney {
  int32_t date = 0;
  bool credit_note = false;
  int64_t amount = 0;
};

/// What became of it.
struct ClaimTaken {
  ClaimAmounts parts{};     ///< shown and accrued interest is part of the interest
  int64_t not_charged = 0;  ///< the part of it that paid interest which no action had charged by then
  int64_t excess = 0;
};

class ReceivableClaims {
 public:
  /// `accrued` set: interest accrued up to the day of a payment is due on it, and shown interest means nothing. It and the
  /// charges must outlive the claims.
  void open(uint32_t receivable, int64_t amount, int32_t due_date, const ChargeRange& charges);
  /// Charges of later days than `through` are not yet made.
  void set_rules(const ClaimOrder& order, const AccruedInterest* accrued, core::Date through);

  /// Back to no money at all.
  void restart();
  /// Lays a record that does not come before those laid already: on the claims in order, what is left over on shown
  /// interest.
  ClaimTaken lay(const ClaimMoney& money);
  /// The most that a record could pay if it were laid now, with or without shown interest.
  int64_t most(const ClaimMoney& money, bool shown) const;

  /// What is left to pay once all of it is laid: charges and principal.
  int64_t balance() const;
  int64_t claimed(ClaimPart part) const;  ///< of interest: what was charged, and paid without that
  int64_t paid(ClaimPart part) const { return paid_[static_cast<size_t>(part)]; }
  int64_t not_charged() const { return not_charged_; }

 private:
  /// Charges up to a day; `shown` is the highest interest that an action showed.
  struct Charged {
    int64_t costs = 0, interest = 0, shown = 0;
  };
  Charged charged_by(int32_t day) const;
  int64_t accrued_by(int32_t day) const;

  // Of the receivable, fixed while money is laid.
  uint32_t receivable_ = 0;
  int64_t amount_ = 0;
  int32_t due_date_ = 0;
  ChargeRange charges_;
  ClaimOrder order_{};
  const AccruedInterest* accrued_ = nullptr;
  int32_t through_ = 0;

  // What was laid so far.
  ClaimAmounts paid_{};
  int64_t not_charged_ = 0;
  PrincipalCourse course_;
};

}  // namespace dunlin::rules
