#include "ingest/convert/number_kernel.h"

#include <array>
#include <charconv>
#include <cstring>

#include "core/limits.h"
#include "core/money.h"

namespace dunlin::ingest {
namespace {

/// Largest decimal that an int64 of millionths is asked to hold.
constexpr int64_t kDecimalMax = 1'000'000'000'000'000'000;

CellVerdict verdict_of(core::AmountError error) {
  switch (error) {
    case core::AmountError::kNone: return CellVerdict::kGood;
    case core::AmountError::kNotANumber: return CellVerdict::kNotAnAmount;
    case core::AmountError::kTooManyDigits: return CellVerdict::kTooPrecise;
    case core::AmountError::kOverflow: return CellVerdict::kAmountTooLarge;
  }
  return CellVerdict::kNotAnAmount;
}

/// `[-]digits[.digits]` of at most 18 characters with as many places as the currency has, or none: nearly every amount.
inline bool parse_short_amount(std::string_view text, uint32_t digits, char decimal, int64_t& out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  if (text.size() > 18) return false;
  const bool negative = *at == '-';
  at += negative;
  const char* const first = at;
  int64_t value = 0;
  while (at < end && static_cast<unsigned char>(*at - '0') <= 9) value = value * 10 + (*at++ - '0');
  if (at == first) return false;
  if (at < end) {
    if (*at != decimal || static_cast<uint32_t>(end - at - 1) != digits) return false;
    for (++at; at < end; ++at) {
      const auto digit = static_cast<unsigned char>(*at - '0');
      if (digit > 9) return false;
      value = value * 10 + digit;
    }
  } else {
    if (text.size() > 14) return false;
    for (uint32_t i = 0; i < digits; ++i) value *= 10;
  }
  out = negative ? -value : value;
  return true;
}

inline CellVerdict parse_one_amount(std::string_view text, uint32_t digits, NumberStyle style, int64_t& out) {
  if (!parse_short_amount(text, digits, style.decimal, out)) {
    const core::ParsedAmount parsed = core::parse_amount(text, digits, style.decimal, style.group);
    if (parsed.error != core::AmountError::kNone) return verdict_of(parsed.error);
    out = parsed.minor;
  }
  return out > core::kAmountMax || out < -core::kAmountMax ? CellVerdict::kAmountTooLarge : CellVerdict::kGood;
}

inline CellVerdict verdict_of(bool is_date, int64_t day) {
  if (!is_date) return CellVerdict::kNotADate;
  return day < kEarliestDay ? CellVerdict::kDateTooEarly : CellVerdict::kGood;
}

/// Marks a wrong cell.
inline size_t refuse(CellVerdict verdict, CellVerdict& into, int64_t& out) {
  if (verdict == CellVerdict::kGood) return 0;
  into = verdict;
  out = core::kNull;
  return 1;
}

/// First days of the months that receivables live in, and of the month behind them: a look-up instead of calendar
/// arithmetic, and the month's length with it.
constexpr int32_t kFirstYear = 1970;
constexpr int32_t kYears = 160;
constexpr auto kMonthStarts = [] {
  std::array<int32_t, kYears * 12 + 1> starts{};
  for (int32_t i = 0; i <= kYears * 12; ++i) {
    starts[static_cast<size_t>(i)] = core::date_of(kFirstYear + i / 12, static_cast<uint32_t>(i % 12) + 1, 1).days;
  }
  return starts;
}();

/// Strict `YYYY-MM-DD`: eight bytes and two checked and read at once.
inline bool parse_iso(std::string_view text, int64_t& out) {
  if (text.size() != 10) return false;
  uint64_t front;
  uint16_t back;
  std::memcpy(&front, text.data(), sizeof front);
  std::memcpy(&back, text.data() + 8, sizeof back);
  front ^= 0x2D30'302D'3030'3030ULL;  // "0000-00-": digits become 0..9, dashes 0
  back ^= 0x3030;
  // A byte above 9 (above 0 for the dashes) carries into its top bit, or has it already.
  if ((((front + 0x7F76'767F'7676'7676ULL) | front) & 0x8080'8080'8080'8080ULL) != 0) return false;
  if ((((back + 0x7676U) | back) & 0x8080U) != 0) return false;
  const auto digit = [front](unsigned at) { return static_cast<uint32_t>(front >> (8 * at) & 0xFF); };
  const auto year = static_cast<int32_t>(digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3));
  const uint32_t month = digit(5) * 10 + digit(6);
  const uint32_t day = (back & 0xFFU) * 10 + (back >> 8);
  const int32_t since = year - kFirstYear;
  if (since >= 0 && since < kYears && month - 1 <= 11) {
    const size_t at = static_cast<size_t>(since) * 12 + month - 1;
    out = kMonthStarts[at] + static_cast<int64_t>(day) - 1;
    return day != 0 && out < kMonthStarts[at + 1];
  }
  if (year == 0 || month - 1 > 11 || day == 0 || day > core::days_in_month(year, month)) return false;
  out = core::date_of(year, month, day).days;
  return true;
}

}  // namespace

size_t convert_amounts(Cells cells, std::span<const int64_t> currencies, NumberStyle style, int64_t* out,
                       CellVerdict* verdicts) {
  size_t wrong = 0;
  int64_t currency = core::kNull;
  uint32_t digits = 2;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (cells[i].empty() || currencies[i] <= core::kLeave) continue;
    if (currencies[i] != currency) {
      currency = currencies[i];
      digits = core::minor_digits(core::Currency{static_cast<uint32_t>(currency)});
    }
    wrong += refuse(parse_one_amount(cells[i], digits, style, out[i]), verdicts[i], out[i]);
  }
  return wrong;
}

size_t convert_plain_amounts(Cells cells, uint32_t digits, NumberStyle style, int64_t* out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (!cells[i].empty()) wrong += refuse(parse_one_amount(cells[i], digits, style, out[i]), verdicts[i], out[i]);
  }
  return wrong;
}

