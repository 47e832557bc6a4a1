// Arithmetic on chunks of 64-bit columns. Null in, null out. A result that leaves 64 bits sets the row's bit in `redo` and
// leaves null behind; results may overwrite operands. Measured by bench/rules/feel_bench.cc:
// about 1 ns a row for a sum or product and its comparison, 3 ns for a quotient (one core of an AMD EPYC with AVX-512).
#pragma once

#include <cstddef>
#include <cstdint>

#include "rules/feel/compare_kernel.h"

namespace dunlin::rules {

using Binary = void(const int64_t* a, const int64_t* b, size_t rows, int64_t* out, uint64_t* redo);
Binary add_kernel;
Binary subtract_kernel;
Binary multiply_kernel;
Binary min_kernel;
Binary max_kernel;

/// a * factor / b, cut off; null where b is zero.
void divide_kernel(const int64_t* a, const int64_t* b, int64_t factor, size_t rows, int64_t* out, uint64_t* redo);
/// a * factor.
void scale_kernel(const int64_t* a, int64_t factor, size_t rows, int64_t* out, uint64_t* redo);
void abs_kernel(const int64_t* a, size_t rows, int64_t* out);
/// Whole units below (above); redo where a unit's border lies within `tolerance`.
void floor_kernel(const int64_t* a, int64_t unit, int64_t tolerance, size_t rows, int64_t* out, uint64_t* redo);
void ceiling_kernel(const int64_t* a, int64_t unit, int64_t tolerance, size_t rows, int64_t* out, uint64_t* redo);
/// Null outside [low, high].
void calendar_kernel(const int64_t* a, int64_t low, int64_t high, size_t rows, int64_t* out);
/// a where the bit of `choice` is set, else b.
void select_kernel(const uint64_t* choice, const int64_t* a, const int64_t* b, size_t rows, int64_t* out);

}  // namespace dunlin::rules
