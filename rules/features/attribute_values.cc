#include "rules/features/attribute_values.h"

#include <vector>

#include "core/date.h"
#include "core/money.h"

namespace dunlin::rules {
namespace {

int64_t parse_number(std::string_view text, uint8_t scale) {
  const core::ParsedAmount exact = core::parse_amount(text, scale);
  if (exact.error == core::AmountError::kNone) return exact.minor;
  if (exact.error != core::AmountError::kTooManyDigits) return core::kNull;
  // More places than we keep: those we keep, and the next one decides whether the last grows.
  const size_t point = text.find('.');
  const std::string_view kept = text.substr(0, point + 1 + scale);
  const core::ParsedAmount cut = core::parse_amount(kept, scale);
  if (cut.error != core::AmountError::kNone) return core::kNull;
  const bool up = text[point + 1 + scale] >= '5';
  return cut.minor + (up ? (text.front() == '-' ? -1 : 1) : 0);
}

}  // namespace

int64_t parse_attribute(std::string_view text, FeatureType type) {
  switch (type.type) {
    case ValueType::kNumber: return parse_number(text, type.scale);
    case ValueType::kDate: {
      const std::optional<core::Date> date = core::parse_iso_date(text);
      return date ? date->days : core::kNull;
    }
    case ValueType::kBoolean:
      if (text == "true" || text == "1") return 1;
      return text == "false" || text == "0" ? 0 : core::kNull;
    case ValueType::kText: break;
  }
  return core::kNull;
}

void read_attribute_column(const core::TextColumn& texts, FeatureType type, std::span<int64_t> values) {
  std::vector<int64_t> by_code(texts.entries());
  for (uint32_t code = 0; code < by_code.size(); ++code) by_code[code] = parse_attribute(texts.entry(code), type);
  const std::span<const uint32_t> codes = texts.codes();
  for (size_t row = 0; row < values.size(); ++row) {
    values[row] = codes[row] >= core::TextColumn::kLeaveCode ? core::kNull : by_code[codes[row]];
  }
}

}  // namespace dunlin::rules
