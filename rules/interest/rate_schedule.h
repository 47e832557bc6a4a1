// A rule's rate over time: the reference as the rule samples it, its margins, its rounding, in one list of periods. Made
// once per run, so that no receivable looks at a table.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/date.h"
#include "rules/interest/interest_rule.h"
#include "rules/interest/rate_table.h"

namespace dunlin::rules {

/// Percent a year (RateValue) from a bearing day on, until the next period. Neighbours differ; before the first the rate is
/// not known. A sum of reference and margin below zero counts as zero.
using RateSchedule = std::vector<DatedRate>;

/// `table`: that of the rule's reference; null where it has none.
RateSchedule make_schedule(const InterestRule& rule, const RateTable* table);

/// Position of the period that holds the day; nothing before the first.
std::optional<uint32_t> period_of(const RateSchedule& schedule, int32_t day);

}  // namespace dunlin::rules
