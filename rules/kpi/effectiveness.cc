#include "rules/kpi/effectiveness.h"

namespace dunlin::rules {

Ratio collection_effectiveness(const EffectivenessSums& sums) {
  const __int128 collectable = sums.begin_open + sums.sales;
  return percent(collectable - sums.end_open, collectable - sums.end_not_due);
}

}  // namespace dunlin::rules
