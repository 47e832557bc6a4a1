// Standing, features and ageing of a page whose balances are known; items are receivables.
#include <benchmark/benchmark.h>

#include "bench/rules/account_portfolio.h"
#include "core/hash.h"
#include "rules/ageing/ageing.h"
#include "rules/features/compute_features.h"

namespace dunlin::rules {
namespace {

struct Portfolio {
  core::AccountPage page = bench::make_portfolio_page(512, 10, 1);
  core::Date date{bench::kRunDate};
  Balances balances;
  Standings standings;

  Portfolio() {
    allocate({.page = page, .date = date}, {}, balances);
    compute_standings(page, date, balances, {}, {}, standings);
  }
  size_t rows() const { return balances.balance.size(); }
};

void stand(benchmark::State& state) {
  Portfolio portfolio;
  for (auto _ : state) {
    compute_standings(portfolio.page, portfolio.date, portfolio.balances, {}, {}, portfolio.standings);
    benchmark::DoNotOptimize(portfolio.standings.standing.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(portfolio.rows()));
}
BENCHMARK(stand);

void features_of(benchmark::State& state, std::initializer_list<const char*> names) {
  const Portfolio portfolio;
  const BaseRates rates(core::kEur);
  FeatureCatalogue catalogue(core::kEur);
  std::vector<FeatureId> ids;
  for (const char* name : names) ids.push_back(catalogue.find(name)->id);
  FeatureArena arena;
  core::Hash128 result;
  for (auto _ : state) {
    arena.clear();
    const std::vector<InputColumn> columns = compute_features(catalogue, ids,
                                                              {.page = portfolio.page,
                                                               .date = portfolio.date,
                                                               .balances = portfolio.balances,
                                                               .standings = portfolio.standings,
                                                               .rates = rates},
                                                              arena);
    benchmark::DoNotOptimize(columns.data());
    if (result.low != 0) continue;
    const std::span<const int64_t> last = columns.back().values;
    result = core::hash128({reinterpret_cast<const char*>(last.data()), last.size_bytes()});
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(portfolio.rows()));
  state.SetLabel("result " + core::to_hex(result).substr(0, 8));
}
BENCHMARK_CAPTURE(features_of, one, {"days_past_due"});
BENCHMARK_CAPTURE(features_of, eight,
                  {"open_count", "total_balance", "overdue_count", "overdue_balance", "days_past_due", "late_share",
                   "credit_used_ratio", "paid_12m"});

void age(benchmark::State& state) {
  const Portfolio portfolio;
  const AgeingBounds bounds = {30, 60, 90, 120};
  AgeingTotals totals;
  for (auto _ : state) add_to_ageing(portfolio.page, portfolio.balances, portfolio.standings, bounds, {}, totals);
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(portfolio.rows()));
}
BENCHMARK(age);

}  // namespace
}  // namespace dunlin::rules
