#include "engine/report/ageing_report.h"

#include "core/money.h"

namespace dunlin::engine {

core::Result<AgeingSums> ageing_sums(const storage::Store& store, const Configuration& configuration,
                                     const SurveyScope& scope) {
  const rules::AgeingBounds& bounds = configuration.ageing_bounds;
  std::vector<AgeingSums> of_thread(std::max(scope.threads, 1U));
  DUNLIN_TRY(survey_pages(store, configuration, scope, [&](const SurveyedPage& surveyed, size_t thread) {
    for (const auto& [key, mask] : surveyed.masks) {
      rules::add_to_ageing(surveyed.page, surveyed.balances, surveyed.standings, bounds, mask, of_thread[thread][key]);
    }
  }));
  AgeingSums totals;
  for (const AgeingSums& part : of_thread) {
    for (const auto& [key, sums] : part) totals[key].merge(sums);
  }
  return totals;
}

core::Result<std::vector<AgeingRow>> ageing_report(const storage::Store& store, const Configuration& configuration,
                                                   const SurveyScope& scope) {
  DUNLIN_ASSIGN(const AgeingSums totals, ageing_sums(store, configuration, scope));
  const std::vector<std::string> buckets = rules::ageing_bucket_names(configuration.ageing_bounds);
  std::vector<AgeingRow> rows;
  for (const auto& [key, sums] : totals) {
    for (const auto& [code, cells] : sums.by_currency) {
      const core::Currency currency{code};
      for (size_t i = 0; i < cells.size(); ++i) {
        rows.push_back({key, core::to_string(currency), buckets[i], cells[i].count,
                        format_sum(cells[i].amount, core::minor_digits(currency))});
      }
    }
  }
  return rows;
}

}  // namespace dunlin::engine
