#include "core/decimal.h"

#include <algorithm>

#include "core/invariant.h"

namespace dunlin::core {
namespace {

using Wide = unsigned __int128;

constexpr int32_t kPowers = 39;  // 10^38 is the last power of ten in 128 bits
struct PowerTable {
  Wide at[kPowers];
};
constexpr PowerTable power_table() {
  PowerTable table{};
  Wide power = 1;
  for (int32_t i = 0; i < kPowers; ++i) {
    table.at[i] = power;
    if (i + 1 < kPowers) power *= 10;
  }
  return table;
}
constexpr PowerTable kTens = power_table();

Wide magnitude(__int128 value) { return value < 0 ? 0 - static_cast<Wide>(value) : static_cast<Wide>(value); }
__int128 with_sign(Wide value, bool negative) {
  return negative ? -static_cast<__int128>(value) : static_cast<__int128>(value);
}

int32_t bits_of(Wide value) {
  const auto high = static_cast<uint64_t>(value >> 64);
  const auto low = static_cast<uint64_t>(value);
  if (high != 0) return 128 - __builtin_clzll(high);
  return low == 0 ? 0 : 64 - __builtin_clzll(low);
}

/// Decimal digits; 0 for 0.
int32_t digits_of(Wide value) {
  if (value == 0) return 0;
  // 1233 / 4096 is log10(2) from above closely enough for 128 bits; the table mends the estimate.
  const int32_t estimate = bits_of(value) * 1233 >> 12;
  return estimate < kPowers && value >= kTens.at[estimate] ? estimate + 1 : estimate;
}

/// Rounds value (+ something in (0, 1) when `sticky`) * 10^-scale half-even to 34 digits and the bounds of the scale.
/// A sticky value must have more than 34 digits, so that what was cut off lies below the digits dropped here.
std::optional<Decimal> rounded(Wide value, bool sticky, int64_t scale, bool negative) {
  int64_t drop = std::max<int64_t>(digits_of(value) - Decimal::kDigitsMax, 0);
  drop = std::max(drop, scale - Decimal::kScaleMax);
  if (drop > 0) {
    if (drop >= kPowers) return Decimal{};
    const Wide unit = kTens.at[drop];
    const Wide rest = value % unit;
    value /= unit;
    scale -= drop;
    const Wide half = unit / 2;
    const bool up = rest > half || (rest == half && (sticky || (value & 1) != 0));
    value += up;
    if (value == kTens.at[Decimal::kDigitsMax]) {
      value /= 10;
      --scale;
    }
  }
  if (value == 0) return Decimal{0, static_cast<int32_t>(std::clamp<int64_t>(scale, 0, Decimal::kScaleMax))};
  if (scale < Decimal::kScaleMin) {
    const int64_t pad = Decimal::kScaleMin - scale;
    if (pad > Decimal::kDigitsMax - digits_of(value)) return std::nullopt;
    value *= kTens.at[pad];
    scale += pad;
  }
  return Decimal{with_sign(value, negative), static_cast<int32_t>(scale)};
}

/// 256 bits as four limbs, least first.
struct Product {
  uint64_t limb[4];
};

Product product_of(Wide a, Wide b) {
  const uint64_t x[2] = {static_cast<uint64_t>(a), static_cast<uint64_t>(a >> 64)};
  const uint64_t y[2] = {static_cast<uint64_t>(b), static_cast<uint64_t>(b >> 64)};
  Product result{};
  for (int i = 0; i < 2; ++i) {
    uint64_t carry = 0;
    for (int j = 0; j < 2; ++j) {
      const Wide sum = static_cast<Wide>(x[i]) * y[j] + result.limb[i + j] + carry;
      result.limb[i + j] = static_cast<uint64_t>(sum);
      carry = static_cast<uint64_t>(sum >> 64);
    }
    result.limb[i + 2] = carry;
  }
  return result;
}

/// Divides in place by `divisor` and returns the remainder.
uint64_t divide_small(Product& value, uint64_t divisor) {
  uint64_t rest = 0;
  for (int i = 3; i >= 0; --i) {
    const Wide part = static_cast<Wide>(rest) << 64 | value.limb[i];
    value.limb[i] = static_cast<uint64_t>(part / divisor);
    rest = static_cast<uint64_t>(part % divisor);
  }
  return rest;
}

Wide scaled_quotient(const Decimal& value, int32_t to_scale, Wide& rest, Wide& unit) {
  const int64_t drop = static_cast<int64_t>(value.scale) - to_scale;
  const Wide whole = magnitude(value.coefficient);
  if (drop >= kPowers) {
    // Less than one unit, whatever the digits: report it as a rest below half of a huge unit.
    unit = kTens.at[kPowers - 1];
    rest = whole == 0 ? 0 : 1;
    return 0;
  }
  unit = kTens.at[drop];
  rest = whole % unit;
  return whole / unit;
}

enum class Toward { kHalfEven, kFloor, kCeiling };

std::optional<int64_t> rescaled(const Decimal& value, int32_t to_scale, Toward toward) {
  const bool negative = value.coefficient < 0;
  Wide whole = 0;
  if (to_scale >= value.scale) {
    const int64_t up = static_cast<int64_t>(to_scale) - value.scale;
    whole = magnitude(value.coefficient);
    if (whole != 0) {
      if (up + digits_of(whole) > 20) return std::nullopt;
      whole *= kTens.at[up];
    }
  } else {
    Wide rest = 0;
    Wide unit = 1;
    whole = scaled_quotient(value, to_scale, rest, unit);
    if (toward == Toward::kHalfEven) {
      whole += rest > unit / 2 || (rest == unit / 2 && (whole & 1) != 0);
    } else {
      whole += rest != 0 && negative == (toward == Toward::kFloor);
    }
  }
  if (whole > static_cast<Wide>(INT64_MAX)) return std::nullopt;
  return static_cast<int64_t>(with_sign(whole, negative));
}

/// The multiple of 1 next to the value.
Decimal to_integer(const Decimal& value, bool up) {
  if (value.scale <= 0) return value;
  Wide rest = 0;
  Wide unit = 1;
  const bool negative = value.coefficient < 0;
  Wide whole = scaled_quotient(value, 0, rest, unit);
  whole += rest != 0 && negative != up;
  return Decimal{with_sign(whole, negative), 0};
}

/// Adds magnitudes a >= b in decimal position (a has the smaller scale), with signs.
std::optional<Decimal> add_aligned(const Decimal& a, const Decimal& b) {
  const int64_t gap = static_cast<int64_t>(b.scale) - a.scale;
  Wide left = magnitude(a.coefficient);
  Wide right = magnitude(b.coefficient);
  int64_t scale = b.scale;
  bool sticky = false;
  // 37 digits leave room for a carry in 128 bits, and for three digits below the 34 that stay.
  const int64_t room = 37 - digits_of(left);
  if (gap <= room) {
    left *= kTens.at[gap];
  } else {
    left *= kTens.at[room];
    const int64_t drop = gap - room;
    scale -= drop;
    sticky = drop >= kPowers ? right != 0 : right % kTens.at[drop] != 0;
    right = drop >= kPowers ? 0 : right / kTens.at[drop];
  }
  const bool left_negative = a.coefficient < 0;
  const bool right_negative = b.coefficient < 0;
  if (left_negative == right_negative) return rounded(left + right, sticky, scale, left_negative);
  if (left >= right + sticky) return rounded(left - right - sticky, sticky, scale, left_negative);
  return rounded(right - left, sticky, scale, right_negative);
}

}  // namespace

bool Decimal::is_integer() const {
  if (scale <= 0 || coefficient == 0) return true;
  return scale < kPowers && magnitude(coefficient) % kTens.at[scale] == 0;
}
std::optional<int64_t> Decimal::scaled_to(int32_t to_scale) const { return rescaled(*this, to_scale, Toward::kHalfEven); }
std::optional<int64_t> Decimal::floor_to(int32_t to_scale) const { return rescaled(*this, to_scale, Toward::kFloor); }
std::optional<int64_t> Decimal::ceiling_to(int32_t to_scale) const { return rescaled(*this, to_scale, Toward::kCeiling); }

std::strong_ordering compare(const Decimal& a, const Decimal& b) {
  const auto sign = [](const Decimal& x) { return x.coefficient < 0 ? -1 : x.coefficient > 0 ? 1 : 0; };
  const int sign_a = sign(a);
  const int sign_b = sign(b);
  if (sign_a != sign_b || sign_a == 0) return sign_a <=> sign_b;
  Wide left = magnitude(a.coefficient);
  Wide right = magnitude(b.coefficient);
  // Where the leading digits stand decides, unless they stand in the same place; then at most 34 digits are to compare.
  const int32_t top_left = digits_of(left) - a.scale;
  const int32_t top_right = digits_of(right) - b.scale;
  std::strong_ordering order = top_left <=> top_right;
  if (order == 0) {
    if (a.scale < b.scale) left *= kTens.at[b.scale - a.scale];
    if (b.scale < a.scale) right *= kTens.at[a.scale - b.scale];
    order = left <=> right;
  }
  return sign_a > 0 ? order : 0 <=> order;
}

std::optional<Decimal> add(const Decimal& a, const Decimal& b) {
  if (a.is_zero() && a.scale <= b.scale) return b;
  if (b.is_zero() && b.scale <= a.scale) return a;
  if (a.is_zero() || b.is_zero()) {
    // The zero's extra places show no digit; keep the number.
    return a.is_zero() ? b : a;
  }
  return a.scale <= b.scale ? add_aligned(a, b) : add_aligned(b, a);
}
std::optional<Decimal> subtract(const Decimal& a, const Decimal& b) { return add(a, negate(b)); }

std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) {
  const bool negative = (a.coefficient < 0) != (b.coefficient < 0);
  const Wide left = magnitude(a.coefficient);
  const Wide right = magnitude(b.coefficient);
  int64_t scale = static_cast<int64_t>(a.scale) + b.scale;
  if (bits_of(left) + bits_of(right) <= 127) return rounded(left * right, false, scale, negative);
  Product product = product_of(left, right);
  const Wide top = static_cast<Wide>(product.limb[3]) << 64 | product.limb[2];
  const int32_t bits = top != 0 ? 128 + bits_of(top) : bits_of(static_cast<Wide>(product.limb[1]) << 64 | product.limb[0]);
  // At least this many digits and at most one more; 36 or 37 of them stay for the rounding.
  int32_t drop = ((bits - 1) * 1233 >> 12) + 1 - 36;
  bool sticky = false;
  scale -= drop;
  while (drop > 0) {
    const int32_t step = std::min(drop, 19);
    sticky |= divide_small(product, static_cast<uint64_t>(kTens.at[step])) != 0;
    drop -= step;
  }
  INVARIANT(product.limb[2] == 0 && product.limb[3] == 0, "product of decimals keeps too many digits");
  return rounded(static_cast<Wide>(product.limb[1]) << 64 | product.limb[0], sticky, scale, negative);
}

