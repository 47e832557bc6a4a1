// What agencies collected of what was placed with them, and what they cost.
#pragma once

#include <cstdint>

#include "rules/kpi/ratio.h"

namespace dunlin::rules {

/// Placements of one cohort and currency; minor units.
struct LiquidationSums {
  uint64_t placements = 0;
  __int128 placed = 0;      ///< balances when they were placed
  __int128 recalled = 0;    ///< balances when they were recalled
  __int128 collected = 0;   ///< net of returns
  __int128 commission = 0;  ///< rounded per placement

  void merge(const LiquidationSums& other);
  __int128 net_to_client() const { return collected - commission; }
};

/// Percent of everything placed; and of what was placed less recalls.
Ratio gross_liquidation(const LiquidationSums& sums);
Ratio net_liquidation(const LiquidationSums& sums);
/// Half up, in minor units; `percent_micro` are millionths of a percent. Wide: stores may hold shares of before there was a
/// bound.
__int128 commission_of(int64_t collected, int64_t percent_micro);

}  // namespace dunlin::rules
