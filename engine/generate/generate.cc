#include "engine/generate/generate.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

#include "engine/generate/creditor_rows.h"
#include "engine/generate/debtor_rows.h"
#include "engine/generate/profiles.h"
#include "engine/parallel.h"

namespace dunlin::engine {
namespace {

// Debtors of one piece of work: some hundred kilobytes of text.
constexpr uint64_t kChunkDebtors = 1024;

/// Debtors [first, end) with receivables numbered from first_receivable, at most `receivables` of them.
struct Chunk {
  uint64_t first = 0, end = 0;
  uint64_t first_receivable = 0;
  uint64_t receivables = 0;
};

/// Cuts the debtors into chunks until their receivables are as many as wanted; the last debtor may be cut short.
class ChunkCutter {
 public:
  explicit ChunkCutter(const GenerateOptions& options) : options_(options) {}

  bool next(Chunk& chunk) {
    if (receivable_ >= options_.receivables) return false;
    chunk = Chunk{debtor_, debtor_, receivable_, 0};
    while (chunk.end - chunk.first < kChunkDebtors && receivable_ < options_.receivables) {
      receivable_ += receivables_of_debtor(options_.seed, chunk.end++);
    }
    receivable_ = std::min(receivable_, options_.receivables);
    chunk.receivables = receivable_ - chunk.first_receivable;
    debtor_ = chunk.end;
    return true;
  }

 private:
  const GenerateOptions& options_;
  uint64_t debtor_ = 0, receivable_ = 0;
};

void write_chunk(const GenerateOptions& options, const Chunk& chunk, GeneratedRows& rows) {
  uint64_t left = chunk.receivables;
  uint64_t receivable = chunk.first_receivable;
  for (uint64_t debtor = chunk.first; debtor < chunk.end; ++debtor) {
    const uint64_t count = std::min(receivables_of_debtor(options.seed, debtor), left);
    write_debtor(options, debtor, receivable, count, rows);
    receivable += count;
    left -= count;
  }
}

core::Status hand_over(GeneratedRows& rows, const GenerateSink& sink) {
  DebtRows& debts = rows.debts;
  CsvRows* const parts[] = {&rows.creditors,    &rows.debtors, &rows.contacts,      &rows.receivables, &rows.payments,
                            &rows.credit_notes, &debts.rates,  &debts.fx,           &debts.promises,   &debts.plans,
                            &debts.disputes,    &debts.holds,  &debts.interactions, &debts.placements, &debts.cases};
  static_assert(std::size(parts) == std::size(kGeneratedFiles));
  for (size_t i = 0; i < std::size(parts); ++i) {
    if (!parts[i]->bytes().empty()) DUNLIN_TRY(sink(kGeneratedFiles[i], parts[i]->bytes()));
    parts[i]->clear();
  }
  return {};
}

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using OpenFile = std::unique_ptr<std::FILE, FileCloser>;

core::Error write_error(const std::string& path) { return core::failed(path, std::strerror(errno)); }

}  // namespace

core::Status generate(const GenerateOptions& options, const GenerateSink& sink) {
  for (const std::string_view file : kGeneratedFiles) DUNLIN_TRY(sink(file, header_of(file)));
  const uint32_t threads = std::max(options.threads, 1U);
  std::vector<GeneratedRows> rows(size_t{threads} * 2);
  write_creditors(options, rows.front().creditors);
  write_rates(options, rows.front().debts);
  DUNLIN_TRY(hand_over(rows.front(), sink));
  ChunkCutter cutter(options);
  while (true) {
    // A window of chunks is made at once and handed over in order.
    std::vector<Chunk> window;
    for (Chunk chunk; window.size() < rows.size() && cutter.next(chunk);) window.push_back(chunk);
    if (window.empty()) return {};
    DUNLIN_TRY(in_parallel(threads, window.size(), [&](size_t i) -> core::Status {
      write_chunk(options, window[i], rows[i]);
      return {};
    }));
    for (size_t i = 0; i < window.size(); ++i) DUNLIN_TRY(hand_over(rows[i], sink));
  }
}

core::Status generate_into(const GenerateOptions& options, const std::string& directory) {
  std::error_code failure;
  std::filesystem::create_directories(directory, failure);
  if (failure) return core::failed(directory, failure.message());
  std::vector<std::string> paths;
  std::vector<OpenFile> files;
  for (const std::string_view name : kGeneratedFiles) {
    paths.push_back(directory + "/" + std::string(name));
    files.emplace_back(std::fopen(paths.back().c_str(), "wb"));
    if (!files.back()) return write_error(paths.back());
  }
  DUNLIN_TRY(generate(options, [&](std::string_view file, std::string_view bytes) -> core::Status {
    const size_t i = static_cast<size_t>(std::find(std::begin(kGeneratedFiles), std::end(kGeneratedFiles), file) -
                                         std::begin(kGeneratedFiles));
    if (std::fwrite(bytes.data(), 1, bytes.size(), files[i].get()) != bytes.size()) return write_error(paths[i]);
    return {};
  }));
  for (size_t i = 0; i < files.size(); ++i) {
    if (std::fclose(files[i].release()) != 0) return write_error(paths[i]);
  }
  return {};
}

}  // namespace dunlin::engine
