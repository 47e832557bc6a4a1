#include "engine/report/page_position.h"

#include "engine/run/page_ledger.h"

namespace dunlin::engine {

void stand_on(const storage::LoadedPage& loaded, core::Date date, const Configuration& configuration,
              const InterestGround& interest, PagePosition& position) {
  position.date = date;
  PageLedger ledger;
  allocate_page(loaded, date, configuration.rules.allocation, interest, ledger, position.balances);
  rules::stand(ledger.inputs(loaded.page, date), configuration.rules.allocation, position.balances,
               configuration.rules.standing, position.covers, position.standings);
}

}  // namespace dunlin::engine
