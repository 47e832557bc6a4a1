#include "engine/run/time_bar.h"

#include <algorithm>
#include <tuple>

#include "engine/run/unit_stage.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::kNoRow;

/// Calls visit(row) for what a legal step may still claim of the unit.
template <class Visit>
void each_unbarred(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, size_t unit,
                   const Visit& visit) {
  const rules::UnitInputs inputs = unit_inputs(night, loaded, decision.assessment);
  const auto& begin = loaded.page.group(RecordKind::kReceivable).begin;
  const uint32_t debtor = decision.units.debtor[unit];
  for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) {
    const bool overdue = (decision.assessment.items[row] & rules::kItemOverdue) != 0;
    if (!overdue || is_time_barred(loaded, decision.assessment, night.date, row)) continue;
    if (rules::unit_holds(decision.units, unit, inputs, row)) visit(row);
  }
}

uint32_t oldest_unbarred(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, size_t unit) {
  const core::Table& receivables = loaded.page.rows(RecordKind::kReceivable);
  const auto age = [&](uint32_t row) {
    return std::make_tuple(receivables.int_at(Field::kDueDate, row), -decision.assessment.balances.balance[row], row);
  };
  uint32_t oldest = kNoRow;
  each_unbarred(night, loaded, decision, unit, [&](uint32_t row) {
    if (oldest == kNoRow || age(row) < age(oldest)) oldest = row;
  });
  return oldest;
}

}  // namespace

bool is_legal(const rules::Step& step) {
  return step.action == core::ActionKind::kLegalReferral || step.stage == core::Stage::kPreLegal ||
         step.stage == core::Stage::kLegal;
}

bool is_time_barred(const storage::LoadedPage& loaded, const Assessment& assessed, core::Date date, uint32_t receivable) {
  const int64_t on = barred_on(loaded, assessed, receivable);
  return on != core::kNull && on <= date.days;
}

void find_legal_anchors(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  UnitColumns& unit = decision.unit;
  unit.legal_anchor.clear();
  unit.legal_clock.clear();
  const Assessment& assessed = decision.assessment;
  const bool told = loaded.page.rows(RecordKind::kReceivable).has(Field::kTimeBarredOn);
  if (!told && assessed.time_bars.barred_on.empty()) return;
  const auto& begin = loaded.page.group(RecordKind::kReceivable).begin;
  uint32_t debtor = kNoRow;
  bool any = false;  // of the debtor at hand
  for (size_t u = 0; u < decision.units.size(); ++u) {
    if (decision.units.debtor[u] != debtor) {
      debtor = decision.units.debtor[u];
      any = false;
      for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) {
        any |= (assessed.items[row] & rules::kItemOverdue) != 0 && is_time_barred(loaded, assessed, night.date, row);
      }
    }
    if (!any || decision.units.anchor[u] == kNoRow) continue;
    if (unit.legal_anchor.empty()) {
      unit.legal_anchor = decision.units.anchor;
      unit.legal_clock = unit.clock;
    }
    const uint32_t anchor = oldest_unbarred(night, loaded, decision, u);
    unit.legal_anchor[u] = anchor;
    if (anchor == kNoRow) continue;
    const bool delinquent = night.book->source.scenarios[decision.units.scenario[u]].clock == rules::Clock::kDaysDelinquent;
    unit.legal_clock[u] = delinquent ? assessed.standings.days_delinquent[anchor] : assessed.standings.days_past_due[anchor];
  }
}

uint32_t anchor_for(const PageDecision& decision, size_t unit, const rules::Step& step) {
  const bool apart = !decision.unit.legal_anchor.empty() && is_legal(step);
  return apart ? decision.unit.legal_anchor[unit] : decision.units.anchor[unit];
}

int32_t clock_for(const PageDecision& decision, size_t unit, const rules::Step& step) {
  const bool apart = !decision.unit.legal_clock.empty() && is_legal(step);
  return apart ? decision.unit.legal_clock[unit] : decision.unit.clock[unit];
}

bool claims_less(const PageDecision& decision, size_t unit, const rules::Step& step) {
  const bool shared = decision.units.kind[unit] != static_cast<uint8_t>(core::UnitKind::kReceivable);
  if (!shared || decision.unit.legal_anchor.empty() || !is_legal(step)) return false;
  return decision.unit.legal_anchor[unit] != kNoRow;  // else the step is barred whatever it would claim
}

std::vector<rules::Claim> legal_claims(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                                       size_t unit) {
  std::vector<rules::Claim> claims;
  const core::Table& receivables = loaded.page.rows(RecordKind::kReceivable);
  const std::vector<int64_t>& disputed = decision.assessment.standings.disputed_part;
  each_unbarred(night, loaded, decision, unit, [&](uint32_t row) {
    const auto currency = static_cast<uint32_t>(receivables.int_at(Field::kCurrency, row));
    const auto same = [&](const rules::Claim& claim) { return claim.currency == currency; };
    const auto claim = std::find_if(claims.begin(), claims.end(), same);
    const int64_t balance = decision.assessment.balances.balance[row] - (disputed.empty() ? 0 : disputed[row]);
    if (claim == claims.end()) {
      claims.push_back({currency, balance});
    } else {
      claim->amount = core::checked_add(claim->amount, balance);
    }
  });
  std::ranges::sort(claims, {}, &rules::Claim::currency);
  if (!night.book->source.net_credits) return claims;
  const rules::Balances& balances = decision.assessment.balances;
  const uint32_t debtor = decision.units.debtor[unit];
  for (rules::Claim& claim : claims) {
    for (uint32_t at = balances.cash_begin[debtor]; at < balances.cash_begin[debtor + 1]; ++at) {
      if (balances.cash_currency[at] != claim.currency) continue;
      claim.amount = std::max<int64_t>(0, claim.amount - balances.cash_amount[at]);
    }
  }
  return claims;
}

}  // namespace dunlin::engine
