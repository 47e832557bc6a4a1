#include "rules/feel/compare_kernel.h"

#include <cstring>

#include "core/table.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "rules/feel/compare_kernel.cc"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace dunlin::rules {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// At most eight lanes, so that a mask is one byte; on 256 bits four lanes fill half of it.
using Ints = hn::CappedTag<int64_t, 8>;
using Codes = hn::CappedTag<uint32_t, 16>;

struct Equal {
  template <class V>
  HWY_INLINE auto operator()(V a, V b) const {
    return hn::Eq(a, b);
  }
  bool operator()(int64_t a, int64_t b) const { return a == b; }
};
struct Less {
  template <class V>
  HWY_INLINE auto operator()(V a, V b) const {
    return hn::Lt(a, b);
  }
  bool operator()(int64_t a, int64_t b) const { return a < b; }
};

/// A word of 64 rows. `b` answers the vector of rows j onward.
template <class Test, class B>
HWY_INLINE uint64_t word_of(const int64_t* HWY_RESTRICT a, B b, Test test) {
  const Ints d;
  uint64_t word = 0;
  for (size_t j = 0; j < 64; j += hn::Lanes(d)) {
    uint8_t bits[8] = {};
    hn::StoreMaskBits(d, test(hn::LoadU(d, a + j), b(j)), bits);
    word |= static_cast<uint64_t>(bits[0]) << j;
  }
  return word;
}

/// All words of `rows` rows: word(w) for whole ones, bit(i) for the rows of the last.
template <class Word, class Bit>
HWY_INLINE void fill_bits(size_t rows, uint64_t* HWY_RESTRICT out, Word word, Bit bit) {
  const size_t whole = rows / 64;
  for (size_t w = 0; w < whole; ++w) out[w] = word(w);
  if (rows % 64 == 0) return;
  uint64_t last = 0;
  for (size_t i = whole * 64; i < rows; ++i) last |= static_cast<uint64_t>(bit(i)) << (i % 64);
  out[whole] = last;
}

template <class Test>
HWY_INLINE void constant_bits(const int64_t* a, int64_t c, size_t rows, uint64_t* out, Test test) {
  const Ints d;
  const auto constant = hn::Set(d, c);
  fill_bits(
      rows, out,
      [&](size_t w) {
        return word_of(
            a + w * 64, [&](size_t) { return constant; }, test);
      },
      [&](size_t i) { return test(a[i], c); });
}

template <class Test>
HWY_INLINE void column_bits(const int64_t* a, const int64_t* b, size_t rows, uint64_t* out, Test test) {
  const Ints d;
  fill_bits(
      rows, out,
      [&](size_t w) {
        const int64_t* HWY_RESTRICT other = b + w * 64;
        return word_of(
            a + w * 64, [&](size_t j) { return hn::LoadU(d, other + j); }, test);
      },
      [&](size_t i) { return test(a[i], b[i]); });
}

HWY_INLINE void negate_known(size_t rows, TruthBits& out) {
  for (size_t w = 0; w * 64 < rows; ++w) out.is_true[w] = ~(out.is_true[w] | out.is_null[w]);
}
HWY_INLINE void mask_nulls(size_t rows, TruthBits& out) {
  for (size_t w = 0; w * 64 < rows; ++w) out.is_true[w] &= ~out.is_null[w];
}

void CompareConstant(Comparison op, const int64_t* a, int64_t c, size_t rows, TruthBits& out) {
  if (op == Comparison::kEqual || op == Comparison::kNotEqual) {
    std::memset(out.is_null, 0, sizeof out.is_null);
    constant_bits(a, c, rows, out.is_true, Equal());
    if (op == Comparison::kNotEqual) negate_known(rows, out);
    return;
  }
  constant_bits(a, core::kNull, rows, out.is_null, Equal());
  // a > c is not (a < c + 1), and a <= c is a < c + 1; where c + 1 leaves 64 bits every number is at most c.
  const bool up = op == Comparison::kGreater || op == Comparison::kLessEqual;
  if (up && c == INT64_MAX) {
    std::memset(out.is_true, 0xFF, sizeof out.is_true);
  } else {
    constant_bits(a, up ? c + 1 : c, rows, out.is_true, Less());
  }
  if (op == Comparison::kGreater || op == Comparison::kGreaterEqual) {
    negate_known(rows, out);
  } else {
    mask_nulls(rows, out);
  }
}

