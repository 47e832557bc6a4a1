#include "rules/kpi/lateness.h"

namespace dunlin::rules {

void LatenessSums::merge(const LatenessSums& other) {
  closed += other.closed;
  late += other.late;
  amount += other.amount;
  late_amount += other.late_amount;
  days_signed += other.days_signed;
  days_late += other.days_late;
  amount_days_late += other.amount_days_late;
  days_late_max = std::max(days_late_max, other.days_late_max);
}

void add_closed(int64_t amount, core::Date due, core::Date closed_on, LatenessSums& sums) {
  const core::Days days = closed_on - due;
  const core::Days days_late = std::max(days, 0);
  ++sums.closed;
  sums.amount += amount;
  sums.days_signed += days;
  sums.days_late += days_late;
  sums.amount_days_late += static_cast<__int128>(amount) * days_late;
  sums.days_late_max = std::max<int64_t>(sums.days_late_max, days_late);
  if (days_late == 0) return;
  ++sums.late;
  sums.late_amount += amount;
}

Ratio average_days_late_signed(const LatenessSums& sums) { return {sums.days_signed, static_cast<__int128>(sums.closed)}; }
Ratio average_days_late(const LatenessSums& sums) { return {sums.days_late, static_cast<__int128>(sums.closed)}; }
Ratio average_days_late_by_amount(const LatenessSums& sums) { return {sums.amount_days_late, sums.amount}; }
Ratio late_share(const LatenessSums& sums) { return {static_cast<__int128>(sums.late), static_cast<__int128>(sums.closed)}; }
Ratio late_share_by_amount(const LatenessSums& sums) { return {sums.late_amount, sums.amount}; }

}  // namespace dunlin::rules
