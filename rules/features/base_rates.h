// How amounts of other currencies come into totals of the base currency.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/money.h"

namespace dunlin::rules {

/// The rates that hold on a run's date. Without rates only the base currency itself converts, so that amounts of the others
/// are left out of base totals.
class BaseRates {
 public:
  explicit BaseRates(core::Currency base) : base_(base) {}
  core::Currency base() const { return base_; }

  /// One minor unit of `currency` is numerator / denominator minor units of the base (both above zero).
  void set(core::Currency currency, int64_t numerator, int64_t denominator);
  bool converts_only_base() const { return rates_.empty(); }

  /// Minor units of the base, rounded half up; nothing when no rate is known.
  std::optional<int64_t> to_base(int64_t amount, uint32_t currency_code) const;
  /// Minor units of one currency in another by way of the base, rounded half up once; nothing when a rate is missing.
  std::optional<int64_t> convert(int64_t amount, uint32_t from, uint32_t to) const;

 private:
  struct Rate {
    uint32_t currency;
    int64_t numerator;
    int64_t denominator;
  };
  /// Of the base itself one to one; null when none is known.
  const Rate* find(uint32_t currency_code) const;

  core::Currency base_;
  Rate own_{0, 1, 1};
  std::vector<Rate> rates_;  // few: a linear search
};

}  // namespace dunlin::rules
