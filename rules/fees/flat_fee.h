// Flat fees per currency, as a step shows them: `flat = "5.00 EUR"` or `flat = { EUR = "5.00", GBP = "4.00" }`.
#pragma once

#include <cstdint>
#include <span>

#include "rules/fees/fee_rule.h"

namespace dunlin::rules {

/// Minor units; a currency not named is charged nothing.
int64_t flat_fee_in(std::span<const FeeAmount> fee, uint32_t currency);

/// Writes the fee of each line of an action: of the anchor's line alone, or of every line. `line_currencies` are
/// Currency::code; `line_fees` has as many rows.
void write_line_fees(std::span<const FeeAmount> fee, FeePer per, std::span<const uint32_t> line_currencies,
                     size_t anchor_line, std::span<int64_t> line_fees);

}  // namespace dunlin::rules
