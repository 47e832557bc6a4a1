// When open receivables will turn into cash: each on its due date and the debtor's average delay, by week; or all of them by
// the probability of their ageing bucket.
#pragma once

#include <cstdint>
#include <optional>

#include "core/date.h"
#include "rules/kpi/lateness.h"

namespace dunlin::rules {

/// The debtor's average days late (early as zero) in whole days, half up; `otherwise` where it has closed nothing yet.
core::Days usual_delay(const LatenessSums& sums, core::Days otherwise);
/// The later of `today` and due date + delay.
core::Date expected_on(core::Date today, core::Date due, core::Days delay);
/// The Monday of the ISO week.
core::Date week_of(core::Date date);

/// Amount x probability as a sum that is rounded once: millionths of minor units.
__int128 weighted(__int128 amount, int64_t probability_micro);
/// Minor units, half up.
__int128 rounded_weight(__int128 weighted_sum);

}  // namespace dunlin::rules
