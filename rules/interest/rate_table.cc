#include "rules/interest/rate_table.h"

#include <algorithm>

#include "core/decimal.h"
#include "core/money.h"

namespace dunlin::rules {
namespace {

constexpr uint32_t kRateDigits = 10;

auto first_from(auto& values, int32_t day) { return std::ranges::lower_bound(values, day, {}, &DatedRate::from); }

}  // namespace

void RateTable::set(core::Date from, RateValue value) {
  const auto at = first_from(values_, from.days);
  if (at != values_.end() && at->from == from.days) {
    at->value = value;
  } else {
    values_.insert(at, {from.days, value});
  }
}

std::optional<RateValue> RateTable::at(core::Date day) const {
  const auto after = std::ranges::upper_bound(values_, day.days, {}, &DatedRate::from);
  if (after == values_.begin()) return std::nullopt;
  return std::prev(after)->value;
}

void lay_over(RateTables& tables, const RateTables& over) {
  for (const auto& [name, table] : over) {
    for (const DatedRate& rate : table.values()) tables[name].set(core::Date{rate.from}, rate.value);
  }
}

RateTables tables_of(const core::Table& rates) {
  RateTables tables;
  for (size_t row = 0; row < rates.rows(); ++row) {
    const int64_t value = rates.int_at(core::Field::kValue, row);
    const int64_t date = rates.int_at(core::Field::kDate, row);
    if (value == core::kNull || date == core::kNull || value > kRateMax || value < -kRateMax) continue;
    tables[std::string(rates.text_at(core::Field::kName, row))].set(core::Date{static_cast<int32_t>(date)}, value);
  }
  return tables;
}

std::optional<RateValue> parse_rate(std::string_view text) {
  const auto number = core::parse_decimal(text);
  if (!number) return std::nullopt;
  const auto least = number->floor_to(kRateDigits);
  const auto most = number->ceiling_to(kRateDigits);
  if (!least || least != most || *least > kRateMax || *least < -kRateMax) return std::nullopt;
  return least;
}

std::string format_rate(RateValue rate) {
  std::string text = core::format_amount(rate, kRateDigits);
  const size_t two_places = text.size() - (kRateDigits - 2);
  while (text.size() > two_places && text.back() == '0') text.pop_back();
  return text;
}

}  // namespace dunlin::rules
