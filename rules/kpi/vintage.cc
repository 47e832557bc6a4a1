#include "rules/kpi/vintage.h"

namespace dunlin::rules {

std::vector<Ratio> vintage_curve(const Cohort& cohort) {
  std::vector<Ratio> curve;
  for (const __int128 collected : cohort.collected) curve.push_back(percent(collected, cohort.placed));
  return curve;
}

std::vector<Ratio> pooled_curve(const std::vector<Cohort>& cohorts) {
  std::vector<Ratio> curve;
  for (const Cohort& cohort : cohorts) {
    for (size_t age = 0; age < cohort.collected.size(); ++age) {
      if (curve.size() <= age) curve.push_back({0, 0});
      const Ratio one = percent(cohort.collected[age], cohort.placed);
      curve[age].numerator += one.numerator;
      curve[age].denominator += one.denominator;
    }
  }
  return curve;
}

}  // namespace dunlin::rules
