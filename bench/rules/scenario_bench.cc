// The choice of steps for a page of units: the innermost part of scenario evaluation.
#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "rules/scenario/step_choice_kernel.h"

namespace dunlin::rules {
namespace {

void choose_steps_of_a_page(benchmark::State& state, CatchUp catch_up) {
  constexpr size_t kUnits = 4096;
  std::mt19937_64 random(7);
  std::vector<int8_t> last(kUnits), chosen(kUnits);
  std::vector<uint64_t> triggered(kUnits), holds(kUnits);
  for (size_t u = 0; u < kUnits; ++u) {
    last[u] = static_cast<int8_t>(static_cast<int>(random() % 9) - 1);
    triggered[u] = (uint64_t{1} << random() % 9) - 1;
    holds[u] = random() & 0xFF;
  }
  for (auto _ : state) {
    choose_steps(catch_up, 0xFF, last, triggered, holds, chosen);
    benchmark::DoNotOptimize(chosen.data());
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kUnits));
}
BENCHMARK_CAPTURE(choose_steps_of_a_page, next, CatchUp::kNext);
BENCHMARK_CAPTURE(choose_steps_of_a_page, highest, CatchUp::kHighest);

}  // namespace
}  // namespace dunlin::rules
