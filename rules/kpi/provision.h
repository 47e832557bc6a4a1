// Expected credit losses: the simplified matrix of IFRS 9 (B5.5.35), a loss rate per ageing bucket, and the product of
// probability of default, loss given default and exposure, discounted to the reporting date.
#pragma once

#include <cstdint>
#include <optional>

#include "core/date.h"

namespace dunlin::rules {

/// Rates are millionths of one: 0.3 % = 3,000.
inline constexpr int64_t kOneMicro = 1'000'000;

/// Gross amount x loss rate, half up to the minor unit; nothing on overflow.
std::optional<__int128> matrix_allowance(__int128 gross, int64_t loss_rate_micro);

struct DefaultModel {
  int64_t probability_micro = 0;  ///< of default
  int64_t loss_given_default_micro = 0;
  int64_t effective_rate_micro = 0;  ///< a year, of the discount
  core::Days recovery_days = 0;      ///< until what can be recovered comes
};
/// Exposure x PD x LGD, half up; nothing on overflow.
std::optional<__int128> expected_loss(__int128 exposure, const DefaultModel& model);
/// The same discounted with simple interest, act/365, rounded once.
std::optional<__int128> discounted_loss(__int128 exposure, const DefaultModel& model);

/// The loss rate of a bucket that begins `days` past due where nothing is configured: the illustrative matrix of IFRS 9
/// (example 12): 0.3 % not due, 1.6 % from day 1, 3.6 % from 31, 6.6 % from 61, 10.6 % from 91.
int64_t illustrative_loss_rate(core::Days days);

}  // namespace dunlin::rules
