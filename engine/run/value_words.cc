#include "engine/run/value_words.h"

#include <algorithm>

#include "engine/outbound/json_text.h"
#include "engine/run/amount_words.h"

namespace dunlin::engine {

using core::Field;
using core::RecordKind;

std::string value_json(const rules::FeatureType& type, const rules::InputColumn& column, size_t row) {
  std::string json;
  if (type.type == rules::ValueType::kText) {
    if (column.text == nullptr || column.text->is_null(row)) return "null";
    append_json_string(column.text->at(row), json);
    return json;
  }
  if (column.values.empty() || column.values[row] == core::kNull) return "null";
  const int64_t value = column.values[row];
  switch (type.type) {
    case rules::ValueType::kNumber: return core::format_amount(value, type.scale);
    case rules::ValueType::kDate: append_json_date(core::Date{static_cast<int32_t>(value)}, json); return json;
    default: return value != 0 ? "true" : "false";
  }
}

bool is_incomplete(const rules::InputColumn& column, size_t row) {
  return !column.incomplete.empty() && column.incomplete[row] != 0;
}

std::string unrated_currencies(const rules::BaseRates& rates, const core::AccountPage& page, uint32_t debtor) {
  std::vector<uint32_t> codes;
  for (const RecordKind kind : {RecordKind::kReceivable, RecordKind::kPayment}) {
    const core::Group& group = page.group(kind);
    if (group.begin.empty()) continue;
    for (uint32_t row = group.begin[debtor]; row < group.begin[debtor + 1]; ++row) {
      const auto code = static_cast<uint32_t>(group.rows.int_at(Field::kCurrency, row));
      if (!rates.to_base(1, code)) codes.push_back(code);
    }
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  std::string text;
  for (const uint32_t code : codes) text += (text.empty() ? "" : ", ") + core::to_string(core::Currency{code});
  return text;
}

std::string claims_words(std::span<const rules::Claim> claims) {
  std::string text;
  for (const rules::Claim& claim : claims) {
    text += (text.empty() ? "" : ", ") + money_words(claim.amount, claim.currency);
  }
  return text.empty() ? "nothing" : text;
}

std::string deferral_name(rules::Deferral reason) { return std::string(rules::kDeferralNames[static_cast<size_t>(reason)]); }

}  // namespace dunlin::engine
