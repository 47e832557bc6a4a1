// Which cash to expect of what is open on a date, by currency.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/report/keyed_sums.h"

namespace dunlin::engine {

/// kDelay: each receivable on its due date and the debtor's average delay, by week. kProbability: by the probability that
/// money of its ageing bucket is paid within the weeks asked for.
enum class ForecastMethod : uint8_t { kDelay, kProbability };
inline constexpr std::array<std::string_view, 2> kForecastMethodNames = {"delay", "probability"};

struct ExpectedCash {
  uint64_t count = 0;
  __int128 amount = 0;
};
/// Cash by week: [n] is the week of the date and n weeks on.
struct WeeklyCash {
  std::vector<ExpectedCash> weeks;
  ExpectedCash later;

  void merge(const WeeklyCash& other);
};
core::Result<std::map<SumKey, WeeklyCash>> forecast_by_delay(const storage::Store& store, const Configuration& configuration,
                                                             const SurveyScope& scope, uint32_t weeks);

struct WeightedLine {
  std::string bucket;
  __int128 amount = 0;
  std::optional<int64_t> probability_micro;  ///< nothing: the bucket was empty in the weeks it is learned from
  __int128 expected = 0;
};
struct WeightedCash {
  SumKey key;
  std::vector<WeightedLine> lines;  ///< one a bucket
  __int128 expected = 0;            ///< rounded once
};
core::Result<std::vector<WeightedCash>> forecast_by_probability(const storage::Store& store,
                                                                const Configuration& configuration, const SurveyScope& scope,
                                                                uint32_t weeks);

}  // namespace dunlin::engine
