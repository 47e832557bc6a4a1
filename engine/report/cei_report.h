// Collection effectiveness over a window, by currency.
#pragma once

#include <map>

#include "engine/report/keyed_sums.h"
#include "rules/kpi/effectiveness.h"

namespace dunlin::engine {

/// Over (from, scope.date]. What was sold by `from` and is open that evening begins; sales fall on the days of
/// rules::SaleDates, never later than the date.
core::Result<std::map<SumKey, rules::EffectivenessSums>> cei_report(const storage::Store& store,
                                                                    const Configuration& configuration, SurveyScope scope,
                                                                    core::Date from);

}  // namespace dunlin::engine
