// Promises that fell due, and how many of them were kept: by count, by value, and what was paid against them in time.
#pragma once

#include <cstdint>

#include "core/date.h"
#include "rules/kpi/ratio.h"

namespace dunlin::rules {

/// A promise whose fate is known.
struct PromiseFate {
  int64_t promised = 0;      ///< minor units
  int64_t paid = 0;          ///< towards it, up to the day on which it was reached or missed
  core::Days days_late = 0;  ///< of the last of that money, behind the day promised; in time: 0 or below
  bool settled = false;      ///< everything it covers was closed in time: kept, whatever was paid
};

struct PromiseSums {
  uint64_t due = 0, kept = 0, partial = 0, broken = 0;
  __int128 due_amount = 0, kept_amount = 0;
  __int128 paid_in_time = 0;  ///< at most what was promised

  void merge(const PromiseSums& other);
};

/// Kept when what was promised was paid at most `tolerance` days late; partial when some of it was; else broken.
void add_promise(const PromiseFate& fate, core::Days tolerance, PromiseSums& sums);

/// Percent.
Ratio kept_rate_by_count(const PromiseSums& sums);
Ratio kept_rate_by_value(const PromiseSums& sums);
Ratio paid_in_time_rate(const PromiseSums& sums);

}  // namespace dunlin::rules
