// A scorecard of eight characteristics, with risk class and reasons, over pages of debtors.

#include <benchmark/benchmark.h>

#include <random>

#include "rules/score/scorecard.h"

namespace dunlin::rules {
namespace {

void ScoreOfEight(benchmark::State& state) {
  const auto rows = static_cast<size_t>(state.range(0));
  std::mt19937_64 random(1);
  ScorecardPolicy policy;
  policy.base = 500;
  policy.classes = {{"A", 650}, {"B", 580}, {"C", 0}};
  std::vector<std::vector<int64_t>> columns;
  for (size_t c = 0; c < 8; ++c) {
    ScorecardPolicy::Characteristic characteristic{"f" + std::to_string(c), "", {}, 0};
    for (int64_t b = 0; b < 5; ++b) {
      const auto below = b < 4 ? std::optional(core::Decimal::of(20 * (b + 1))) : std::nullopt;
      characteristic.bins.push_back({below, {}, 50 - 20 * b + static_cast<int64_t>(c)});
    }
    policy.characteristics.push_back(std::move(characteristic));
    std::vector<int64_t>& column = columns.emplace_back();
    for (size_t i = 0; i < rows; ++i) {
      column.push_back(random() % 9 == 0 ? core::kNull : static_cast<int64_t>(random() % 12000));
    }
  }
  NameCatalogue catalogue;
  catalogue.find = [](std::string_view) { return std::optional(FeatureType{ValueType::kNumber, 2}); };
  auto card = compile_scorecard(std::move(policy), catalogue);
  INVARIANT(card.ok(), core::describe(card.error()));
  std::vector<InputColumn> inputs;
  for (const auto& column : columns) inputs.push_back({{ValueType::kNumber, 2}, column, nullptr});
  ScoreColumns out;
  for (auto _ : state) {
    evaluate_scorecard(*card, inputs, rows, out);
    benchmark::DoNotOptimize(out.score.data());
  }
  int64_t sum = 0;
  for (const int64_t score : out.score) sum += score;
  state.counters["rows"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(rows), benchmark::Counter::kIsRate);
  state.counters["result"] = static_cast<double>(sum);
}
BENCHMARK(ScoreOfEight)->Arg(512)->Arg(65536)->Arg(1 << 20);

}  // namespace
}  // namespace dunlin::rules
