#include "engine/run/page_ledger.h"

#include "rules/scenario/units.h"

namespace dunlin::engine {

rules::AllocationInputs PageLedger::inputs(const core::AccountPage& page, core::Date date) const {
  return {.page = page,
          .date = date,
          .rates = rates,
          .charges = charges.empty() ? nullptr : &charges,
          .accrued = accrued ? &accrued : nullptr};
}

void open_ledger(const storage::LoadedPage& loaded, std::span<const uint32_t> memory_debtor, core::Date date,
                 const rules::AllocationPolicy& policy, const InterestGround& ground, PageLedger& ledger) {
  rules::gather_charges(loaded.page, loaded.memory, memory_debtor, date, ledger.charges);
  if (!policy.reads_interest_rule()) return;
  ledger.interest = std::make_unique<PageInterest>(ground, loaded.page, policy.interest_rule, date);
  if (policy.interest == rules::AllocatedInterest::kAccrued) ledger.accrued = ledger.interest->accrued();
  if (policy.across == rules::Across::kHighestRate) ledger.rates = ledger.interest->rates_on(date);
}

void allocate_page(const storage::LoadedPage& loaded, core::Date date, const rules::AllocationPolicy& policy,
                   const InterestGround& ground, PageLedger& ledger, rules::Balances& balances) {
  open_ledger(loaded, rules::match_memory(loaded.page, loaded.memory), date, policy, ground, ledger);
  rules::allocate(ledger.inputs(loaded.page, date), policy, balances);
}

}  // namespace dunlin::engine
