// How often calls reached the person who owes, over a window.
#pragma once

#include <map>

#include "engine/report/keyed_sums.h"
#include "rules/kpi/contact_rates.h"

namespace dunlin::engine {

/// Outbound calls of (from, scope.date], days of the debtor's time zone.
core::Result<std::map<SumKey, rules::ContactSums>> contacts_report(const storage::Store& store,
                                                                   const Configuration& configuration,
                                                                   const SurveyScope& scope, core::Date from);

}  // namespace dunlin::engine
