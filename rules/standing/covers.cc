#include "rules/standing/covers.h"

namespace dunlin::rules {

namespace {

/// The part of what would be dunned that is disputed: nothing where no dispute is open, or where disputes exclude the whole
/// receivable or nothing.
void take_out_disputed_parts(const DisputeCover& disputes, DisputeExcludes excludes, Standings& standings) {
  standings.disputed_part.clear();
  if (excludes != DisputeExcludes::kAmount || disputes.part.empty()) return;
  standings.disputed_part = disputes.part;
}

}  // namespace

CoverMasks Covers::masks() const {
  return {.held = holds.mask, .disputed = disputes.mask, .promised = promises.mask, .planned = plans.mask};
}

void stand(const AllocationInputs& inputs, const AllocationPolicy& allocation, const Balances& balances,
           const StandingPolicy& policy, Covers& covers, Standings& standings) {
  cover_by_holds(inputs.page, inputs.date, covers.holds);
  cover_by_disputes(inputs.page, inputs.date, balances, policy.dispute_excludes, covers.disputes);
  cover_by_promises(inputs, allocation, balances, policy.promise_tolerance_days, covers.promises);
  cover_by_plans(inputs.page, inputs.date, policy.promise_tolerance_days, covers.plans);
  compute_standings(inputs.page, inputs.date, balances, policy, covers.masks(), standings);
  stop_clocks(inputs.page, inputs.date, policy.grace_days, covers.holds, standings.days_delinquent);
  take_out_disputed_parts(covers.disputes, policy.dispute_excludes, standings);
}

}  // namespace dunlin::rules
