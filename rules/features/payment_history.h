// What a debtor's payments say of it up to a date: the last one, the sum of twelve months, what came back.
#pragma once

#include <cstdint>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "rules/allocation/allocate.h"
#include "rules/features/base_rates.h"

namespace dunlin::rules {

/// One value a debtor of the page.
struct PaymentHistory {
  std::vector<uint32_t> last_payment;  ///< row of the latest (value date, id) of which something still counts, or none
  std::vector<int64_t> paid_12m;       ///< what counts of value dates in (date - 12 months, date], base currency
  /// 1 where payments in currencies without an exchange rate are left out of paid_12m; empty: nowhere.
  std::vector<uint8_t> paid_incomplete;
  std::vector<int64_t> returns_90d;   ///< returns of the last 90 days, the date included
  std::vector<uint32_t> last_return;  ///< row of the latest return that has a reason code, or none
};
inline constexpr uint32_t kNoPayment = 0xFFFF'FFFFU;

/// Returns are those of is_return() in rules/allocation/reversals.h: the same that a scenario's `payment_returned` answers.
void compute_payment_history(const core::AccountPage& page, core::Date date, const Balances& balances,
                             const BaseRates& rates, PaymentHistory& history);

}  // namespace dunlin::rules
