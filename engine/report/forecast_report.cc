#include "engine/report/forecast_report.h"

#include "engine/report/ageing_report.h"
#include "engine/report/lateness_report.h"
#include "engine/report/roll_report.h"
#include "rules/ageing/open_receivables.h"
#include "rules/allocation/money_columns.h"
#include "rules/kpi/cash_forecast.h"

namespace dunlin::engine {
namespace {

constexpr core::Days kWeekDays = 7;

/// One page, debtor by debtor: its history first, then what it owes.
void add_page(const SurveyedPage& surveyed, core::Date today, core::Days without_history, uint32_t weeks,
              KeyedSums<WeeklyCash>::OfPage cells) {
  const auto receivables = rules::ReceivableColumns::of(surveyed.page);
  const core::Date this_week = rules::week_of(today);
  const auto due_of = [&](uint32_t row) { return core::Date{static_cast<int32_t>(receivables.due_date[row])}; };
  for (size_t debtor = 0; debtor < surveyed.groups.of_debtor.size(); ++debtor) {
    const uint32_t group = surveyed.groups.of_debtor[debtor];
    const rules::RowRange rows = receivables.rows_of(debtor);
    if (group == DebtorGroups::kNone) continue;
    rules::LatenessSums history;
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      if (const auto closed = closed_on(surveyed, row)) {
        rules::add_closed(receivables.amount[row], due_of(row), *closed, history);
      }
    }
    const core::Days delay = rules::usual_delay(history, without_history);
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      if (!rules::is_open(surveyed.balances, surveyed.standings, row)) continue;
      WeeklyCash& cash = cells.at(group, receivables.currency[row]);
      cash.weeks.resize(weeks);
      const core::Date on = rules::expected_on(today, due_of(row), delay);
      const auto week = static_cast<uint32_t>((rules::week_of(on) - this_week) / kWeekDays);
      ExpectedCash& cell = week < weeks ? cash.weeks[week] : cash.later;
      ++cell.count;
      cell.amount += surveyed.balances.balance[row];
    }
  }
}

/// By currency and bucket: what payments brought of it in the weeks before the date.
std::map<uint32_t, std::vector<std::optional<int64_t>>> learned(const std::map<SumKey, RollSums>& rolls) {
  std::map<uint32_t, RollSums> by_currency;
  for (const auto& [key, sums] : rolls) by_currency[key.second].merge(sums);
  std::map<uint32_t, std::vector<std::optional<int64_t>>> probabilities;
  for (const auto& [currency, sums] : by_currency) {
    for (size_t bucket = 0; bucket < sums.matrix.buckets(); ++bucket) {
      const rules::Ratio paid{sums.cash[bucket], sums.matrix.start(bucket)};
      probabilities[currency].push_back(paid.scaled(rules::kShareDigits));
    }
  }
  return probabilities;
}

}  // namespace

void WeeklyCash::merge(const WeeklyCash& other) {
  weeks.resize(std::max(weeks.size(), other.weeks.size()));
  for (size_t week = 0; week < other.weeks.size(); ++week) {
    weeks[week].count += other.weeks[week].count;
    weeks[week].amount += other.weeks[week].amount;
  }
  later.count += other.later.count;
  later.amount += other.later.amount;
}

core::Result<std::map<SumKey, WeeklyCash>> forecast_by_delay(const storage::Store& store, const Configuration& configuration,
                                                             const SurveyScope& scope, uint32_t weeks) {
  KeyedSums<WeeklyCash> sums(scope.threads);
  DUNLIN_TRY(survey_pages(store, configuration, scope, [&](const SurveyedPage& surveyed, size_t thread) {
    add_page(surveyed, scope.date, configuration.report.delay_without_history, weeks, {sums, surveyed, thread});
  }));
  return sums.merged();
}

core::Result<std::vector<WeightedCash>> forecast_by_probability(const storage::Store& store,
                                                                const Configuration& configuration, const SurveyScope& scope,
                                                                uint32_t weeks) {
  const std::vector<int64_t>& configured = configuration.report.collection_probabilities;
  std::map<uint32_t, std::vector<std::optional<int64_t>>> history;
  if (configured.empty()) {
    const core::Date from = scope.date - static_cast<core::Days>(weeks) * kWeekDays;
    DUNLIN_ASSIGN(const auto rolls, roll_report(store, configuration, scope, from));
    history = learned(rolls);
  }
  DUNLIN_ASSIGN(const AgeingSums sums, ageing_sums(store, configuration, scope));
  const std::vector<std::string> buckets = rules::ageing_bucket_names(configuration.ageing_bounds);
  std::vector<WeightedCash> out;
  for (const auto& [key, totals] : sums) {
    for (const auto& [currency, cells] : totals.by_currency) {
      WeightedCash cash{{key, currency}, {}, 0};
      __int128 exact = 0;
      history[currency].resize(buckets.size());
      for (size_t bucket = 0; bucket < cells.size(); ++bucket) {
        const auto probability = configured.empty() ? history[currency][bucket] : std::optional(configured[bucket]);
        const __int128 one = rules::weighted(cells[bucket].amount, probability.value_or(0));
        exact += one;
        cash.lines.push_back({buckets[bucket], cells[bucket].amount, probability, rules::rounded_weight(one)});
      }
      cash.expected = rules::rounded_weight(exact);
      out.push_back(std::move(cash));
    }
  }
  return out;
}

}  // namespace dunlin::engine