size_t convert_iso_dates(Cells cells, int64_t* out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (cells[i].empty()) continue;
    const bool good = parse_iso(cells[i], out[i]);
    wrong += refuse(verdict_of(good, out[i]), verdicts[i], out[i]);
  }
  return wrong;
}

size_t convert_dates(Cells cells, const DatePattern& pattern, int64_t* out, CellVerdict* verdicts) {
  if (pattern.is_iso()) return convert_iso_dates(cells, out, verdicts);
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (cells[i].empty()) continue;
    const std::optional<core::Date> date = pattern.parse(cells[i]);
    if (date) out[i] = date->days;
    wrong += refuse(verdict_of(date.has_value(), out[i]), verdicts[i], out[i]);
  }
  return wrong;
}

size_t convert_currencies(Cells cells, int64_t* out, CellVerdict* verdicts) {
  size_t wrong = 0;
  core::Currency known = core::kEur;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    const std::string_view cell = cells[i];
    if (cell.empty()) continue;
    if (cell.size() != 3 || core::currency_of_letters(cell[0], cell[1], cell[2]) != known) {
      const std::optional<core::Currency> currency = core::parse_currency(cell);
      if (!currency) {
        wrong += refuse(CellVerdict::kUnknownCurrency, verdicts[i], out[i]);
        continue;
      }
      known = *currency;
    }
    out[i] = known.code;
  }
  return wrong;
}

size_t convert_integers(Cells cells, int64_t* out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (cells[i].empty()) continue;
    int32_t value = 0;
    const char* const end = cells[i].data() + cells[i].size();
    const auto [at, error] = std::from_chars(cells[i].data(), end, value);
    if (error == std::errc{} && at == end) {
      out[i] = value;
    } else {
      const bool large = error == std::errc::result_out_of_range && at == end;
      wrong += refuse(large ? CellVerdict::kNumberTooLarge : CellVerdict::kNotANumber, verdicts[i], out[i]);
    }
  }
  return wrong;
}

size_t convert_decimals(Cells cells, NumberStyle style, int64_t* out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (cells[i].empty()) continue;
    const core::ParsedAmount parsed = core::parse_amount(cells[i], 6, style.decimal, style.group);
    CellVerdict verdict = CellVerdict::kGood;
    if (parsed.error == core::AmountError::kNotANumber) verdict = CellVerdict::kNotANumber;
    if (parsed.error == core::AmountError::kTooManyDigits) verdict = CellVerdict::kNumberTooPrecise;
    if (parsed.error == core::AmountError::kOverflow) verdict = CellVerdict::kNumberTooLarge;
    out[i] = parsed.minor;
    if (parsed.minor > kDecimalMax || parsed.minor < -kDecimalMax) verdict = CellVerdict::kNumberTooLarge;
    wrong += refuse(verdict, verdicts[i], out[i]);
  }
  return wrong;
}

}  // namespace dunlin::ingest
