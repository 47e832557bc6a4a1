#include "engine/report/page_position.h"

namespace dunlin::engine {

void stand_on(const core::AccountPage& page, core::Date date, const Configuration& configuration, PagePosition& position) {
  position.date = date;
  rules::allocate({page, date, {}}, configuration.rules.allocation, position.balances);
  rules::compute_standings(page, date, position.balances, configuration.rules.standing, {}, position.standings);
}

}  // namespace dunlin::engine
