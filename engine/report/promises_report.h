// Promises to pay: how many of those that fell due were kept, by currency.
#pragma once

#include <map>

#include "engine/report/keyed_sums.h"
#include "rules/kpi/promise_rates.h"

namespace dunlin::engine {

struct PromiseCounts {
  rules::PromiseSums fell_due;
  uint64_t pending = 0;  ///< not yet due, or still within the tolerance
  __int128 pending_amount = 0;

  void merge(const PromiseCounts& other);
};

/// Promises that fell due in (from, scope.date] (`from` not set: ever) and whose fate is known; the others are pending.
core::Result<std::map<SumKey, PromiseCounts>> promises_report(const storage::Store& store,
                                                              const Configuration& configuration, const SurveyScope& scope,
                                                              core::Date from);

}  // namespace dunlin::engine
