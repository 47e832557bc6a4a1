// Where the money of each ageing bucket went between two dates, and which debtors were cured, by currency.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/report/keyed_sums.h"
#include "rules/kpi/roll_rates.h"

namespace dunlin::engine {

struct RollSums {
  rules::RollMatrix matrix;
  rules::CureSums cure;
  std::vector<__int128> cash;  ///< by bucket: of what left, what payments brought

  void merge(const RollSums& other);
};

/// From the evening of `from` to scope.date. Money that joined a receivable since (a payment that came back, a charge) is
/// not part of what it began with and does not count. A debtor is cured when nothing in the currency is past due and nothing
/// that was past due has been written off.
core::Result<std::map<SumKey, RollSums>> roll_report(const storage::Store& store, const Configuration& configuration,
                                                     SurveyScope scope, core::Date from);

}  // namespace dunlin::engine
