// Disputes, holds and placements may name a receivable and no debtor. Once all files are parsed, their debtor is sought:
// that of the receivable, else that under which the record itself is known. Those for whom nobody is found wait in the
// registry, with no place in any page, and are sought again by every later import until the receivable comes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/import/id_owners.h"
#include "engine/import/staging.h"
#include "engine/import/verdict.h"

namespace dunlin::engine {

/// Takes the rows that name no debtor out of a batch; none are an empty one.
core::EventBatch taken_without_debtor(core::EventBatch& batch);

struct DebtorSearchResult {
  std::vector<std::string> waiting;  ///< ImportRecord::waiting
  std::vector<RowOrder> orders;      ///< rows of the import that wait, and what each does to what waited before
  std::vector<Verdict> verdicts;
};

/// Stages the rows of `apart` whose debtors are found, and what waited in the store for them; their ids go to `ids`. Rows
/// that name no creditor although there are several are handed to `nameless` and left out.
core::Result<DebtorSearchResult> find_debtors(const OwnerSearch& search, KindRows&& apart, Staging& staging, IdSpool& ids,
                                              const std::function<void(const NamelessRow&)>& nameless);

}  // namespace dunlin::engine
