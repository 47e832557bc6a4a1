// What agencies brought in of what was placed with them, by month of placing and by age.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/report/keyed_sums.h"
#include "rules/kpi/liquidation.h"
#include "rules/kpi/vintage.h"

namespace dunlin::engine {

/// Placements of one month.
struct PlacementCohort {
  rules::LiquidationSums sums;
  std::vector<__int128> collected;  ///< [k]: by the end of the k-th month behind; only months that are over on the date

  void merge(const PlacementCohort& other);
  rules::Cohort curve() const { return {sums.placed, collected}; }
};

/// By the first day of the month.
struct RecoverySums {
  std::map<core::Date, PlacementCohort> cohorts;

  void merge(const RecoverySums& other);
};

/// Placed: the balance on the evening of placed_on. Collected: payments that the receivable holds on the date, or on
/// recalled_on, beyond those it held then; what came back is taken off. Recalled: the balance on recalled_on. Commission: of
/// each placement's collected amount, half up.
core::Result<std::map<SumKey, RecoverySums>> recovery_report(const storage::Store& store, const Configuration& configuration,
                                                             const SurveyScope& scope);

}  // namespace dunlin::engine
