// Finds the rows and cells of a block: byte positions of cell ends, and which of them end a row. Bytes in, two position
// lists out; what a cell says is not looked at. Bench: bench/ingest/scan_bench.cc; 4.7 GB/s of 83-byte rows of 9 cells, CPU
// time on a 2-core AVX-512 server at 2.6 GHz.
//
//   bytes      a,bc\nd,"e\nf"\n          cell_ends    1 4 | 6 12
//                                        row_cells        2     4   (number of cell ends up to and with each row's)
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/csv/quote_state.h"

namespace dunlin::ingest {

/// The rows found and not yet taken. cell_ends[0] is the position before the first row's first byte (wraps at -1), so that
/// the cell before entry i starts at cell_ends[i - 1] + 1.
struct RowIndex {
  std::vector<uint32_t> cell_ends;
  std::vector<uint32_t> row_cells;     ///< index in cell_ends of each row's last cell
  std::vector<uint32_t> row_newlines;  ///< newlines of the block up to and with each row's end
  uint32_t scanned = 0;                ///< bytes of the block looked at
  uint32_t newlines = 0;               ///< newlines among them, those in quoted cells too
  uint32_t traits = 0;                 ///< ScanTraits of the block so far
  QuoteState quotes;

  void begin_block();
  /// Drops the complete rows; the cells of an unfinished one move to the front.
  void take_rows();
};

/// Indexes on until at least `rows` rows are complete or the block ends.
void index_rows(std::string_view block, char delimiter, size_t rows, RowIndex& index);

}  // namespace dunlin::ingest
