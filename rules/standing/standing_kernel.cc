#include "rules/standing/standing_kernel.h"

#include <algorithm>

#include "core/table.h"
#include "core/vocabulary.h"

namespace dunlin::rules {
namespace {

constexpr auto kClosed = static_cast<uint8_t>(core::Standing::kClosed);
constexpr auto kNotDue = static_cast<uint8_t>(core::Standing::kNotDue);
constexpr auto kOverdue = static_cast<uint8_t>(core::Standing::kOverdue);
constexpr auto kAbsent = static_cast<uint8_t>(core::Standing::kAbsent);

}  // namespace

void count_days(std::span<const int64_t> due_dates, int32_t date, int32_t grace, std::span<int32_t> days_past_due,
                std::span<int32_t> days_delinquent) {
  for (size_t row = 0; row < due_dates.size(); ++row) {
    // Unsigned, so that a missing date wraps instead of overflowing.
    const auto days = static_cast<int32_t>(static_cast<uint32_t>(date) - static_cast<uint32_t>(due_dates[row]));
    days_past_due[row] = days;
    days_delinquent[row] = std::max(days, grace) - grace;
  }
}

void stand_by_balance(std::span<const int64_t> balances, std::span<const int32_t> days_delinquent,
                      std::span<uint8_t> standing) {
  for (size_t row = 0; row < balances.size(); ++row) {
    const uint8_t open = days_delinquent[row] > 0 ? kOverdue : kNotDue;
    const uint8_t there = balances[row] > 0 ? open : kClosed;
    standing[row] = balances[row] == core::kNull ? kAbsent : there;
  }
}

void cover(std::span<const uint8_t> mask, uint8_t standing_code, std::span<uint8_t> standing) {
  for (size_t row = 0; row < mask.size(); ++row) {
    const uint8_t now = standing[row];
    const bool covered = mask[row] != 0 && now != kClosed && now != kAbsent;
    standing[row] = covered ? standing_code : now;
  }
}

}  // namespace dunlin::rules
