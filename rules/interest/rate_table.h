// Reference rates by name and day of change: what central banks publish, what the operator adds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/table.h"
#include "rules/interest/interest_rule.h"

namespace dunlin::rules {

/// A rate from a day on, until the next one.
struct DatedRate {
  int32_t from = 0;  ///< days since 1970
  RateValue value = 0;
};

class RateTable {
 public:
  /// A value of the same day takes the place of the one that was there.
  void set(core::Date from, RateValue value);
  /// The value in force on the day; nothing before the first.
  std::optional<RateValue> at(core::Date day) const;
  const std::vector<DatedRate>& values() const { return values_; }
  bool empty() const { return values_.empty(); }

 private:
  std::vector<DatedRate> values_;  // by day rising
};

using RateTables = std::map<std::string, RateTable, std::less<>>;

/// Lays the values of `over` onto those of `tables`, day by day.
void lay_over(RateTables& tables, const RateTables& over);

/// Rate records as tables. Values beyond kRateMax, which the import refuses, do not count.
RateTables tables_of(const core::Table& rates);

/// Units of 10^-10 percent of "9.5" or "-0.88"; nothing when it is no number, has more than ten places, or goes beyond
/// kRateMax.
std::optional<RateValue> parse_rate(std::string_view text);
/// "9.50": at least two places, no more zeros behind them than that.
std::string format_rate(RateValue rate);

}  // namespace dunlin::rules
