// Rows that an import does not take, file by file, from whatever thread finds them. Keeps the first rows of each file up to
// a limit and counts the rest, so that a file of nothing but errors costs bounded memory and the list is always the same.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "core/event_batch.h"

namespace dunlin::engine {

class RejectBook {
 public:
  RejectBook(size_t files, size_t kept_max) : kept_max_(kept_max), files_(files) {}

  /// Of rejects that classification finds the verdict is counted, not the reject: `counted` is false there.
  void add(size_t file, core::Reject&& reject, bool counted);
  /// Forgets everything about a file that is refused as a whole.
  void drop_file(size_t file);
  /// Rejects added as counted.
  uint64_t rejected(size_t file) const { return files_[file].rejected; }
  /// All kept rejects and conflicts, by file and row.
  std::vector<core::Reject> take();

 private:
  struct OfFile {
    std::vector<core::Reject> kept;
    uint64_t rejected = 0;
  };
  void shorten(std::vector<core::Reject>& rejects) const;

  const size_t kept_max_;
  std::mutex mutex_;
  std::vector<OfFile> files_;
};

}  // namespace dunlin::engine
