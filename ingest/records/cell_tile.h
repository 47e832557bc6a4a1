// Some hundred rows of a file as trimmed UTF-8 texts in columns: where the formats meet. CSV and JSON make tiles, record
// writers turn them into typed batches.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/records/text_arena.h"

namespace dunlin::ingest {

/// Rows that a tile should have: its texts and positions then stay in the caches.
inline constexpr size_t kTileRows = 512;

/// An empty cell clears; a cell whose data() is null was not spoken of in its row (JSON only).
struct CellTile {
  struct Extra {
    std::string name;
    std::vector<std::string_view> cells;
  };

  size_t rows = 0;
  std::vector<std::vector<std::string_view>> columns;  ///< by column of the plan; those that nothing reads are empty
  std::vector<Extra> extras;                           ///< JSON: keys that no field names
  std::vector<uint64_t> row_numbers;                   ///< 1-based data rows
  std::vector<uint64_t> lines;                         ///< 1-based lines
  TextArena arena;                                     ///< of cells that were rewritten
};

}  // namespace dunlin::ingest
