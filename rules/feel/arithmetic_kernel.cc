#include "rules/feel/arithmetic_kernel.h"

#include "core/table.h"

namespace dunlin::rules {
namespace {

using core::kNull;

/// Runs step(i, result) -> overflowed over the rows, a word of marks at a time.
template <class Step>
inline void marked_rows(size_t rows, int64_t* out, uint64_t* redo, Step step) {
  for (size_t word = 0; word * 64 < rows; ++word) {
    const size_t begin = word * 64;
    const size_t end = begin + 64 < rows ? begin + 64 : rows;
    uint64_t marks = 0;
    for (size_t i = begin; i < end; ++i) {
      int64_t result = kNull;
      const bool bad = step(i, result);
      out[i] = bad ? kNull : result;
      marks |= static_cast<uint64_t>(bad) << (i - begin);
    }
    redo[word] |= marks;
  }
}

/// A result equal to the mark of null is as good as one beyond 64 bits.
template <class Op>
inline void checked_rows(const int64_t* a, const int64_t* b, size_t rows, int64_t* out, uint64_t* redo, Op op) {
  marked_rows(rows, out, redo, [=](size_t i, int64_t& result) {
    int64_t value = 0;
    const bool overflow = op(a[i], b[i], &value);
    const bool known = (a[i] != kNull) & (b[i] != kNull);
    result = known ? value : kNull;
    return known & (overflow | (value == kNull));
  });
}

/// Floor division; remainder in [0, unit).
inline int64_t floored(int64_t value, int64_t unit, int64_t& rest) {
  int64_t quotient = value / unit;
  rest = value % unit;
  const bool below = rest < 0;
  quotient -= below;
  rest += below ? unit : 0;
  return quotient;
}

}  // namespace

void add_kernel(const int64_t* a, const int64_t* b, size_t rows, int64_t* out, uint64_t* redo) {
  checked_rows(a, b, rows, out, redo, [](int64_t x, int64_t y, int64_t* r) { return __builtin_add_overflow(x, y, r); });
}
void subtract_kernel(const int64_t* a, const int64_t* b, size_t rows, int64_t* out, uint64_t* redo) {
  checked_rows(a, b, rows, out, redo, [](int64_t x, int64_t y, int64_t* r) { return __builtin_sub_overflow(x, y, r); });
}
void multiply_kernel(const int64_t* a, const int64_t* b, size_t rows, int64_t* out, uint64_t* redo) {
  checked_rows(a, b, rows, out, redo, [](int64_t x, int64_t y, int64_t* r) { return __builtin_mul_overflow(x, y, r); });
}

void min_kernel(const int64_t* a, const int64_t* b, size_t rows, int64_t* out, uint64_t*) {
  // Null is the least of all 64-bit integers, so it wins by itself.
  for (size_t i = 0; i < rows; ++i) out[i] = a[i] < b[i] ? a[i] : b[i];
}
void max_kernel(const int64_t* a, const int64_t* b, size_t rows, int64_t* out, uint64_t*) {
  for (size_t i = 0; i < rows; ++i) {
    const int64_t larger = a[i] > b[i] ? a[i] : b[i];
    out[i] = (a[i] == kNull) | (b[i] == kNull) ? kNull : larger;
  }
}

void divide_kernel(const int64_t* a, const int64_t* b, int64_t factor, size_t rows, int64_t* out, uint64_t* redo) {
  marked_rows(rows, out, redo, [=](size_t i, int64_t& result) {
    if (a[i] == kNull || b[i] == kNull || b[i] == 0) return false;
    int64_t numerator = 0;
    if (!__builtin_mul_overflow(a[i], factor, &numerator) && b[i] != -1) {
      result = numerator / b[i];
      return false;
    }
    const __int128 quotient = static_cast<__int128>(a[i]) * factor / b[i];
    result = static_cast<int64_t>(quotient);
    return result != quotient || result == kNull;
  });
}

void scale_kernel(const int64_t* a, int64_t factor, size_t rows, int64_t* out, uint64_t* redo) {
  // The border is divided once, so that no row multiplies in more than 64 bits.
  const int64_t border = INT64_MAX / factor;
  marked_rows(rows, out, redo, [=](size_t i, int64_t& result) {
    const bool bad = (a[i] > border) | (a[i] < -border);
    const auto product = static_cast<int64_t>(static_cast<uint64_t>(a[i]) * static_cast<uint64_t>(factor));
    result = a[i] == kNull ? kNull : product;
    return bad & (a[i] != kNull);
  });
}

void abs_kernel(const int64_t* a, size_t rows, int64_t* out) {
  for (size_t i = 0; i < rows; ++i) out[i] = a[i] < 0 && a[i] != kNull ? -a[i] : a[i];
}

void floor_kernel(const int64_t* a, int64_t unit, int64_t tolerance, size_t rows, int64_t* out, uint64_t* redo) {
  marked_rows(rows, out, redo, [=](size_t i, int64_t& result) {
    if (a[i] == kNull) return false;
    int64_t rest = 0;
    result = floored(a[i], unit, rest);
    return tolerance > 0 && (rest <= tolerance || rest >= unit - tolerance);
  });
}
void ceiling_kernel(const int64_t* a, int64_t unit, int64_t tolerance, size_t rows, int64_t* out, uint64_t* redo) {
  marked_rows(rows, out, redo, [=](size_t i, int64_t& result) {
    if (a[i] == kNull) return false;
    int64_t rest = 0;
    result = floored(a[i], unit, rest);
    result += rest != 0;
    return tolerance > 0 && (rest <= tolerance || rest >= unit - tolerance);
  });
}

void calendar_kernel(const int64_t* a, int64_t low, int64_t high, size_t rows, int64_t* out) {
  for (size_t i = 0; i < rows; ++i) out[i] = (a[i] < low) | (a[i] > high) ? kNull : a[i];
}

void select_kernel(const uint64_t* choice, const int64_t* a, const int64_t* b, size_t rows, int64_t* out) {
  for (size_t i = 0; i < rows; ++i) out[i] = (choice[i / 64] >> (i % 64) & 1) != 0 ? a[i] : b[i];
}

}  // namespace dunlin::rules
