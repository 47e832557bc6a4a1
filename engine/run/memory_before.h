// What was remembered of a debtor before a run that is long over: rebuilt from the outbox, which keeps every action, and
// from what is remembered now. Explain decides a past date anew with it.
#pragma once

#include "core/account_memory.h"
#include "engine/settings/configuration.h"
#include "storage/store.h"

namespace dunlin::engine {

struct DebtorActions {
  std::vector<core::ActionBatch> before;  ///< of earlier runs, oldest first
  core::ActionBatch of_run;
};
/// The actions of one debtor up to a run.
core::Result<DebtorActions> debtor_actions(const storage::Store& store, core::DebtorHash hash, const std::string& creditor,
                                           const std::string& debtor_id, uint64_t run_ordinal);

struct MemoryBefore {
  core::MemoryPage page;
  /// False: some unit's episode of that day ended so long before a later one began (kPastKeptDays) that nothing is known
  /// of it any more; the page has it as if it had not begun.
  bool known = true;
};
/// `debtor`: a page of that debtor alone; `now`: its memory today.
MemoryBefore memory_before(const core::AccountPage& debtor, const core::MemoryPage& now, const DebtorActions& actions,
                           const rules::RulebookSource& rules, core::Date date);

}  // namespace dunlin::engine
