#include "engine/report/cei_report.h"

#include "rules/ageing/open_receivables.h"
#include "rules/ageing/sale_dates.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::engine {
namespace {

void add_page(const SurveyedPage& surveyed, core::Date from, core::Date date,
              KeyedSums<rules::EffectivenessSums>::OfPage sums) {
  const auto receivables = rules::ReceivableColumns::of(surveyed.page);
  const rules::SaleDates sold(surveyed.page);
  const PagePosition& then = surveyed.earlier.front();
  each_receivable(surveyed, [&](uint32_t row, size_t, uint32_t group) {
    const bool exists = surveyed.balances.exists(row);
    if (!exists && !then.balances.exists(row)) return;
    rules::EffectivenessSums& cell = sums.at(group, receivables.currency[row]);
    if (std::min(sold.of(row), date) > from) {
      if (exists) cell.sales += receivables.amount[row];
    } else if (rules::is_open(then.balances, then.standings, row)) {
      cell.begin_open += then.balances.balance[row];
    }
    if (!rules::is_open(surveyed.balances, surveyed.standings, row)) return;
    cell.end_open += surveyed.balances.balance[row];
    if (surveyed.standings.days_past_due[row] <= 0) cell.end_not_due += surveyed.balances.balance[row];
  });
}

}  // namespace

core::Result<std::map<SumKey, rules::EffectivenessSums>> cei_report(const storage::Store& store,
                                                                    const Configuration& configuration, SurveyScope scope,
                                                                    core::Date from) {
  scope.earlier = {from};
  KeyedSums<rules::EffectivenessSums> sums(scope.threads);
  DUNLIN_TRY(survey_pages(store, configuration, scope, [&](const SurveyedPage& surveyed, size_t thread) {
    add_page(surveyed, from, scope.date, {sums, surveyed, thread});
  }));
  return sums.merged();
}

}  // namespace dunlin::engine
