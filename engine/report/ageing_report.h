// How much is open, by currency and age, on a date.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/report/keyed_sums.h"
#include "rules/ageing/ageing.h"

namespace dunlin::engine {

using AgeingSums = std::map<KeyValue, rules::AgeingTotals>;
core::Result<AgeingSums> ageing_sums(const storage::Store& store, const Configuration& configuration,
                                     const SurveyScope& scope);

struct AgeingRow {
  KeyValue key;
  std::string currency, bucket;
  uint64_t count = 0;
  std::string amount;  ///< decimal
};

/// A row per key value, currency and bucket, empty buckets too; sorted by key and currency, buckets by age.
core::Result<std::vector<AgeingRow>> ageing_report(const storage::Store& store, const Configuration& configuration,
                                                   const SurveyScope& scope);

}  // namespace dunlin::engine
