// Standing and lateness of receivables over columns: branch-free, so that the compiler may use vector registers.
//
// Cost: 1 ns a receivable (2-core AVX-512 server, bench/rules/features_bench.cc).
#pragma once

#include <cstdint>
#include <span>

namespace dunlin::rules {

/// days_past_due = date - due, days_delinquent = days after due + grace (never negative). Results mean nothing where due is
/// core::kNull.
void count_days(std::span<const int64_t> due_dates, int32_t date, int32_t grace, std::span<int32_t> days_past_due,
                std::span<int32_t> days_delinquent);

/// closed, not_due or overdue by balance and days_delinquent (above zero: overdue); absent where the balance is core::kNull.
void stand_by_balance(std::span<const int64_t> balances, std::span<const int32_t> days_delinquent,
                      std::span<uint8_t> standing);

/// Gives `standing_code` to open receivables that `mask` covers. Applied from the last match to the first, so that the first
/// match wins; closed and absent ones stay.
void cover(std::span<const uint8_t> mask, uint8_t standing_code, std::span<uint8_t> standing);

}  // namespace dunlin::rules
