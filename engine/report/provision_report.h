// Expected credit losses on a date, by currency and ageing bucket.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/report/ageing_report.h"

namespace dunlin::engine {

/// kMatrix: gross x loss rate of the bucket. kPd: exposure x probability of default of the bucket x loss given default,
/// discounted.
enum class ProvisionMethod : uint8_t { kMatrix, kPd };
inline constexpr std::array<std::string_view, 2> kProvisionMethodNames = {"matrix", "pd"};

struct ProvisionLine {
  std::string bucket;
  __int128 gross = 0;
  int64_t rate_micro = 0;                ///< loss rate, or probability of default
  std::optional<__int128> undiscounted;  ///< of kPd
  std::optional<__int128> allowance;     ///< nothing when it leaves 128 bits
};
struct ProvisionTable {
  SumKey key;
  std::vector<ProvisionLine> lines;  ///< one a bucket
};
core::Result<std::vector<ProvisionTable>> provision_report(const storage::Store& store, const Configuration& configuration,
                                                           const SurveyScope& scope, ProvisionMethod method);

}  // namespace dunlin::engine
