// Whether what a debtor owes in all is still money. Asked once behind allocation, so that the sums over its receivables that
// features, units and net amounts make need not ask again.
#pragma once

#include <cstdint>
#include <span>

namespace dunlin::rules {

/// Notes an overflow (core/overflow_watch.h) where the balances of some debtor, currencies told apart or not, leave 64 bits
/// together. `begin`: the receivables of each debtor; `balance`: kNull counts as nothing. One pass for the largest balance
/// settles nearly every page.
void watch_owed_sums(std::span<const uint32_t> begin, std::span<const int64_t> balance);

}  // namespace dunlin::rules
