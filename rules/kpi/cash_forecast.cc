#include "rules/kpi/cash_forecast.h"

#include <algorithm>

#include "core/money.h"

namespace dunlin::rules {

core::Days usual_delay(const LatenessSums& sums, core::Days otherwise) {
  const auto days = average_days_late(sums).scaled(0);
  return days ? static_cast<core::Days>(*days) : otherwise;
}

core::Date expected_on(core::Date today, core::Date due, core::Days delay) { return std::max(today, due + delay); }

core::Date week_of(core::Date date) { return date - static_cast<core::Days>(core::weekday_of(date)); }

__int128 weighted(__int128 amount, int64_t probability_micro) { return amount * probability_micro; }

__int128 rounded_weight(__int128 weighted_sum) { return core::divide_half_up(weighted_sum, 1'000'000); }

}  // namespace dunlin::rules
