// Ageing of open receivables: how much of each currency lies in which bucket of days past due.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "rules/allocation/allocate.h"
#include "rules/standing/standing.h"

namespace dunlin::rules {

/// Upper bounds of the buckets behind not_due, rising: {30, 60, 90, 120} makes not_due, 1-30, 31-60, 61-90, 91-120, 120+.
using AgeingBounds = std::vector<int32_t>;

/// Names of the buckets, bounds.size() + 2 of them.
std::vector<std::string> ageing_bucket_names(std::span<const int32_t> bounds);

struct AgeingCell {
  uint64_t count = 0;
  __int128 amount = 0;  ///< minor units of the row's currency
};

/// Sums that pages fill in parallel, each thread its own, and that merge in any order.
struct AgeingTotals {
  std::map<uint32_t, std::vector<AgeingCell>> by_currency;  ///< Currency::code -> a cell a bucket, empty ones too

  void merge(const AgeingTotals& other);
};

/// Adds the page's receivables with a balance above zero but the written-off ones. `selected`, when not empty, has one byte
/// a debtor: 0 leaves it out (for reports by some key).
void add_to_ageing(const core::AccountPage& page, const Balances& balances, const Standings& standings,
                   std::span<const int32_t> bounds, std::span<const uint8_t> selected, AgeingTotals& totals);

}  // namespace dunlin::rules
