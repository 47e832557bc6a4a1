#include "engine/report/page_position.h"

namespace dunlin::engine {

void stand_on(const core::AccountPage& page, core::Date date, const Configuration& configuration, PagePosition& position,
              rules::Covers* covers) {
  const rules::RulebookSource& rules = configuration.rules;
  const rules::AllocationInputs inputs{page, date, {}};
  position.date = date;
  rules::allocate(inputs, rules.allocation, position.balances);
  if (covers == nullptr) {
    rules::compute_standings(page, date, position.balances, rules.standing, {}, position.standings);
  } else {
    rules::stand(inputs, rules.allocation, position.balances, rules.standing, *covers, position.standings);
  }
}

}  // namespace dunlin::engine