std::optional<Decimal> divide(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) return std::nullopt;
  const bool negative = (a.coefficient < 0) != (b.coefficient < 0);
  const Wide divisor = magnitude(b.coefficient);
  Wide quotient = magnitude(a.coefficient) / divisor;
  Wide rest = magnitude(a.coefficient) % divisor;
  int64_t scale = static_cast<int64_t>(a.scale) - b.scale;
  // Long division by as many digits at a time as 128 bits hold, until 36 digits stand or nothing is left.
  const int32_t stride = 37 - digits_of(divisor);
  while (rest != 0 && digits_of(quotient) < 36) {
    const int32_t step = std::min(stride, 37 - digits_of(quotient));
    rest *= kTens.at[step];
    quotient = quotient * kTens.at[step] + rest / divisor;
    rest %= divisor;
    scale += step;
  }
  while (rest == 0 && scale > 0 && quotient != 0 && quotient % 10 == 0) {
    quotient /= 10;
    --scale;
  }
  return rounded(quotient, rest != 0, scale, negative);
}

std::optional<Decimal> power(const Decimal& base, int64_t exponent) {
  std::optional<Decimal> result = Decimal::of(1);
  std::optional<Decimal> square = base;
  for (uint64_t left = exponent < 0 ? 0 - static_cast<uint64_t>(exponent) : static_cast<uint64_t>(exponent); left != 0;) {
    if ((left & 1) != 0) result = multiply(*result, *square);
    left >>= 1;
    if (!result) return std::nullopt;
    if (left == 0) break;
    square = multiply(*square, *square);
    if (!square) return std::nullopt;
  }
  return exponent < 0 ? divide(Decimal::of(1), *result) : result;
}

