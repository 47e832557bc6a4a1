#include "rules/kpi/liquidation.h"

#include "core/money.h"

namespace dunlin::rules {

void LiquidationSums::merge(const LiquidationSums& other) {
  placements += other.placements;
  placed += other.placed;
  recalled += other.recalled;
  collected += other.collected;
  commission += other.commission;
}

Ratio gross_liquidation(const LiquidationSums& sums) { return percent(sums.collected, sums.placed); }
Ratio net_liquidation(const LiquidationSums& sums) { return percent(sums.collected, sums.placed - sums.recalled); }

__int128 commission_of(int64_t collected, int64_t percent_micro) {
  constexpr __int128 kWhole = 100'000'000;  // 100 percent in millionths
  return core::divide_half_up(static_cast<__int128>(collected) * percent_micro, kWhole);
}

}  // namespace dunlin::rules
