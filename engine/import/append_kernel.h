// The copying loops of the import: cells of a batch scattered to the buffers of their partitions, and buffers made into
// dictionary columns. One pass over the cells each, no allocation but the growth of the target. Measured by
// bench/engine/import_bench.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/table.h"

namespace dunlin::engine {

struct TextCells;

/// Appends values[picked[i]].
void append_ints(std::span<const int64_t> values, std::span<const uint32_t> picked, std::vector<int64_t>& to);
/// Appends the texts of rows `picked`. No text is longer than core::kTextBytesMax.
void append_texts(const core::TextColumn& values, std::span<const uint32_t> picked, TextCells& to);

/// rows[picked[i]] becomes row i. As Table::gathered, but in time of the rows picked, however large the dictionaries are.
core::Table picked_rows(const core::Table& rows, std::span<const uint32_t> picked);

/// Codes of texts given by length (TextCells' nulls and leaves become the column's), where a run of equal texts is one
/// entry: `bytes` is packed in place to the entries kept, `ends` receives theirs. Returns the bytes kept.
size_t unique_neighbours(std::span<const uint16_t> lengths, std::string& bytes, std::span<uint32_t> codes,
                         std::vector<uint32_t>& ends);

}  // namespace dunlin::engine