Decimal negate(const Decimal& a) { return Decimal{-a.coefficient, a.scale}; }
Decimal absolute(const Decimal& a) { return Decimal{a.coefficient < 0 ? -a.coefficient : a.coefficient, a.scale}; }
Decimal floor(const Decimal& a) { return to_integer(a, false); }
Decimal ceiling(const Decimal& a) { return to_integer(a, true); }

std::optional<Decimal> parse_decimal(std::string_view text) {
  size_t at = 0;
  const bool negative = at < text.size() && text[at] == '-';
  at += negative;
  Wide value = 0;
  int64_t scale = 0;
  bool any = false;
  bool point = false;
  bool sticky = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') break;
    any = true;
    if (digits_of(value) < 37) {
      value = value * 10 + static_cast<Wide>(c - '0');
      scale += point;
    } else {
      sticky |= c != '0';
      scale -= !point;
    }
  }
  if (!any || text[at - 1] == '.') return std::nullopt;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    const bool down = at < text.size() && text[at] == '-';
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (at == text.size()) return std::nullopt;
    int64_t exponent = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      exponent = std::min<int64_t>(exponent * 10 + (text[at] - '0'), 1'000'000);
    }
    scale += down ? exponent : -exponent;
  }
  if (at != text.size()) return std::nullopt;
  return rounded(value, sticky, scale, negative);
}

std::string to_string(const Decimal& value) {
  Wide whole = magnitude(value.coefficient);
  if (whole == 0) return "0";
  int32_t scale = value.scale;
  while (whole % 10 == 0) {
    whole /= 10;
    --scale;
  }
  std::string digits;
  for (Wide rest = whole; rest != 0; rest /= 10) digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
  std::reverse(digits.begin(), digits.end());
  const auto count = static_cast<int32_t>(digits.size());
  if (scale <= 0 && count - scale <= Decimal::kDigitsMax) {
    digits.append(static_cast<size_t>(-scale), '0');
  } else if (scale > 0 && scale < Decimal::kDigitsMax + 1) {
    if (count <= scale) digits.insert(0, static_cast<size_t>(scale - count + 1), '0');
    digits.insert(digits.size() - static_cast<size_t>(scale), 1, '.');
  } else {
    if (count > 1) digits.insert(1, 1, '.');
    digits += "e" + std::to_string(count - 1 - scale);
  }
  return value.coefficient < 0 ? "-" + digits : digits;
}

}  // namespace dunlin::core
