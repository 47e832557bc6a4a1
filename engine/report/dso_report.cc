#include "engine/report/dso_report.h"

#include "core/money.h"
#include "rules/ageing/dso.h"

namespace dunlin::engine {
namespace {

constexpr uint32_t kDayDigits = 6;

DsoRow row_of(const rules::SalesHistory& history, core::Currency currency, DsoMethod method, core::Date date,
              uint32_t window_days) {
  DsoRow row;
  row.currency = core::to_string(currency);
  row.method = method;
  std::optional<int64_t> micro_days;
  switch (method) {
    case DsoMethod::kSimple: micro_days = rules::dso_simple(history, window_days); break;
    case DsoMethod::kBest: micro_days = rules::dso_best(history, window_days); break;
    case DsoMethod::kAdd: micro_days = rules::dso_add(history, window_days); break;
    case DsoMethod::kCountBack: {
      const rules::CountBack walked = rules::dso_count_back(history, date);
      micro_days = walked.micro_days;
      row.unexhausted = format_sum(walked.unexhausted, core::minor_digits(currency));
      break;
    }
  }
  if (method != DsoMethod::kCountBack) row.window_days = window_days;
  if (micro_days) row.days = core::format_amount(*micro_days, kDayDigits);
  return row;
}

}  // namespace

core::Result<std::vector<DsoRow>> dso_report(const storage::Store& store, const Configuration& configuration,
                                             const SurveyScope& scope, DsoMethod method, uint32_t window_days) {
  using Totals = std::map<KeyValue, rules::DsoTotals>;
  std::vector<Totals> of_thread(std::max(scope.threads, 1U));
  DUNLIN_TRY(survey_pages(store, configuration, scope, [&](const SurveyedPage& surveyed, size_t thread) {
    for (const auto& [key, mask] : surveyed.masks) {
      rules::add_to_sales(surveyed.page, scope.date, surveyed.balances, surveyed.standings, mask, of_thread[thread][key]);
    }
  }));
  Totals totals;
  for (const Totals& part : of_thread) {
    for (const auto& [key, sums] : part) totals[key].merge(sums);
  }
  std::vector<DsoRow> rows;
  for (const auto& [key, sums] : totals) {
    for (const auto& [code, history] : sums.by_currency) {
      rows.push_back(row_of(history, core::Currency{code}, method, scope.date, window_days));
      rows.back().key = key;
    }
  }
  return rows;
}

}  // namespace dunlin::engine
