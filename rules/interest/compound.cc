#include "rules/interest/compound.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <optional>

namespace dunlin::rules {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

/// Of numbers that are not below zero.
cpp_int half_up(const cpp_rational& value) {
  const cpp_int twice = 2 * numerator(value) + denominator(value);
  return twice / (2 * denominator(value));
}

std::optional<int64_t> minor_of(const cpp_rational& value) {
  const cpp_int rounded = half_up(value);
  if (rounded > INT64_MAX) return std::nullopt;
  return rounded.convert_to<int64_t>();
}

}  // namespace

bool has_compounded(const CompiledInterest& rule, const BearingDays& days) {
  return rule.compounding == Compounding::kYearly && !days.from.empty() &&
         core::add_months(core::Date{days.from.front()}, 12) <= days.through;
}

CompoundInterest accrue_compound(const CompiledInterest& rule, const BearingDays& days,
                                 const std::function<void(const CompoundStretch&)>& visit) {
  CompoundInterest sum;
  if (days.from.empty()) return sum;
  const core::Date first{days.from.front()};
  const cpp_int denominator = cpp_int(kRateScale) * year_weight(rule.convention);
  cpp_rational total, joined, of_year;
  StretchWalk walk(rule, days);
  Stretch stretch;
  int32_t years = 1;
  for (core::Date anniversary = core::add_months(first, 12);; anniversary = core::add_months(first, 12 * ++years)) {
    while (walk.next(stretch, anniversary.days)) {
      sum.rate_known &= stretch.rate_known;
      const int64_t weight = day_weight(rule.convention, core::Date{stretch.from}, core::Date{stretch.to});
      const cpp_rational base = joined + stretch.principal;
      // Beyond money the sum means nothing any more, and each year doubles its digits.
      const auto shown = minor_of(base);
      if (!shown) return {.minor = 0, .rate_known = sum.rate_known, .too_large = true};
      const cpp_rational interest = base * cpp_rational(cpp_int(stretch.rate) * weight, denominator);
      of_year += interest;
      if (visit) visit({stretch, *shown, half_up(interest * cpp_rational(kRateOne)).convert_to<__int128>()});
    }
    if (anniversary > days.through) break;
    total += of_year;
    joined += of_year;
    of_year = 0;
  }
  const auto minor = minor_of(total + of_year);
  sum.minor = minor.value_or(0);
  sum.too_large = !minor;
  return sum;
}

}  // namespace dunlin::rules
