// Control totals: what a page, a delta, an import or the whole store holds, counted and summed per (record kind, currency).
//  - debtors count those that are not missing, under currency 0 and without an amount; so do records without money
//    (contacts, plans, disputes, holds, interactions, placements, cases), all of them;
//  - receivables, payments, credit notes and promises count all rows (also drafts, and those of missing debtors) and sum
//    kAmount.
// A change is the difference of two such lists, element by element, counts in two's complement.
#pragma once

#include <vector>

#include "core/account_page.h"
#include "storage/records.h"

namespace dunlin::storage {

using ControlTotals = std::vector<ControlTotal>;  ///< sorted by (kind, currency), without entries that are all zero

ControlTotals control_totals(const core::AccountPage& page);
ControlTotals sum_of(const ControlTotals& a, const ControlTotals& b);
ControlTotals difference_of(const ControlTotals& after, const ControlTotals& before);
bool equal(const ControlTotals& a, const ControlTotals& b);
/// `receivables EUR 12 345.00 minor units` per entry, parted by "; ", for messages.
std::string describe(const ControlTotals& totals);

}  // namespace dunlin::storage
