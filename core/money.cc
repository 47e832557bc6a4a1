#include "core/money.h"

#include <algorithm>
#include <array>

#include "core/overflow_watch.h"

namespace dunlin::core {
namespace {

/// ISO 4217 active codes with a minor unit of two digits, parted by blanks, in alphabetical order.
constexpr std::string_view kTwoDigits =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
    "MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
    "SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD YER ZAR "
    "ZMW ZWL";
constexpr std::string_view kNoDigits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr std::string_view kThreeDigits = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view kFourDigits = "CLF UYW";

bool lists(std::string_view codes, std::string_view code) {
  for (size_t at = 0; at + 3 <= codes.size(); at += 4) {
    if (codes.substr(at, 3) == code) return true;
  }
  return false;
}

}  // namespace

std::optional<Currency> parse_currency(std::string_view text) {
  if (text.size() != 3) return std::nullopt;
  const Currency currency = currency_of_letters(text[0], text[1], text[2]);
  if (currency == kEur) return currency;
  for (const std::string_view codes : {kTwoDigits, kNoDigits, kThreeDigits, kFourDigits}) {
    if (lists(codes, text)) return currency;
  }
  return std::nullopt;
}

std::string to_string(Currency currency) {
  if (!currency.is_set()) return {};
  return {static_cast<char>(currency.code >> 16), static_cast<char>(currency.code >> 8 & 0xFF),
          static_cast<char>(currency.code & 0xFF)};
}

uint32_t minor_digits(Currency currency) {
  if (currency == kEur) return 2;
  const std::string code = to_string(currency);
  if (lists(kNoDigits, code)) return 0;
  if (lists(kThreeDigits, code)) return 3;
  if (lists(kFourDigits, code)) return 4;
  return 2;
}

ParsedAmount parse_amount(std::string_view text, uint32_t digits, char decimal, char group) {
  bool negative = false;
  size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) negative = text[at++] == '-';
  uint64_t value = 0;
  uint32_t places = 0;
  bool any_digit = false;
  bool after_point = false;
  bool overflow = false;
  bool too_precise = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c >= '0' && c <= '9') {
      any_digit = true;
      if (after_point && places == digits) {
        too_precise |= c != '0';
        continue;
      }
      places += after_point;
      overflow |= __builtin_mul_overflow(value, 10U, &value);
      overflow |= __builtin_add_overflow(value, static_cast<uint64_t>(c - '0'), &value);
    } else if (c == decimal && !after_point) {
      after_point = true;
    } else if (group != 0 && c == group && any_digit && !after_point) {
      continue;
    } else {
      return {0, AmountError::kNotANumber};
    }
  }
  if (!any_digit) return {0, AmountError::kNotANumber};
  if (too_precise) return {0, AmountError::kTooManyDigits};
  for (; places < digits; ++places) overflow |= __builtin_mul_overflow(value, 10U, &value);
  if (overflow || value > static_cast<uint64_t>(INT64_MAX)) return {0, AmountError::kOverflow};
  const auto magnitude = static_cast<int64_t>(value);
  return {negative ? -magnitude : magnitude, AmountError::kNone};
}

std::string format_amount(int64_t minor, uint32_t digits) {
  std::string text = std::to_string(minor < 0 ? 0 - static_cast<uint64_t>(minor) : static_cast<uint64_t>(minor));
  if (digits > 0) {
    if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
    text.insert(text.size() - digits, 1, '.');
  }
  if (minor < 0) text.insert(0, 1, '-');
  return text;
}

int64_t checked_add(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  note_overflow();
  return a < 0 ? INT64_MIN + 1 : INT64_MAX;
}

__int128 divide_half_up(__int128 numerator, __int128 denominator) {
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  const bool negative = numerator < 0;
  const __int128 magnitude = negative ? -numerator : numerator;
  const __int128 quotient = (magnitude * 2 + denominator) / (denominator * 2);
  return negative ? -quotient : quotient;
}

}  // namespace dunlin::core
