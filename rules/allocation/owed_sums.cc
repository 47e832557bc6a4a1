#include "rules/allocation/owed_sums.h"

#include <algorithm>

#include "core/overflow_watch.h"

namespace dunlin::rules {

void watch_owed_sums(std::span<const uint32_t> begin, std::span<const int64_t> balance) {
  int64_t largest = 0;
  for (const int64_t one : balance) largest = std::max(largest, one);
  if (balance.empty() || largest <= INT64_MAX / static_cast<int64_t>(balance.size())) return;
  for (size_t debtor = 0; debtor + 1 < begin.size(); ++debtor) {
    __int128 owed = 0;
    for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) owed += std::max<int64_t>(balance[row], 0);
    if (owed > INT64_MAX) core::note_overflow();
  }
}

}  // namespace dunlin::rules
