#include "rules/allocation/within.h"

#include <algorithm>

namespace dunlin::rules {

ClaimSplit split_within(int64_t amount, const ClaimAmounts& open, const ClaimOrder& order) {
  ClaimSplit split{.taken = {}, .excess = amount};
  for (const ClaimPart part : order) {
    const auto at = static_cast<size_t>(part);
    split.taken[at] = std::min(split.excess, open[at]);
    split.excess -= split.taken[at];
  }
  return split;
}

}  // namespace dunlin::rules
