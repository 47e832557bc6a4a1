#include "engine/report/lateness_report.h"

#include "rules/allocation/money_columns.h"

namespace dunlin::engine {

std::optional<core::Date> closed_on(const SurveyedPage& surveyed, uint32_t row) {
  const int64_t day = surveyed.balances.closed_on[row];
  if (day == core::kNull || surveyed.standings.at(row) != core::Standing::kClosed) return std::nullopt;
  return core::Date{static_cast<int32_t>(day)};
}

core::Result<std::map<SumKey, rules::LatenessSums>> lateness_report(const storage::Store& store,
                                                                    const Configuration& configuration,
                                                                    const SurveyScope& scope, core::Date from) {
  KeyedSums<rules::LatenessSums> sums(scope.threads);
  DUNLIN_TRY(survey_pages(store, configuration, scope, [&](const SurveyedPage& surveyed, size_t thread) {
    const auto receivables = rules::ReceivableColumns::of(surveyed.page);
    KeyedSums<rules::LatenessSums>::OfPage of_page(sums, surveyed, thread);
    each_receivable(surveyed, [&](uint32_t row, size_t, uint32_t group) {
      const auto closed = closed_on(surveyed, row);
      if (!closed || (from.is_set() && *closed <= from)) return;
      const core::Date due{static_cast<int32_t>(receivables.due_date[row])};
      rules::add_closed(receivables.amount[row], due, *closed, of_page.at(group, receivables.currency[row]));
    });
  }));
  return sums.merged();
}

}  // namespace dunlin::engine
