// All that records of promises, plans, disputes and holds do to the receivables of a page on a date: the door of the run,
// of reports and of whoever shows a debtor's file, so that all of them see the same standings.
#pragma once

#include "rules/allocation/allocate.h"
#include "rules/standing/dispute_cover.h"
#include "rules/standing/hold_cover.h"
#include "rules/standing/plan_cover.h"
#include "rules/standing/promise_cover.h"
#include "rules/standing/standing.h"

namespace dunlin::rules {

struct Covers {
  HoldCover holds;
  DisputeCover disputes;
  PromiseCover promises;
  PlanCover plans;

  CoverMasks masks() const;
};

/// Covers and standings of a page on inputs.date, `balances` being what allocate() gave for the same inputs and policy.
/// Costs next to nothing for a page without such records.
void stand(const AllocationInputs& inputs, const AllocationPolicy& allocation, const Balances& balances,
           const StandingPolicy& policy, Covers& covers, Standings& standings);

}  // namespace dunlin::rules
