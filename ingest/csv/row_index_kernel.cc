#include "ingest/csv/row_index_kernel.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "ingest/csv/bit_count.h"

namespace dunlin::ingest {
namespace {

/// Blocks scanned per call: masks stay in L1, the dispatch costs nothing.
constexpr size_t kStepBlocks = 64;

/// Writes the positions of the set bits; up to 64 entries.
inline uint32_t* put_positions(uint64_t bits, uint32_t base, uint32_t* out) {
  const auto count = static_cast<size_t>(bit_count(bits));
  // Eight at a time without asking in between: what is written past `count` is overwritten by the next block.
  for (size_t done = 0; done < count; done += 8) {
    for (size_t i = 0; i < 8; ++i) {
      out[done + i] = base + static_cast<uint32_t>(std::countr_zero(bits));
      bits &= bits - 1;
    }
  }
  return out + count;
}

}  // namespace

void RowIndex::begin_block() {
  cell_ends.assign(1, ~0U);
  row_cells.clear();
  row_newlines.clear();
  scanned = 0;
  newlines = 0;
  traits = 0;
  quotes = {};
}

void RowIndex::take_rows() {
  if (row_cells.empty()) return;
  cell_ends.erase(cell_ends.begin(), cell_ends.begin() + row_cells.back());
  row_cells.clear();
  row_newlines.clear();
}

void index_rows(std::string_view block, char delimiter, size_t rows, RowIndex& index) {
  BlockMasks masks[kStepBlocks];
  while (index.scanned < block.size() && index.row_cells.size() < rows) {
    const size_t left = block.size() - index.scanned;
    size_t blocks = std::min(left / kScanBlock, kStepBlocks);
    size_t bytes = blocks * kScanBlock;
    if (blocks > 0) {
      index.traits |= scan_blocks(block.data() + index.scanned, blocks, delimiter, masks);
    } else {
      // The last bytes, padded with what has no meaning.
      char tail[kScanBlock];
      std::memset(tail, ' ', sizeof tail);
      std::memcpy(tail, block.data() + index.scanned, left);
      index.traits |= scan_blocks(tail, 1, delimiter, masks);
      blocks = 1;
      bytes = left;
    }
    const size_t held = index.cell_ends.size();
    index.cell_ends.resize(held + bytes + 8);
    uint32_t* out = index.cell_ends.data() + held;
    for (size_t i = 0; i < blocks; ++i) {
      const size_t valid = std::min(bytes - i * kScanBlock, kScanBlock);
      const Structure found = apply_quotes(index.quotes, masks[i], valid);
      const uint32_t base = index.scanned + static_cast<uint32_t>(i * kScanBlock);
      const auto first = static_cast<uint32_t>(out - index.cell_ends.data());
      const uint64_t ends = found.delimiters | found.newlines;
      for (uint64_t newline = found.newlines; newline != 0; newline &= newline - 1) {
        const uint64_t up_to = newline ^ (newline - 1);
        index.row_cells.push_back(first + bit_count(ends & up_to) - 1);
        index.row_newlines.push_back(index.newlines + bit_count(masks[i].newline & up_to));
      }
      if (masks[i].newline != 0) index.newlines += bit_count(masks[i].newline);
      out = put_positions(ends, base, out);
    }
    index.cell_ends.resize(static_cast<size_t>(out - index.cell_ends.data()));
    index.scanned += static_cast<uint32_t>(bytes);
  }
}

}  // namespace dunlin::ingest
