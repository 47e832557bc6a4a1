// How late receivables were closed: the average that counts early as zero, the signed one, and the one weighted by amount.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/date.h"
#include "rules/kpi/ratio.h"

namespace dunlin::rules {

/// Sums over closed receivables that threads fill apart and that merge in any order.
struct LatenessSums {
  uint64_t closed = 0;
  uint64_t late = 0;              ///< closed after the due date
  __int128 amount = 0;            ///< original amounts, minor units
  __int128 late_amount = 0;       ///< of them those closed late
  int64_t days_signed = 0;        ///< early below zero
  int64_t days_late = 0;          ///< early as zero
  __int128 amount_days_late = 0;  ///< amount x days late
  int64_t days_late_max = 0;

  void merge(const LatenessSums& other);
};

void add_closed(int64_t amount, core::Date due, core::Date closed_on, LatenessSums& sums);

Ratio average_days_late_signed(const LatenessSums& sums);
Ratio average_days_late(const LatenessSums& sums);
Ratio average_days_late_by_amount(const LatenessSums& sums);
/// Share of one that was closed late, by count and by amount.
Ratio late_share(const LatenessSums& sums);
Ratio late_share_by_amount(const LatenessSums& sums);

}  // namespace dunlin::rules
