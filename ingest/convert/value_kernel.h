// Cells to the values of the rarer records: rates, truths, instants and the instalments of a plan. Same contract as the
// kernels of number_kernel.h and text_kernel.h; files of these are small, so nothing here is hurried.
#pragma once

#include <cstdint>
#include <span>

#include "ingest/convert/cell_verdict.h"
#include "ingest/convert/date_pattern.h"
#include "ingest/convert/number_kernel.h"
#include "ingest/convert/text_column_builder.h"

namespace dunlin::ingest {

/// Decimals in units of 10^-10.
size_t convert_rates(Cells cells, NumberStyle style, int64_t* out, CellVerdict* verdicts);
/// `true false yes no 1 0`, in any case, as 1 and 0.
size_t convert_booleans(Cells cells, int64_t* out, CellVerdict* verdicts);
/// Seconds UTC: ISO 8601 (core/instant.h), or a date of the file's pattern with a time behind it. A date alone is noon UTC.
size_t convert_instants(Cells cells, const DatePattern& dates, int64_t* out, CellVerdict* verdicts);

/// How a file writes what is in an instalment.
struct InstalmentStyle {
  const DatePattern& dates;
  NumberStyle numbers;
};
/// `date=amount;...` to the form of core/instalments.h; `currencies` as for convert_amounts.
size_t convert_instalments(Cells cells, std::span<const int64_t> currencies, const InstalmentStyle& style,
                           TextColumnBuilder& out, CellVerdict* verdicts);

}  // namespace dunlin::ingest
