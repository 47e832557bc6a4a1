#include "rules/kpi/effectiveness.h"

namespace dunlin::rules {

void EffectivenessSums::merge(const EffectivenessSums& other) {
  begin_open += other.begin_open;
  sales += other.sales;
  end_open += other.end_open;
  end_not_due += other.end_not_due;
}

Ratio collection_effectiveness(const EffectivenessSums& sums) {
  const __int128 collectable = sums.begin_open + sums.sales;
  return percent(collectable - sums.end_open, collectable - sums.end_not_due);
}

}  // namespace dunlin::rules
