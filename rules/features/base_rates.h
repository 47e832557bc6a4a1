// How amounts of other currencies come into totals of the base currency, and how any two currencies compare.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/table.h"

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

  /// Minor units of the base, rounded half up; nothing when no rate is known. A result that is no amount of money any more
  /// (kConvertedMax) is an overflow (core/overflow_watch.h).
  std::optional<int64_t> to_base(int64_t amount, uint32_t currency_code) const {
    return convert(amount, currency_code, base_.code);
  }
  /// The same from any currency to any other, by way of the base.
  std::optional<int64_t> convert(int64_t amount, uint32_t from, uint32_t to) const;

  /// Totals of thousands of converted amounts still fit 64 bits.
  static constexpr int64_t kConvertedMax = 10'000'000'000'000'000;

 private:
  struct Rate {
    uint32_t currency;
    int64_t numerator;
    int64_t denominator;
  };
  const Rate* find(uint32_t currency) const;

  core::Currency base_;
  std::vector<Rate> rates_;  // few: a linear search
};

/// The rates of `fx` (records of kFx) that hold on `date`: for each currency the latest on or before it, whether it was
/// quoted against the base or the base against it (of one day the former counts). A currency never quoted with the base
/// takes the way through one other currency that is quoted with both: of several the one whose older quote is the latest,
/// then the first by code.
BaseRates rates_on(const core::Table& fx, core::Date date, core::Currency base);

}  // namespace dunlin::rules
