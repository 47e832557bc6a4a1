// Where the receivables of a page stand on a date: one way to ask, for whole pages and for one debtor of them.
#pragma once

#include "core/date.h"
#include "engine/run/page_ledger.h"
#include "engine/settings/configuration.h"
#include "rules/allocation/allocate.h"
#include "rules/standing/covers.h"
#include "storage/store.h"

namespace dunlin::engine {

struct PagePosition {
  core::Date date;
  PageLedger ledger;  ///< what was allocated with
  rules::Balances balances;
  rules::Standings standings;
  rules::Covers covers;
};

/// Records and charges dated later than the date do not count. `loaded` has its memory; `position` is reused from page to
/// page so that its memory is.
void stand_on(const storage::LoadedPage& loaded, core::Date date, const Configuration& configuration,
              const InterestGround& interest, PagePosition& position);
/// The same without promises, plans, disputes and holds: what is open is not due or overdue, which is all that most reports
/// ask of another date.
void balance_on(const storage::LoadedPage& loaded, core::Date date, const Configuration& configuration,
                const InterestGround& interest, PagePosition& position);

}  // namespace dunlin::engine
