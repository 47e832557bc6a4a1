// The file in which chunks of an import wait when memory is short. It has no name once it is open, so nothing of a killed
// import stays behind.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace dunlin::engine {

class StageFile {
 public:
  StageFile() = default;
  ~StageFile();
  StageFile(const StageFile&) = delete;
  StageFile& operator=(const StageFile&) = delete;

  /// Makes the file in `directory`, which is made when it is not there.
  core::Status open(const std::string& directory);
  bool is_open() const { return descriptor_ >= 0; }
  /// Writes bytes at a place of their own and returns it. Safe from any thread.
  core::Result<uint64_t> append(std::string_view bytes);
  core::Status read(uint64_t place, size_t size, std::string& bytes) const;

 private:
  std::string directory_;
  int descriptor_ = -1;
  std::atomic<uint64_t> end_{0};
};

}  // namespace dunlin::engine
