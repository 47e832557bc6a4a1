// What came in for a promise or a plan, day by day: as it counted on each of those days, so that money taken back later
// counts until the day on which it was.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/allocation/money_columns.h"
#include "rules/allocation/reversals.h"
#include "rules/standing/record_scope.h"

namespace dunlin::rules {

/// A rising step function of days; nothing before the first.
struct ReceivedMoney {
  std::vector<int32_t> day;       ///< rising
  std::vector<int64_t> received;  ///< sum as of that day; may fall when money is taken back

  int64_t as_of(int32_t on) const;
};

/// Payments in `currency` with a value date in [first, last] that `scope` takes; negative ones count against them. Of a
/// debtor's payments, in the order of their ids.
class ReceivedMoneyReader {
 public:
  explicit ReceivedMoneyReader(const MoneyColumns& payments) : payments_(payments) {}
  void read(RowRange rows, const RecordScope& scope, int64_t currency, int32_t first, int32_t last);
  const ReceivedMoney& money() const { return money_; }

 private:
  void sum_plain();
  void sum_as_of_each_day(RowRange rows, int32_t first, int32_t last);

  const MoneyColumns& payments_;
  ReceivedMoney money_;
  std::vector<uint32_t> taken_;  // rows that count, reversals left out
  EffectiveMoney effective_;
};

}  // namespace dunlin::rules
