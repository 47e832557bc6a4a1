// Vintage curves: what cohorts of placements have brought in by their age. Cells that nobody has seen yet are absent, not
// zero.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/kpi/ratio.h"

namespace dunlin::rules {

/// Everything placed in one month.
struct Cohort {
  __int128 placed = 0;
  std::vector<__int128> collected;  ///< [k]: until the end of the k-th month behind that of placing; only observed months
};

/// Percent of the cohort's placed amount by month on book.
std::vector<Ratio> vintage_curve(const Cohort& cohort);
/// The same over cohorts, at each age over those observed at that age.
std::vector<Ratio> pooled_curve(const std::vector<Cohort>& cohorts);

}  // namespace dunlin::rules
