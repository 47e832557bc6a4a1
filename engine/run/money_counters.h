// Counters of a run that are sums of money. Those of millions of debtors may leave 64 bits where no debtor's own do, so each
// is kept as two counters: what is below 10^18 minor units, and how often 10^18.
#pragma once

#include <string>
#include <string_view>

#include "core/money.h"
#include "storage/records.h"

namespace dunlin::engine {

/// What is summed: `kind` of a money counter.
inline constexpr std::string_view kOverdueMoney = "overdue";
inline constexpr std::string_view kDemandedMoney = "demanded";

void add_money(std::string_view kind, core::Currency currency, __int128 minor, storage::Counters& counters);

/// Adds the counters of a page or a slot to those of a slot or a run.
void add_counters(const storage::Counters& from, storage::Counters& to);

/// The whole sum of which `name` (of the lower counter) is a part.
__int128 money_of(const storage::Counters& counters, const std::string& name);

}  // namespace dunlin::engine
