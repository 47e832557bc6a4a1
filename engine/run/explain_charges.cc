#include "engine/run/explain_charges.h"

#include "core/money.h"
#include "engine/run/assess_stage.h"
#include "engine/run/memory_writer.h"
#include "rules/allocation/settlements.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;

std::string date_words(int32_t days) { return core::to_string(core::Date{days}); }

/// "payment P1 of 2024-01-20 paid: costs 10.00 EUR, principal 90.00 EUR".
std::string settlement_words(const core::AccountPage& page, const rules::Settlement& settled, uint32_t currency) {
  const RecordKind kind = settled.credit_note ? RecordKind::kCreditNote : RecordKind::kPayment;
  std::string text = settled.credit_note ? "credit note " : "payment ";
  text += page.rows(kind).text_at(core::id_field(kind), settled.row);
  text += " of " + date_words(settled.date) + " paid:";
  bool first = true;
  for (size_t part = 0; part < settled.parts.size(); ++part) {
    if (settled.parts[part] == 0) continue;
    text +=
        (first ? " " : ", ") + std::string(rules::kClaimPartNames[part]) + " " + money_words(settled.parts[part], currency);
    first = false;
  }
  return text;
}

/// "fee: 10.00 EUR on 2024-01-15 by reminder-1 (b2b-standard)".
std::string charge_words(const ChargeMemory& charge, uint32_t currency) {
  std::string text = "fee: ";
  if (charge.part == static_cast<int64_t>(rules::ChargePart::kInterest)) text = "interest: ";
  if (charge.part == core::kShownInterest) text = "interest_shown: in all ";
  return text + money_words(charge.amount, currency) + " on " + core::to_string(charge.on) + " by " +
         std::string(charge.step) + " (" + std::string(charge.scenario) + ")";
}

}  // namespace

std::string money_words(int64_t minor, uint32_t currency) {
  const core::Currency code{currency};
  return core::format_amount(minor, core::minor_digits(code)) + " " + core::to_string(code);
}

void tell_charges(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t row,
                  std::vector<std::string>& reasons) {
  const Assessment& assessed = decision.assessment;
  const rules::Balances& balances = assessed.balances;
  if (balances.costs.empty()) return;
  const core::Table& receivables = loaded.page.rows(RecordKind::kReceivable);
  const auto currency = static_cast<uint32_t>(receivables.int_at(Field::kCurrency, row));
  const auto tell_part = [&](std::string_view name, int64_t charged, int64_t paid) {
    if (charged == 0) return;
    reasons.push_back(std::string(name) + ": " + money_words(charged, currency) + ", paid " + money_words(paid, currency));
  };
  tell_part("charged_costs", balances.costs[row], balances.costs_paid[row]);
  tell_part("charged_interest", balances.interest[row], balances.interest_paid[row]);
  const core::Table& charges = loaded.memory.charges.rows;
  const std::string_view id = receivables.text_at(Field::kReceivableId, row);
  bool any = balances.interest[row] != 0;
  for (size_t at = 0; at < charges.rows(); ++at) {
    const ChargeMemory charge = charge_memory_at(charges, at);
    if (charge.receivable_id != id || charge.on > night.date) continue;
    reasons.push_back(charge_words(charge, currency));
    any = true;
  }
  if (!any) return;
  std::vector<uint8_t> wanted(receivables.rows(), 0);
  wanted[row] = 1;
  rules::Settlements settlements;
  rules::settle(allocation_inputs(night, loaded, assessed), night.book->source.allocation, wanted, settlements);
  for (const rules::Settlement& settled : settlements.of(row)) {
    reasons.push_back(settlement_words(loaded.page, settled, currency));
  }
}

void tell_added(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                const Candidate& candidate, std::vector<std::string>& reasons) {
  const core::Table& receivables = loaded.page.rows(RecordKind::kReceivable);
  const rules::Step& step = night.book->source.scenarios[candidate.scenario].steps[static_cast<size_t>(candidate.step)];
  bool charged = false;
  for (const AddedCharge& added : decision.added) {
    if (&decision.candidates[added.candidate] != &candidate) continue;
    const auto currency = static_cast<uint32_t>(receivables.int_at(Field::kCurrency, added.receivable));
    charged |= added.part == rules::ChargePart::kCosts;
    reasons.push_back("fee: " + money_words(added.amount, currency) + " on " +
                      std::string(receivables.text_at(Field::kReceivableId, added.receivable)));
  }
  if (!charged && step.fee.form != rules::FeeForm::kNone && candidate.outcome == rules::Deferral::kNone) {
    reasons.push_back("no_fee: charged before, its currency is not named, or nothing is demanded of this debtor");
  }
}

}  // namespace dunlin::engine
