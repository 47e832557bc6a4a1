// What allocation reads of a page beside its records: the charges of earlier actions and, where the policy asks, interest.
// Runs, reports and the debtor's file open it before they allocate.
#pragma once

#include <memory>
#include <span>

#include "engine/run/page_interest.h"
#include "rules/allocation/allocate.h"
#include "storage/store.h"

namespace dunlin::engine {

struct PageLedger {
  rules::Charges charges;
  std::unique_ptr<PageInterest> interest;  ///< under the policy's rule; null where the policy reads none
  rules::AccruedInterest accrued;
  std::vector<int64_t> rates;

  /// Must not outlive this or the page.
  rules::AllocationInputs inputs(const core::AccountPage& page, core::Date date) const;
};

/// `memory_debtor`: rules::match_memory of the page.
void open_ledger(const storage::LoadedPage& loaded, std::span<const uint32_t> memory_debtor, core::Date date,
                 const rules::AllocationPolicy& policy, const InterestGround& ground, PageLedger& ledger);

/// Opens the ledger of a page and allocates.
void allocate_page(const storage::LoadedPage& loaded, core::Date date, const rules::AllocationPolicy& policy,
                   const InterestGround& ground, PageLedger& ledger, rules::Balances& balances);

}  // namespace dunlin::engine
