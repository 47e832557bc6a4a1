// How one payment is parted inside one receivable between costs, interest and principal.
#pragma once

#include <cstdint>

#include "rules/allocation/allocate.h"

namespace dunlin::rules {

/// Minor units by ClaimPart.
using ClaimAmounts = std::array<int64_t, 3>;

struct ClaimSplit {
  ClaimAmounts taken{};
  int64_t excess = 0;  ///< what no claim could take
};

/// Fills the claims in the order given (BGB 367: costs, interest, principal; BGB 497: costs, principal, interest), each up
/// to what is open of it.
ClaimSplit split_within(int64_t amount, const ClaimAmounts& open, const ClaimOrder& order);

}  // namespace dunlin::rules
