// Exact decimal numbers of up to 34 significant digits: the arithmetic of FEEL, after IEEE 754 decimal128 without its
// infinities and not-a-numbers. What does not fit is not a number of ours: the operation answers nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::core {

/// coefficient * 10^-scale. Not normalised: 1.50 keeps its zero, and equals 1.5 all the same.
struct Decimal {
  static constexpr int32_t kDigitsMax = 34;    ///< significant digits; more are rounded half-even
  static constexpr int32_t kScaleMax = 6176;   ///< smaller numbers round to zero
  static constexpr int32_t kScaleMin = -6111;  ///< larger numbers are an overflow

  __int128 coefficient = 0;
  int32_t scale = 0;

  static constexpr Decimal of(int64_t scaled, int32_t scale = 0) { return Decimal{scaled, scale}; }
  bool is_zero() const { return coefficient == 0; }
  bool is_integer() const;
  /// The number in units of 10^-scale, rounded half-even; nothing when that leaves 64 bits.
  std::optional<int64_t> scaled_to(int32_t to_scale) const;
  /// The largest number of units of 10^-scale not above this one, and the smallest not below it.
  std::optional<int64_t> floor_to(int32_t to_scale) const;
  std::optional<int64_t> ceiling_to(int32_t to_scale) const;
};

/// By value: 1.50 == 1.5.
std::strong_ordering compare(const Decimal& a, const Decimal& b);
inline bool operator==(const Decimal& a, const Decimal& b) { return compare(a, b) == 0; }
inline std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) { return compare(a, b); }

// Results are exact where 34 digits hold them, else rounded half-even. Nothing on overflow and on division by zero.
std::optional<Decimal> add(const Decimal& a, const Decimal& b);
std::optional<Decimal> subtract(const Decimal& a, const Decimal& b);
std::optional<Decimal> multiply(const Decimal& a, const Decimal& b);
std::optional<Decimal> divide(const Decimal& a, const Decimal& b);
/// Integer powers by squaring; 0 ** negative is a division by zero.
std::optional<Decimal> power(const Decimal& base, int64_t exponent);
Decimal negate(const Decimal& a);
Decimal absolute(const Decimal& a);
Decimal floor(const Decimal& a);
Decimal ceiling(const Decimal& a);

/// Reads `[-]digits[.digits][e[+-]digits]` or `.digits`; nothing for other texts and for overflow.
std::optional<Decimal> parse_decimal(std::string_view text);
/// Shortest form: no trailing zeros behind the point, no exponent where at most 34 digits do without.
std::string to_string(const Decimal& value);

}  // namespace dunlin::core
