// Disputes: which receivables stand disputed on a date, and how much of the others a dispute takes out of dunning.
#pragma once

#include <cstdint>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "rules/allocation/allocate.h"
#include "rules/standing/standing.h"

namespace dunlin::rules {

/// Per receivable row of the page; everything is empty where no dispute is open.
struct DisputeCover {
  std::vector<uint8_t> mask;  ///< 1: the receivable as a whole stands disputed
  std::vector<uint32_t> by;   ///< the first row of its disputes that are open; kNoRow
  std::vector<int64_t> part;  ///< what is disputed of its balance, minor units: the amounts of its open disputes, at most
                              ///< the balance; a dispute without amount disputes all of it
};

/// A dispute is open from opened_on on, until the day before resolved_on. kReceivable excludes the whole receivable, kAmount
/// the whole one only where nothing undisputed is left, kNothing none.
void cover_by_disputes(const core::AccountPage& page, core::Date date, const Balances& balances, DisputeExcludes excludes,
                       DisputeCover& cover);

}  // namespace dunlin::rules
