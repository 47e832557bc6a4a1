// Bytes of cells that could not stay where they were read (unescaped, joined, rewritten), alive until the tile is done.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace dunlin::ingest {

class TextArena {
 public:
  char* allocate(size_t bytes) {
    if (chunks_.empty() || used_ + bytes > chunks_.back().size) {
      const size_t size = std::max<size_t>(bytes, 64U << 10);
      chunks_.push_back({std::unique_ptr<char[]>(new char[size]), size});
      used_ = 0;
    }
    char* const at = chunks_.back().bytes.get() + used_;
    used_ += bytes;
    return at;
  }
  std::string_view copy(std::string_view text) {
    char* const at = allocate(std::max<size_t>(text.size(), 1));  // never without an address: empty is not absent
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }
  /// Forgets everything; keeps one chunk.
  void clear() {
    if (chunks_.size() > 1) chunks_.resize(1);
    used_ = 0;
  }

 private:
  struct Chunk {
    std::unique_ptr<char[]> bytes;
    size_t size;
  };
  std::vector<Chunk> chunks_;
  size_t used_ = 0;
};

}  // namespace dunlin::ingest