void CompareColumns(Comparison op, const int64_t* a, const int64_t* b, size_t rows, TruthBits& out) {
  if (op == Comparison::kEqual || op == Comparison::kNotEqual) {
    std::memset(out.is_null, 0, sizeof out.is_null);
    column_bits(a, b, rows, out.is_true, Equal());
    if (op == Comparison::kNotEqual) negate_known(rows, out);
    return;
  }
  uint64_t other_null[kChunkWords];
  constant_bits(a, core::kNull, rows, out.is_null, Equal());
  constant_bits(b, core::kNull, rows, other_null, Equal());
  for (size_t w = 0; w * 64 < rows; ++w) out.is_null[w] |= other_null[w];
  const bool swapped = op == Comparison::kGreater || op == Comparison::kLessEqual;
  column_bits(swapped ? b : a, swapped ? a : b, rows, out.is_true, Less());
  if (op == Comparison::kLessEqual || op == Comparison::kGreaterEqual) {
    negate_known(rows, out);
  } else {
    mask_nulls(rows, out);
  }
}

void CodesEqual(const uint32_t* codes, const uint32_t* wanted, size_t rows, uint64_t* bits) {
  const Codes d;
  const auto w0 = hn::Set(d, wanted[0]);
  const auto w1 = hn::Set(d, wanted[1]);
  const auto w2 = hn::Set(d, wanted[2]);
  const auto w3 = hn::Set(d, wanted[3]);
  const auto word = [&](size_t at) {
    uint64_t result = 0;
    for (size_t j = 0; j < 64; j += hn::Lanes(d)) {
      const auto code = hn::LoadU(d, codes + at * 64 + j);
      uint8_t part[8] = {};
      const auto low = hn::Or(hn::Eq(code, w0), hn::Eq(code, w1));
      const auto high = hn::Or(hn::Eq(code, w2), hn::Eq(code, w3));
      hn::StoreMaskBits(d, hn::Or(low, high), part);
      result |= (static_cast<uint64_t>(part[0]) | static_cast<uint64_t>(part[1]) << 8) << j;
    }
    return result;
  };
  fill_bits(rows, bits, word, [&](size_t i) {
    return codes[i] == wanted[0] || codes[i] == wanted[1] || codes[i] == wanted[2] || codes[i] == wanted[3];
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace dunlin::rules
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dunlin::rules {

HWY_EXPORT(CompareConstant);
HWY_EXPORT(CompareColumns);
HWY_EXPORT(CodesEqual);

void compare_constant_kernel(Comparison op, const int64_t* a, int64_t c, size_t rows, TruthBits& out) {
  HWY_DYNAMIC_DISPATCH(CompareConstant)(op, a, c, rows, out);
}

void compare_columns_kernel(Comparison op, const int64_t* a, const int64_t* b, size_t rows, TruthBits& out) {
  HWY_DYNAMIC_DISPATCH(CompareColumns)(op, a, b, rows, out);
}

void compare_tolerant_kernel(Comparison op, const int64_t* a, const int64_t* b, int64_t tolerance, size_t rows,
                             TruthBits& out, uint64_t* redo) {
  compare_columns_kernel(op, a, b, rows, out);
  for (size_t i = 0; i < rows; ++i) {
    const uint64_t distance = a[i] > b[i] ? static_cast<uint64_t>(a[i]) - static_cast<uint64_t>(b[i])
                                          : static_cast<uint64_t>(b[i]) - static_cast<uint64_t>(a[i]);
    const bool known = a[i] != core::kNull && b[i] != core::kNull;
    redo[i / 64] |= static_cast<uint64_t>(known && distance <= static_cast<uint64_t>(tolerance)) << (i % 64);
  }
}

void codes_equal_kernel(const uint32_t* codes, std::span<const uint32_t, 4> wanted, size_t rows, uint64_t* bits) {
  HWY_DYNAMIC_DISPATCH(CodesEqual)(codes, wanted.data(), rows, bits);
}

}  // namespace dunlin::rules
#endif
