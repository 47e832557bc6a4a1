// Aggregation of rows grouped by debtor (CSR): for every debtor one value out of the rows that a mask selects.
//
// Cost: a feature takes 2 to 5 ns a row, masks included, with 2.5 rows a debtor (2-core AVX-512 server,
// bench/rules/features_bench.cc).
#pragma once

#include <cstdint>
#include <span>

namespace dunlin::rules {

/// `begin` has one offset more than `out` has rows, or none at all: every debtor is without rows then. Masks are one byte a
/// row, 0 or 1. `none` is the answer for debtors without a selected row.
void count_selected(std::span<const uint32_t> begin, std::span<const uint8_t> selected, std::span<int64_t> out);
void sum_selected(std::span<const uint32_t> begin, std::span<const uint8_t> selected, std::span<const int64_t> values,
                  std::span<int64_t> out);
void max_selected(std::span<const uint32_t> begin, std::span<const uint8_t> selected, std::span<const int32_t> values,
                  int64_t none, std::span<int64_t> out);
void min_selected(std::span<const uint32_t> begin, std::span<const uint8_t> selected, std::span<const int64_t> values,
                  int64_t none, std::span<int64_t> out);

/// selected[i] = 1 where bit standing[i] of `standings` is set.
void select_standings(std::span<const uint8_t> standing, uint32_t standings, std::span<uint8_t> selected);

}  // namespace dunlin::rules
