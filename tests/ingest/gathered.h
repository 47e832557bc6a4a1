// What a file was read into, as texts a test can write down: one line a record, in the order of the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/event_batch.h"
#include "ingest/read_file.h"

namespace dunlin::ingest {

struct Gathered {
  std::vector<std::string> records;  ///< "1:2 receivables receivable_id=R1 amount=12050 ..." (row:line; null as "-")
  std::vector<std::string> rejects;  ///< "2:3 amount bad_amount [12,5]" (row:line)
  std::vector<core::Reject> raw_rejects;
  ReadSummary summary;
  std::string error;  ///< empty: the file was read
  size_t largest_batch = 0;
};

Gathered read_path(const std::string& path, const ReadOptions& options = {});
/// Through a temporary file that holds `bytes`.
Gathered read_bytes(std::string_view bytes, const ReadOptions& options = {});

/// A file of the test's own, removed with it.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view bytes);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Folder of the shared test data, empty when absent; its absence is a failure where DUNLIN_REQUIRE_SHARED=1.
std::string shared_folder();

}  // namespace dunlin::ingest
