// Comparisons of columns into bits, the commonest work of conditions: compiled once per instruction set and chosen when the
// program starts. Measured by bench/rules/feel_bench.cc: 0.3 ns a row for a column against a constant, with its null mask,
// out of the second cache level (one core of an AMD EPYC with AVX-512).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "rules/feel/vector_program.h"

namespace dunlin::rules {

/// Truths of a chunk: bit i % 64 of word i / 64 is row i. A row is true, null, or, with neither bit, false. Bits behind the
/// last row mean nothing.
struct alignas(64) TruthBits {
  uint64_t is_true[kChunkWords];
  uint64_t is_null[kChunkWords];
};

/// a[i] op c, where c is not null. `=` and `!=` know null as different from c; the orderings of null are null.
void compare_constant_kernel(Comparison op, const int64_t* a, int64_t c, size_t rows, TruthBits& out);

/// a[i] op b[i]; null equals null.
void compare_columns_kernel(Comparison op, const int64_t* a, const int64_t* b, size_t rows, TruthBits& out);

/// As compare_columns_kernel, and sets the bit in `redo` of every row where |a[i] - b[i]| <= tolerance.
void compare_tolerant_kernel(Comparison op, const int64_t* a, const int64_t* b, int64_t tolerance, size_t rows,
                             TruthBits& out, uint64_t* redo);

/// Bits of rows whose code is one of four (repeat one to ask for fewer).
void codes_equal_kernel(const uint32_t* codes, std::span<const uint32_t, 4> wanted, size_t rows, uint64_t* bits);

}  // namespace dunlin::rules
