// Whole files to typed batches: receivables and debtors from CSV and JSON Lines, rows per second (items_per_second).
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <string>

#include "core/hash.h"
#include "ingest/read_file.h"

namespace dunlin::ingest {
namespace {

/// A file of about `rows` rows, removed at the end of the program.
class GeneratedFile {
 public:
  template <class Row>
  GeneratedFile(const char* header, size_t rows, Row row) {
    path_ = (std::filesystem::temp_directory_path() / ("dunlin_parse_bench_" + std::to_string(::getpid()) + "_")).string();
    static int made = 0;
    path_ += std::to_string(made++);
    std::FILE* const file = std::fopen(path_.c_str(), "w");
    std::fputs(header, file);
    uint64_t random = 1;
    for (size_t i = 0; i < rows; ++i) {
      random = random * 6364136223846793005ULL + 1442695040888963407ULL;
      bytes_ += static_cast<size_t>(row(file, i, random >> 33));
    }
    std::fclose(file);
  }
  ~GeneratedFile() { std::filesystem::remove(path_); }
  GeneratedFile(const GeneratedFile&) = delete;
  GeneratedFile& operator=(const GeneratedFile&) = delete;
  const std::string& path() const { return path_; }
  size_t bytes() const { return bytes_; }

 private:
  std::string path_;
  size_t bytes_ = 0;
};

constexpr size_t kRows = 500'000;

int write_receivable(std::FILE* file, size_t i, uint64_t random) {
  return std::fprintf(
      file, "R%08zu,D%07llu,%llu.%02llu,EUR,2026-%02llu-%02llu,2026-%02llu-%02llu,invoice,retail,RF%llu-2026-%zu\n", i,
      static_cast<unsigned long long>(random % 4'000'000), static_cast<unsigned long long>(random % 9000 + 1),
      static_cast<unsigned long long>(random % 100), static_cast<unsigned long long>(random % 12 + 1),
      static_cast<unsigned long long>(random % 28 + 1), static_cast<unsigned long long>(random % 7 + 1),
      static_cast<unsigned long long>(random % 27 + 1), static_cast<unsigned long long>(random % 90 + 10), i);
}

void read(benchmark::State& state, const GeneratedFile& file) {
  ReadOptions options;
  options.threads = static_cast<uint32_t>(state.range(0));
  std::atomic<uint64_t> rows = 0;
  std::atomic<uint64_t> checksum = 0;
  ReadSink sink;
  sink.batch = [&](core::EventBatch&& batch) -> core::Status {
    rows += batch.rows.rows();
    // Independent of the order of batches: results of two builds can be compared.
    for (const uint64_t row : batch.row_numbers) checksum += row;
    return {};
  };
  sink.reject = [&](core::Reject&&) { return core::failed("bench", "a row was rejected"); };
  for (auto _ : state) {
    if (!read_file(file.path(), options, sink).ok()) state.SkipWithError("not read");
  }
  state.SetItemsProcessed(static_cast<int64_t>(rows));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * file.bytes()));
  state.counters["result"] = static_cast<double>(checksum / std::max<uint64_t>(1, state.iterations()) % 1'000'000);
}

void receivables_csv(benchmark::State& state) {
  static const GeneratedFile file("receivable_id,debtor_id,amount,currency,issue_date,due_date,kind,portfolio,reference\n",
                                  kRows, write_receivable);
  read(state, file);
}
BENCHMARK(receivables_csv)->Arg(1)->Arg(2)->UseRealTime();

void debtors_csv(benchmark::State& state) {
  static const GeneratedFile file(
      "debtor_id,name,kind,country,city,street,language,email,phone,segment\n", kRows / 2,
      [](std::FILE* out, size_t i, uint64_t random) {
        const auto at = static_cast<unsigned long long>(random);
        return std::fprintf(
            out, "D%07zu,\"M\xC3\xBCller %llu, GmbH\",%s,DE,Berlin,Hauptstr. %llu,de,d%zu@example.com,+4930%llu,retail\n", i,
            at % 10'000, at % 3 == 0 ? "consumer" : "business", at % 200, i, at % 10'000'000);
      });
  read(state, file);
}
BENCHMARK(debtors_csv)->Arg(1)->Arg(2)->UseRealTime();

void receivables_json(benchmark::State& state) {
  static const GeneratedFile file("", kRows / 4, [](std::FILE* out, size_t i, uint64_t random) {
    const auto at = static_cast<unsigned long long>(random);
    return std::fprintf(
        out,
        "{\"receivable_id\":\"R%08zu\",\"debtor_id\":\"D%07llu\",\"amount\":%llu.%02llu,\"currency\":\"EUR\","
        "\"due_date\":\"2026-%02llu-%02llu\",\"kind\":\"invoice\"}\n",
        i, at % 4'000'000, at % 9000 + 1, at % 100, at % 12 + 1, at % 28 + 1);
  });
  read(state, file);
}
BENCHMARK(receivables_json)->Arg(1)->Arg(2)->UseRealTime();

}  // namespace
}  // namespace dunlin::ingest
