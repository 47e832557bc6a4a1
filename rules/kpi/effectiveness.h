// Collection effectiveness: how much of what could have been collected in a window was.
#pragma once

#include "rules/kpi/ratio.h"

namespace dunlin::rules {

/// One currency over a window (from, to]; minor units.
struct EffectivenessSums {
  __int128 begin_open = 0;   ///< open on the evening of `from`
  __int128 sales = 0;        ///< invoiced in the window
  __int128 end_open = 0;     ///< open on `to`
  __int128 end_not_due = 0;  ///< of it what is not past due

  void merge(const EffectivenessSums& other);
};

/// CEI in percent: (begin + sales - end open) / (begin + sales - end not due).
Ratio collection_effectiveness(const EffectivenessSums& sums);

}  // namespace dunlin::rules
