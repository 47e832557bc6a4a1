// An exact quotient of two sums, rounded once, when it is shown. Every figure of a report that is not an amount is one.
#pragma once

#include <cstdint>
#include <optional>

namespace dunlin::rules {

struct Ratio {
  __int128 numerator = 0;
  __int128 denominator = 0;

  /// In units of 10^-digits, half up (away from zero below it); nothing where nothing divides, and where the result leaves
  /// 64 bits.
  std::optional<int64_t> scaled(uint32_t digits) const;
};

/// `part` as percent of `whole`.
Ratio percent(__int128 part, __int128 whole);

/// Digits behind the point in which reports show percentages, shares of one and days.
inline constexpr uint32_t kPercentDigits = 4;
inline constexpr uint32_t kShareDigits = 6;
inline constexpr uint32_t kDayDigits = 6;

}  // namespace dunlin::rules
