#include "ingest/convert/value_kernel.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/instalments.h"
#include "core/instant.h"
#include "core/limits.h"
#include "core/money.h"
#include "ingest/convert/text_kernel.h"

namespace dunlin::ingest {
namespace {

constexpr uint32_t kRateDigits = 10;
/// Largest exchange rate: a hundred million. What is a percentage has a bound of its own (record_rules.cc).
constexpr int64_t kQuoteMax = 1'000'000'000'000'000'000;

struct Truth {
  std::string_view word;
  int64_t value;
};
constexpr std::array<Truth, 6> kTruths = {{{"true", 1}, {"false", 0}, {"yes", 1}, {"no", 0}, {"1", 1}, {"0", 0}}};

bool same_word(std::string_view a, std::string_view lower) {
  return std::equal(a.begin(), a.end(), lower.begin(), lower.end(),
                    [](char c, char wanted) { return (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) == wanted; });
}

inline size_t refuse(CellVerdict verdict, CellVerdict& into, int64_t& out) {
  if (verdict == CellVerdict::kGood) return 0;
  into = verdict;
  out = core::kNull;
  return 1;
}

std::optional<int64_t> instant_of(std::string_view text, const DatePattern& dates) {
  if (const auto iso = core::parse_instant(text)) return iso;
  // The time begins two digits before the first colon; a blank or 'T' parts it from the date.
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    const auto date = dates.parse(text);
    return date ? std::optional(date->days * core::kSecondsPerDay + core::kDateAloneSeconds) : std::nullopt;
  }
  if (colon < 3) return std::nullopt;
  const char parting = text[colon - 3];
  if (parting != ' ' && parting != 'T' && parting != 't') return std::nullopt;
  const auto date = dates.parse(trimmed(text.substr(0, colon - 3)));
  const auto time = core::parse_time_of_day(text.substr(colon - 2));
  if (!date || !time) return std::nullopt;
  return date->days * core::kSecondsPerDay + *time;
}

CellVerdict read_instalments(std::string_view text, uint32_t digits, const InstalmentStyle& style,
                             std::vector<core::Instalment>& out) {
  out.clear();
  while (!text.empty()) {
    const size_t cut = std::min(text.find(';'), text.size());
    const std::string_view entry = trimmed(text.substr(0, cut));
    text.remove_prefix(std::min(cut + 1, text.size()));
    if (entry.empty()) continue;
    const size_t equal = entry.find('=');
    if (equal == std::string_view::npos) return CellVerdict::kNotInstalments;
    const auto due = style.dates.parse(trimmed(entry.substr(0, equal)));
    if (!due) return CellVerdict::kNotInstalments;
    if (due->days < kEarliestDay) return CellVerdict::kDateTooEarly;
    const core::ParsedAmount amount =
        core::parse_amount(trimmed(entry.substr(equal + 1)), digits, style.numbers.decimal, style.numbers.group);
    if (amount.error != core::AmountError::kNone || amount.minor <= 0 || amount.minor > core::kAmountMax) {
      return CellVerdict::kInstalmentAmount;
    }
    if (!out.empty() && *due <= out.back().due) return CellVerdict::kInstalmentOrder;
    out.push_back({*due, amount.minor});
  }
  return out.empty() ? CellVerdict::kNotInstalments : CellVerdict::kGood;
}

}  // namespace

size_t convert_rates(Cells cells, NumberStyle style, int64_t* out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (cells[i].empty()) continue;
    const core::ParsedAmount parsed = core::parse_amount(cells[i], kRateDigits, style.decimal, style.group);
    CellVerdict verdict = CellVerdict::kGood;
    if (parsed.error == core::AmountError::kNotANumber) verdict = CellVerdict::kNotANumber;
    if (parsed.error == core::AmountError::kTooManyDigits) verdict = CellVerdict::kRateTooPrecise;
    if (parsed.error == core::AmountError::kOverflow) verdict = CellVerdict::kNumberTooLarge;
    out[i] = parsed.minor;
    if (parsed.minor > kQuoteMax || parsed.minor < -kQuoteMax) verdict = CellVerdict::kNumberTooLarge;
    wrong += refuse(verdict, verdicts[i], out[i]);
  }
  return wrong;
}

size_t convert_booleans(Cells cells, int64_t* out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (cells[i].empty()) continue;
    const auto* const truth =
        std::find_if(kTruths.begin(), kTruths.end(), [&](const Truth& known) { return same_word(cells[i], known.word); });
    if (truth != kTruths.end()) out[i] = truth->value;
    wrong += refuse(truth != kTruths.end() ? CellVerdict::kGood : CellVerdict::kNotABoolean, verdicts[i], out[i]);
  }
  return wrong;
}

size_t convert_instants(Cells cells, const DatePattern& dates, int64_t* out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (cells[i].empty()) continue;
    const std::optional<int64_t> instant = instant_of(cells[i], dates);
    CellVerdict verdict = instant ? CellVerdict::kGood : CellVerdict::kNotAnInstant;
    if (instant && *instant < kEarliestDay * core::kSecondsPerDay) verdict = CellVerdict::kDateTooEarly;
    if (instant) out[i] = *instant;
    wrong += refuse(verdict, verdicts[i], out[i]);
  }
  return wrong;
}

size_t convert_instalments(Cells cells, std::span<const int64_t> currencies, const InstalmentStyle& style,
                           TextColumnBuilder& out, CellVerdict* verdicts) {
  size_t wrong = 0;
  std::vector<core::Instalment> read;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) {
      out.append(cells[i]);
      continue;
    }
    std::string stored;
    // A row whose currency is not known has its fault already.
    if (currencies[i] > core::kLeave) {
      const uint32_t digits = core::minor_digits(core::Currency{static_cast<uint32_t>(currencies[i])});
      CellVerdict verdict = read_instalments(cells[i], digits, style, read);
      if (verdict == CellVerdict::kGood) stored = core::format_instalments(read);
      if (stored.size() > core::kTextBytesMax) verdict = CellVerdict::kTextTooLong;
      if (verdict != CellVerdict::kGood) {
        verdicts[i] = verdict;
        stored.clear();
        ++wrong;
      }
    }
    out.append(stored);
  }
  return wrong;
}

}  // namespace dunlin::ingest
