#include "engine/report/page_position.h"

namespace dunlin::engine {

void stand_on(const storage::LoadedPage& loaded, core::Date date, const Configuration& configuration,
              const InterestGround& interest, PagePosition& position) {
  position.date = date;
  allocate_page(loaded, date, configuration.rules.allocation, interest, position.ledger, position.balances);
  rules::stand(position.ledger.inputs(loaded.page, date), configuration.rules.allocation, position.balances,
               configuration.rules.standing, position.covers, position.standings);
}

void balance_on(const storage::LoadedPage& loaded, core::Date date, const Configuration& configuration,
                const InterestGround& interest, PagePosition& position) {
  position.date = date;
  allocate_page(loaded, date, configuration.rules.allocation, interest, position.ledger, position.balances);
  rules::compute_standings(loaded.page, date, position.balances, configuration.rules.standing, {}, position.standings);
}

}  // namespace dunlin::engine
