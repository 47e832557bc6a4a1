// The import by itself: a generated portfolio into an empty store, the same rows again by id, a day's delta, and the loops
// it is made of. Rows are receivables and debtors together. `DUNLIN_BENCH_RECEIVABLES` sets the size of the portfolio.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/generate/generate.h"
#include "engine/generate/random_stream.h"
#include "engine/import/import_files.h"
#include "engine/import/row_order_kernel.h"
#include "storage/store.h"

namespace dunlin::engine {
namespace {

/// The portfolio in files of a directory that goes with the process.
class BenchPortfolio {
 public:
  BenchPortfolio() {
    std::string name = (std::filesystem::temp_directory_path() / "dunlin-bench-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    GenerateOptions options;
    if (const char* wanted = std::getenv("DUNLIN_BENCH_RECEIVABLES"))
      options.receivables = std::strtoull(wanted, nullptr, 10);
    else
      options.receivables = 20'000;
    options.threads = std::thread::hardware_concurrency();
    ok_ = generate_into(options, path("files")).ok();
  }
  ~BenchPortfolio() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  bool ok() const { return ok_; }
  std::string path(const std::string& name) const { return (root_ / name).string(); }
  std::vector<ImportSource> sources() const {
    std::vector<ImportSource> sources;
    for (const std::string_view file : kGeneratedFiles) sources.push_back({path("files/" + std::string(file)), {}, nullptr});
    return sources;
  }

 private:
  std::filesystem::path root_;
  bool ok_ = false;
};

const BenchPortfolio& portfolio() {
  static const BenchPortfolio made;
  return made;
}

ImportOptions options_of(const std::string& store) {
  ImportOptions options;
  options.threads = std::thread::hardware_concurrency();
  options.stage_directory = store + "/stage";
  return options;
}

uint64_t rows_of(const ImportReport& report) {
  uint64_t rows = 0;
  for (const ImportedFile& file : report.files) rows += file.counts.rows;
  return rows;
}

void import_into_empty_store(benchmark::State& state) {
  const std::string store_path = portfolio().path("store");
  uint64_t rows = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::filesystem::remove_all(store_path);
    auto store = storage::Store::create(store_path, {});
    if (!store.ok()) return state.SkipWithError("no store");
    state.ResumeTiming();
    const auto report = import_files(**store, portfolio().sources(), options_of(store_path));
    if (!report.ok()) return state.SkipWithError(core::describe(report.error()).c_str());
    rows += rows_of(*report);
    state.PauseTiming();
    store.value().reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<int64_t>(rows));
}
BENCHMARK(import_into_empty_store)->Unit(benchmark::kMillisecond)->UseRealTime();

void import_again_by_id(benchmark::State& state) {
  const std::string store_path = portfolio().path("again");
  std::filesystem::remove_all(store_path);
  auto store = storage::Store::create(store_path, {});
  if (!store.ok()) return state.SkipWithError("no store");
  ImportOptions options = options_of(store_path);
  options.again = true;
  if (!import_files(**store, portfolio().sources(), options).ok()) return state.SkipWithError("no import");
  uint64_t rows = 0;
  for (auto _ : state) {
    const auto report = import_files(**store, portfolio().sources(), options);
    if (!report.ok()) return state.SkipWithError(core::describe(report.error()).c_str());
    rows += rows_of(*report);
  }
  state.SetItemsProcessed(static_cast<int64_t>(rows));
}
BENCHMARK(import_again_by_id)->Unit(benchmark::kMillisecond)->UseRealTime();

void order_rows_of_a_partition(benchmark::State& state) {
  const auto count = static_cast<size_t>(state.range(0));
  RandomStream random(1, 1);
  core::TextColumn creditors, debtors, ids;
  std::vector<core::DebtorHash> hashes;
  std::vector<uint64_t> orders;
  for (size_t row = 0; row < count; ++row) {
    const std::string debtor = "D" + std::to_string(random.below(count / 2 + 1));
    creditors.append("C");
    debtors.append(debtor);
    ids.append("R" + std::to_string(row));
    hashes.push_back(core::debtor_hash(debtor) >> 6);
    orders.push_back(row);
  }
  std::vector<uint32_t> rows(count);
  for (auto _ : state) {
    order_rows({hashes, creditors, debtors, ids, orders}, rows);
    benchmark::DoNotOptimize(rows.data());
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * count));
}
BENCHMARK(order_rows_of_a_partition)->Arg(20'000)->Arg(200'000);

void generate_portfolio(benchmark::State& state) {
  GenerateOptions options;
  options.receivables = 50'000;
  for (auto _ : state) {
    uint64_t bytes = 0;
    const core::Status status = generate(options, [&](std::string_view, std::string_view text) -> core::Status {
      bytes += text.size();
      return {};
    });
    benchmark::DoNotOptimize(status.ok());
    benchmark::DoNotOptimize(bytes);
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * options.receivables));
}
BENCHMARK(generate_portfolio)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dunlin::engine
