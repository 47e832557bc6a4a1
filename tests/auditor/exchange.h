// Amounts of one currency in another, by the latest quotes on or before a date, as exact fractions.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <map>
#include <optional>

#include "core/date.h"
#include "core/money.h"
#include "core/table.h"
#include "rules/scenario/scenario.h"

namespace dunlin::audit {

using Fraction = boost::multiprecision::cpp_rational;

/// To the nearest whole, halves away from zero.
int64_t rounded(const Fraction& exact);

class Exchange {
 public:
  Exchange(const core::Table& fx, core::Date date, core::Currency base);
  core::Currency base() const { return base_; }
  /// Minor units; nothing without a rate.
  std::optional<int64_t> convert(int64_t amount, uint32_t from, uint32_t to) const;
  /// 0 without a rate: left out of totals.
  int64_t to_base(int64_t amount, uint32_t from) const { return convert(amount, from, base_.code).value_or(0); }

 private:
  struct Way {
    Fraction value;
    core::Date date;
  };
  std::optional<Way> direct(uint32_t from, uint32_t to) const;
  std::optional<Fraction> in_base(uint32_t currency) const;

  core::Currency base_;
  std::map<std::pair<uint32_t, uint32_t>, Way> quotes_;
};

/// What is claimed, by currency.
using Claims = std::map<uint32_t, int64_t>;
enum class Reach { kReached, kBelow, kNoRate };
Reach meets(const rules::MoneyThreshold& minimum, const Claims& claims, const Exchange& exchange);
/// The currency meets its own entry of a table.
bool lists(const rules::MoneyThreshold& minimum, uint32_t currency, int64_t amount);

}  // namespace dunlin::audit
