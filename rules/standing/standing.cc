#include "rules/standing/standing.h"

#include "core/invariant.h"
#include "rules/allocation/money_columns.h"
#include "rules/standing/receivable_status.h"
#include "rules/standing/standing_kernel.h"

namespace dunlin::rules {

using core::Standing;

namespace {

void cover_as(std::span<const uint8_t> mask, Standing as, std::span<uint8_t> standing) {
  INVARIANT(mask.empty() || mask.size() == standing.size(), mask.size(), standing.size());
  cover(mask, static_cast<uint8_t>(as), standing);
}

}  // namespace

void compute_standings(const core::AccountPage& page, core::Date date, const Balances& balances,
                       const StandingPolicy& policy, const CoverMasks& covers, Standings& standings) {
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  const size_t rows = receivables.rows();
  INVARIANT(balances.balance.size() == rows, balances.balance.size(), rows);
  standings.standing.resize(rows);
  standings.days_past_due.resize(rows);
  standings.days_delinquent.resize(rows);
  standings.disputed_part.clear();
  count_days(receivables.due_date, date.days, policy.grace_days, standings.days_past_due, standings.days_delinquent);
  stand_by_balance(balances.balance, standings.days_delinquent, standings.standing);

  cover_as(covers.planned, Standing::kPlanned, standings.standing);
  cover_as(covers.promised, Standing::kPromised, standings.standing);
  cover_as(covers.disputed, Standing::kDisputed, standings.standing);
  cover_as(covers.held, Standing::kHeld, standings.standing);
  if (receivables.status.empty()) return;
  std::vector<uint8_t> written_off(rows);
  for (size_t row = 0; row < rows; ++row) {
    const int64_t since = receivables.status_on.empty() ? core::kNull : receivables.status_on[row];
    written_off[row] = status_on(receivables.status[row], since, date) == core::ReceivableStatus::kWrittenOff ? 1 : 0;
  }
  cover_as(written_off, Standing::kWrittenOff, standings.standing);
}

}  // namespace dunlin::rules
