// The first row of a CSV file: which delimiter it uses and how its columns are named.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "ingest/mapping/source_mapping.h"

namespace dunlin::ingest {

struct CsvHeader {
  std::vector<std::string> columns;  ///< trimmed
  char delimiter = ',';
  size_t bytes = 0;  ///< of the file up to and with the header's line end
  size_t lines = 0;  ///< newlines among them
};

/// Reads the header at the front of `head`. None: more of the file is needed (never when `ended`). Among `,` `;` tab and `|`
/// that delimiter wins whose cells are known column names (of records, or of the mapping) most often, then the one with the
/// most cells; a mapping may fix it.
core::Result<std::optional<CsvHeader>> read_csv_header(std::string_view head, bool ended, const SourceMapping* mapping,
                                                       const std::string& file);

}  // namespace dunlin::ingest
