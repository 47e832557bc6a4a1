// Balances of a page as they were on an earlier day, for the few questions that today's balances cannot answer.
#pragma once

#include "core/date.h"
#include "rules/allocation/allocate.h"

namespace dunlin::rules {

/// Allocates the whole page anew for a day, and keeps the last answer: dear, so ask only where the answer may be yes.
class PastBalances {
 public:
  /// `today`: what allocate() gave for inputs.date; must outlive this.
  PastBalances(const AllocationInputs& inputs, const AllocationPolicy& policy, const Balances& today)
      : inputs_(inputs), policy_(policy), today_(today), kept_for_(inputs.date) {}

  const Balances& on(core::Date day) {
    if (day == inputs_.date) return today_;
    if (day != kept_for_) {
      AllocationInputs past = inputs_;
      past.date = day;
      if (inputs_.charges != nullptr) charges_ = charges_until(*inputs_.charges, day);
      if (inputs_.charges != nullptr) past.charges = &charges_;
      allocate(past, policy_, kept_);
      kept_for_ = day;
    }
    return kept_;
  }

 private:
  const AllocationInputs& inputs_;
  const AllocationPolicy& policy_;
  const Balances& today_;
  core::Date kept_for_;
  Balances kept_;
  Charges charges_;
};

}  // namespace dunlin::rules
