// Money is an exact count of minor units in one ISO 4217 currency. No binary floating point comes near it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::core {

/// The three letters of ISO 4217 packed big-endian into the low 24 bits, so that a column of currencies is a column of
/// integers whose order is the order of the codes.
struct Currency {
  uint32_t code = 0;
  constexpr bool is_set() const { return code != 0; }
  friend constexpr auto operator<=>(const Currency&, const Currency&) = default;
};
constexpr Currency currency_of_letters(char a, char b, char c) {
  return Currency{static_cast<uint32_t>(static_cast<unsigned char>(a)) << 16 |
                  static_cast<uint32_t>(static_cast<unsigned char>(b)) << 8 | static_cast<unsigned char>(c)};
}
inline constexpr Currency kEur = currency_of_letters('E', 'U', 'R');

/// A currency that ISO 4217 lists as money with a minor unit (XAU, XXX and their like are refused).
std::optional<Currency> parse_currency(std::string_view text);
std::string to_string(Currency currency);
/// Digits of the minor unit: EUR 2, JPY 0, KWD 3, CLF 4.
uint32_t minor_digits(Currency currency);
constexpr int64_t power_of_ten(uint32_t digits) {
  int64_t power = 1;
  while (digits-- > 0) power *= 10;
  return power;
}

/// Why an amount could not be read.
enum class AmountError { kNone, kNotANumber, kTooManyDigits, kOverflow };
struct ParsedAmount {
  int64_t minor = 0;
  AmountError error = AmountError::kNone;
};
/// Reads `[-+]digits[.digits]` into minor units of `digits` places; more places than that are refused unless they are zeros.
/// `decimal` is the decimal separator; `group`, when not 0, is skipped between digits.
ParsedAmount parse_amount(std::string_view text, uint32_t digits, char decimal = '.', char group = 0);
/// `-1234.50` for (-123450, 2).
std::string format_amount(int64_t minor, uint32_t digits);

/// A sum that leaves int64 saturates and is noted for whoever watches (core/overflow_watch.h); else it is our bug.
int64_t checked_add(int64_t a, int64_t b);

/// Half-up division of exact integers, for shares and conversions: sign-symmetric (half away from zero).
__int128 divide_half_up(__int128 numerator, __int128 denominator);

}  // namespace dunlin::core
