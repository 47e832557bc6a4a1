// Cells to integers: amounts, dates, currencies, whole and decimal numbers. A column of a tile in, a column of values and
// verdicts out; empty cells become kNull and absent ones kLeave. Fast ways for the usual spellings, core's parsers for the
// rest; a test holds the two together. Bench: bench/ingest/parse_bench.cc; a file of receivables (9 columns, 83 bytes) from
// read() to batches at 6.5 M rows/s of CPU time, one thread of a shared 2-core server at 2.6 GHz, of which these are a
// tenth.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/limits.h"
#include "core/table.h"
#include "ingest/convert/cell_verdict.h"
#include "ingest/convert/date_pattern.h"

namespace dunlin::ingest {

using Cells = std::span<const std::string_view>;

/// An empty cell clears its field (kNull); one without data was not spoken of (kLeave).
inline int64_t empty_value(std::string_view cell) { return cell.data() == nullptr ? core::kLeave : core::kNull; }

/// Days since 1970 of the earliest date that a record may name.
inline constexpr int32_t kEarliestDay = core::date_of(core::kEarliestYear, 1, 1).days;

struct NumberStyle {
  char decimal = '.';
  char group = 0;
};

// Each writes out[0..cells.size()) and the verdicts of cells that are wrong (their value is kNull), leaves other verdicts
// alone, and returns how many were wrong.

/// `currencies` gives each row's currency; rows whose currency is not known are passed over.
size_t convert_amounts(Cells cells, std::span<const int64_t> currencies, NumberStyle style, int64_t* out,
                       CellVerdict* verdicts);
/// Amounts that all have `digits` places.
size_t convert_plain_amounts(Cells cells, uint32_t digits, NumberStyle style, int64_t* out, CellVerdict* verdicts);
size_t convert_iso_dates(Cells cells, int64_t* out, CellVerdict* verdicts);
size_t convert_dates(Cells cells, const DatePattern& pattern, int64_t* out, CellVerdict* verdicts);
size_t convert_currencies(Cells cells, int64_t* out, CellVerdict* verdicts);
/// Whole numbers of up to 32 bits.
size_t convert_integers(Cells cells, int64_t* out, CellVerdict* verdicts);
/// Decimals in millionths.
size_t convert_decimals(Cells cells, NumberStyle style, int64_t* out, CellVerdict* verdicts);

}  // namespace dunlin::ingest
