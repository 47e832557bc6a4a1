// Cells to text columns and to codes of the closed lists. Text arrives as valid UTF-8, trimmed; what is checked here is
// length and control characters. Bench: bench/ingest/parse_bench.cc (debtors_csv: ten text columns, 4 M rows/s of CPU time,
// one thread of a shared 2-core server at 2.6 GHz).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/record_fields.h"
#include "ingest/convert/cell_verdict.h"
#include "ingest/convert/number_kernel.h"
#include "ingest/convert/text_column_builder.h"

namespace dunlin::ingest {

// Each appends cells.size() rows (null in place of a wrong cell), writes verdicts of wrong cells and returns their number.

/// 1 to 64 bytes, no control characters.
size_t convert_ids(Cells cells, TextColumnBuilder& out, CellVerdict* verdicts);
/// Up to 4096 bytes, no control characters but tabs and line ends.
size_t convert_texts(Cells cells, TextColumnBuilder& out, CellVerdict* verdicts);
/// Entries parted by ';': blanks around them and empty ones are dropped.
size_t convert_text_lists(Cells cells, TextColumnBuilder& out, CellVerdict* verdicts);

// Each looks at cells that were converted, and at those without a verdict only.

/// Countries in two capitals.
size_t check_countries(Cells cells, CellVerdict* verdicts);
/// Lists of time zones: every entry is one of `known` (sorted).
size_t check_zones(Cells cells, std::span<const std::string> known, CellVerdict* verdicts);

/// Position of each name in `names`.
size_t convert_codes(Cells cells, std::span<const std::string_view> names, int64_t* out, CellVerdict* verdicts);
/// Bits of the names listed, parted by ';'.
size_t convert_sets(Cells cells, std::span<const std::string_view> names, int64_t* out, CellVerdict* verdicts);

/// Without blanks and tabs at both ends; keeps a pointer to what it was.
inline std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace dunlin::ingest
