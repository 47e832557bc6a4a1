#include "rules/kpi/ratio.h"

#include "core/money.h"

namespace dunlin::rules {

std::optional<int64_t> Ratio::scaled(uint32_t digits) const {
  if (denominator == 0) return std::nullopt;
  __int128 units = 0;
  if (__builtin_mul_overflow(numerator, static_cast<__int128>(core::power_of_ten(digits)), &units)) return std::nullopt;
  const __int128 rounded = core::divide_half_up(units, denominator);
  if (rounded > INT64_MAX || rounded <= INT64_MIN + 1) return std::nullopt;
  return static_cast<int64_t>(rounded);
}

Ratio percent(__int128 part, __int128 whole) { return {part * 100, whole}; }

}  // namespace dunlin::rules
