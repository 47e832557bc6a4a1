// Days sales outstanding on a date, by the method asked for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/page_survey.h"

namespace dunlin::engine {

enum class DsoMethod : uint8_t { kSimple, kCountBack, kBest, kAdd };
inline constexpr std::array<std::string_view, 4> kDsoMethodNames = {"simple", "countback", "best", "add"};

struct DsoRow {
  KeyValue key;
  std::string currency;
  DsoMethod method = DsoMethod::kSimple;
  std::optional<uint32_t> window_days;  ///< none for count-back, which walks months
  std::optional<std::string> days;      ///< six decimals; none where no sale divides
  std::string unexhausted = "0";        ///< of count-back: what is open beyond all sales known, decimal
};

core::Result<std::vector<DsoRow>> dso_report(const storage::Store& store, const Configuration& configuration,
                                             const SurveyScope& scope, DsoMethod method, uint32_t window_days);

}  // namespace dunlin::engine
