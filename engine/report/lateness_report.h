// How late the receivables closed in a window were, by currency.
#pragma once

#include <map>

#include "engine/report/keyed_sums.h"
#include "rules/kpi/lateness.h"

namespace dunlin::engine {

/// The day on which a receivable was closed; nothing while it is open.
std::optional<core::Date> closed_on(const SurveyedPage& surveyed, uint32_t row);

/// Of receivables closed in (from, scope.date]; `from` not set: of all.
core::Result<std::map<SumKey, rules::LatenessSums>> lateness_report(const storage::Store& store,
                                                                    const Configuration& configuration,
                                                                    const SurveyScope& scope, core::Date from);

}  // namespace dunlin::engine
