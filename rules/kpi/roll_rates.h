// Roll rates: of the money that lay in an ageing bucket on one date, which share lies where on a later one. The rows of a
// matrix, with what was paid and what was written off, sum to what they began with, exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "rules/kpi/ratio.h"

namespace dunlin::rules {

/// One currency; minor units.
struct RollMatrix {
  std::vector<std::vector<__int128>> moved;  ///< [from][to]: in bucket `from` then, in bucket `to` now
  std::vector<__int128> paid;                ///< [from]: paid or credited since
  std::vector<__int128> written_off;         ///< [from]: written off since, or cancelled

  explicit RollMatrix(size_t buckets = 0)
      : moved(buckets, std::vector<__int128>(buckets)), paid(buckets), written_off(buckets) {}
  size_t buckets() const { return moved.size(); }
  /// What the row began with.
  __int128 start(size_t from) const;
  void merge(const RollMatrix& other);
};

/// Shares of one.
Ratio roll_rate(const RollMatrix& matrix, size_t from, size_t to);
Ratio paid_rate(const RollMatrix& matrix, size_t from);
Ratio written_off_rate(const RollMatrix& matrix, size_t from);
/// The share of money in the first bucket that would reach the last one if every forward rate (bucket to the next) stayed as
/// it is: their product, in units of 10^-digits, half up; nothing where a bucket on the way was empty.
std::optional<int64_t> flow_through(const RollMatrix& matrix, uint32_t digits);
inline constexpr uint32_t kFlowDigits = 8;

/// Debtors (by currency) that were past due on one date, and of them those with nothing past due on a later one.
struct CureSums {
  uint64_t delinquent = 0, cured = 0;
  __int128 delinquent_amount = 0;  ///< past due then
  __int128 cured_amount = 0;       ///< of it that of the cured ones

  void merge(const CureSums& other);
};
Ratio cure_rate_by_count(const CureSums& sums);
Ratio cure_rate_by_value(const CureSums& sums);

}  // namespace dunlin::rules
