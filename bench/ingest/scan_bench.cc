// The scanner alone, per instruction set, over text in the caches and over text in memory.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "ingest/csv/row_index_kernel.h"
#include "ingest/csv/scan_kernel.h"

namespace dunlin::ingest {
namespace {

std::string receivables_text(size_t bytes) {
  std::string text;
  for (size_t row = 0; text.size() < bytes; ++row) {
    text += "R" + std::to_string(1'000'000 + row) + ",D" + std::to_string(row * 7919 % 4'000'000) + "," +
            std::to_string(row * 31 % 90'000) + "." + std::to_string(10 + row % 90) +
            ",EUR,2026-01-10,2026-02-09,invoice,retail,RF18-2026-" + std::to_string(row) + "\n";
  }
  text.resize(bytes);
  return text;
}

void scan(benchmark::State& state, const ScanTarget& target, size_t bytes) {
  const std::string text = receivables_text(bytes);
  std::vector<BlockMasks> masks(kScanBlock);
  for (auto _ : state) {
    for (size_t at = 0; at < bytes; at += masks.size() * kScanBlock) {
      benchmark::DoNotOptimize(target.scan(text.data() + at, masks.size(), ',', masks.data()));
    }
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes));
}

/// Scanner, quotes and positions together: what a parsing thread does before it looks at a cell.
void index_rows_of_text(benchmark::State& state) {
  const std::string text = receivables_text(4U << 20);
  RowIndex index;
  size_t rows = 0;
  for (auto _ : state) {
    index.begin_block();
    while (index.scanned < text.size()) {
      index_rows(text, ',', 512, index);
      rows += index.row_cells.size();
      index.take_rows();
    }
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
  state.SetItemsProcessed(static_cast<int64_t>(rows));
}
BENCHMARK(index_rows_of_text);

const int kRegistered = [] {
  for (const ScanTarget& target : scan_targets()) {
    for (const size_t bytes : {size_t{64} << 10, size_t{64} << 20}) {
      const std::string name = "scan/" + target.name + (bytes < size_t{1} << 20 ? "/cached" : "/memory");
      benchmark::RegisterBenchmark(name.c_str(), [target, bytes](benchmark::State& state) { scan(state, target, bytes); });
    }
  }
  return 0;
}();

}  // namespace
}  // namespace dunlin::ingest
