// When a claim is time-barred where its record does not say: years after the last of the due date, a payment on it and a
// written acknowledgement.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "rules/allocation/allocate.h"

namespace dunlin::rules {

/// kUk: six years in England, Wales and Northern Ireland; five in Scotland (region SCT), where the debt ceases to exist.
enum class Limitation : uint8_t { kNone, kUk };
inline constexpr std::array<std::string_view, 2> kLimitationNames = {"none", "uk"};

/// Anniversary `years` on; that of 29 February is 1 March where there is none.
core::Date anniversary(core::Date day, int32_t years);

/// Region of a debtor under the law of Scotland: `SCT`, also as `GB-SCT`.
bool is_scotland(std::string_view region);

/// Per receivable row; both empty with kNone, so that only the records' own dates count.
struct TimeBars {
  std::vector<int64_t> barred_on;     ///< first day on which it is barred: time_barred_on, else as computed
  std::vector<uint8_t> extinguished;  ///< 1: barred on the date, and the debt has ceased to exist with it
};

/// As of the date. A promise or a plan that speaks of a receivable acknowledges it on the day on which it was given.
void compute_time_bars(const core::AccountPage& page, core::Date date, const Balances& balances, Limitation limitation,
                       TimeBars& bars);

}  // namespace dunlin::rules
