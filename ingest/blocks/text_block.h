// A run of whole rows of the decompressed stream, and where they stand in the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace dunlin::ingest {

/// Bytes that may be read (not written) behind the text of a block: vector loads and simdjson look that far.
inline constexpr size_t kBlockPadding = 64;

struct TextBlock {
  std::vector<char> bytes;  ///< size + kBlockPadding at least
  size_t size = 0;
  uint64_t first_row = 1;   ///< number of the first data row in it, 1-based
  uint64_t first_line = 1;  ///< line of the file on which the block begins, 1-based
  std::string_view text() const { return {bytes.data(), size}; }
};

/// Takes the rows of blocks; one per thread, blocks in any order.
class BlockParser {
 public:
  virtual ~BlockParser() = default;
  virtual core::Status parse(const TextBlock& block) = 0;
  /// After the last block: hands on what is still held.
  virtual core::Status finish() = 0;
};

}  // namespace dunlin::ingest
