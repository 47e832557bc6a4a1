#include "rules/kpi/promise_rates.h"

#include <algorithm>

namespace dunlin::rules {

void PromiseSums::merge(const PromiseSums& other) {
  due += other.due;
  kept += other.kept;
  partial += other.partial;
  broken += other.broken;
  due_amount += other.due_amount;
  kept_amount += other.kept_amount;
  paid_in_time += other.paid_in_time;
}

void add_promise(const PromiseFate& fate, core::Days tolerance, PromiseSums& sums) {
  const int64_t in_time = fate.days_late <= tolerance ? std::clamp<int64_t>(fate.paid, 0, fate.promised) : 0;
  ++sums.due;
  sums.due_amount += fate.promised;
  sums.paid_in_time += in_time;
  if (in_time == fate.promised || fate.settled) {
    ++sums.kept;
    sums.kept_amount += fate.promised;
  } else {
    ++(in_time > 0 ? sums.partial : sums.broken);
  }
}

Ratio kept_rate_by_count(const PromiseSums& sums) {
  return percent(static_cast<__int128>(sums.kept), static_cast<__int128>(sums.due));
}
Ratio kept_rate_by_value(const PromiseSums& sums) { return percent(sums.kept_amount, sums.due_amount); }
Ratio paid_in_time_rate(const PromiseSums& sums) { return percent(sums.paid_in_time, sums.due_amount); }

}  // namespace dunlin::rules
