// Balances of a page: the kernel's debtors alone, with every tenth payment naming nothing, and the general path for all.
#include <benchmark/benchmark.h>

#include "bench/rules/account_portfolio.h"
#include "core/hash.h"
#include "rules/allocation/allocate.h"

namespace dunlin::rules {
namespace {

void allocate_page(benchmark::State& state) {
  const core::AccountPage page = bench::make_portfolio_page(512, static_cast<int>(state.range(0)), 1);
  const auto path = static_cast<AllocationPath>(state.range(1));
  Balances balances;
  for (auto _ : state) {
    allocate({.page = page, .date = core::Date{bench::kRunDate}}, {}, balances, path);
    benchmark::DoNotOptimize(balances.balance.data());
  }
  const size_t rows = balances.balance.size();
  const std::string_view bytes(reinterpret_cast<const char*>(balances.balance.data()), rows * sizeof(int64_t));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(rows));
  state.SetLabel("result " + core::to_hex(core::hash128(bytes)).substr(0, 8));
}
BENCHMARK(allocate_page)->ArgNames({"odd_percent", "general"})->Args({0, 0})->Args({10, 0})->Args({0, 1});

}  // namespace
}  // namespace dunlin::rules
