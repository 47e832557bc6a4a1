// Interest of a page: one principal each, one that was paid in three parts, one that has compounded for years.
#include <benchmark/benchmark.h>

#include <random>

#include "core/hash.h"
#include "rules/interest/interest.h"

namespace dunlin::rules {
namespace {

constexpr uint32_t kReceivables = 1280;
constexpr int32_t kRunDate = 20'000;

/// Half-year values since 2014, as statutory rules have them.
RateTables half_years() {
  RateTables tables;
  for (int32_t year = 2014; year < 2025; ++year) {
    tables["ref"].set(core::date_of(year, 1, 1), (year - 2010) * kRateOne / 4);
    tables["ref"].set(core::date_of(year, 7, 1), (year - 2009) * kRateOne / 4);
  }
  return tables;
}

PrincipalHistory histories(int64_t entries) {
  std::mt19937_64 random(1);
  PrincipalHistory history;
  history.clear();
  for (uint32_t row = 0; row < kReceivables; ++row) {
    auto day = static_cast<int32_t>(kRunDate - 400 - static_cast<int32_t>(random() % 400));
    auto principal = static_cast<int64_t>(10'000 + random() % 1'000'000);
    for (int64_t entry = 0; entry < entries; ++entry) {
      history.from.push_back(day);
      history.principal.push_back(principal);
      day += 1 + static_cast<int32_t>(random() % 100);
      principal -= principal / 3;
    }
    history.end_receivable();
  }
  return history;
}

void interest_of_page(benchmark::State& state) {
  const InterestRule rule{.reference = "ref",
                          .margins = {{core::kNoDate, 9 * kRateOne}},
                          .compounding = static_cast<Compounding>(state.range(1))};
  const InterestBook book({{"rule", rule}}, half_years());
  const PrincipalHistory history = histories(state.range(0));
  const SkippedIntervals skipped;
  const std::vector<InterestChoice> chosen = {{book.find("rule")}};
  const std::vector<uint32_t> begin = {0, kReceivables};
  std::vector<InterestSum> sums(kReceivables);
  for (auto _ : state) {
    interest_of_page(chosen, begin, {history, skipped, core::Date{kRunDate}}, sums);
    benchmark::DoNotOptimize(sums.data());
  }
  std::vector<int64_t> minor;
  for (const InterestSum& sum : sums) minor.push_back(sum.minor);
  const std::string_view bytes(reinterpret_cast<const char*>(minor.data()), minor.size() * sizeof(int64_t));
  state.SetItemsProcessed(state.iterations() * kReceivables);
  state.SetLabel("result " + core::to_hex(core::hash128(bytes)).substr(0, 8));
}
BENCHMARK(interest_of_page)->ArgNames({"principals", "yearly"})->Args({1, 0})->Args({3, 0})->Args({1, 1});

}  // namespace
}  // namespace dunlin::rules
