#include "engine/run/explain_charges.h"

#include "engine/run/amount_words.h"
#include "engine/run/charge_stage.h"
#include "engine/run/memory_writer.h"
#include "rules/allocation/settlements.h"
#include "rules/interest/interest.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;

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
  const std::string by = " by " + std::string(charge.step) + " (" + std::string(charge.scenario) + ")";
  if (charge.part == core::kNoticeGiven) {
    return "first notice: by " + std::string(core::kChannelNames[static_cast<size_t>(charge.amount)]) + " on " +
           core::to_string(charge.on) + by;
  }
  std::string text = charge.amount == 0 ? "free reminder: " : "fee: ";
  if (charge.part == static_cast<int64_t>(rules::ChargePart::kInterest)) text = "interest: ";
  if (charge.part == core::kShownInterest) text = "interest_shown: in all ";
  return text + money_words(charge.amount, currency) + " on " + core::to_string(charge.on) + by;
}

/// "2024-01-11..2024-01-25: 15 days at 10.00 % of 100.00 EUR".
std::string segment_words(const rules::InterestSegment& segment, uint32_t currency) {
  return core::to_string(segment.from) + ".." + core::to_string(segment.to) + ": " + std::to_string(segment.days) +
         " days at " + (segment.rate_known ? rules::format_rate(segment.rate) + " %" : std::string("no known rate")) +
         " of " + money_words(segment.principal, currency);
}

/// The lines of one action.
class AddedTeller {
 public:
  AddedTeller(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
              const Candidate& candidate, std::vector<std::string>& reasons)
      : night_(night),
        loaded_(loaded),
        receivables_(loaded.page.rows(RecordKind::kReceivable)),
        decision_(decision),
        candidate_(candidate),
        step_(night.book->source.scenarios[candidate.scenario].steps[static_cast<size_t>(candidate.step)]),
        reasons_(reasons) {}

  void tell() {
    for (uint32_t line = candidate_.line_begin; line < candidate_.line_end; ++line) tell_fee(line);
    if (step_.interest) tell_interest();
  }

 private:
  uint32_t currency_of(uint32_t row) const { return static_cast<uint32_t>(receivables_.int_at(Field::kCurrency, row)); }
  std::string id_of(uint32_t row) const { return std::string(receivables_.text_at(Field::kReceivableId, row)); }

  void tell_fee(uint32_t line) {
    const uint32_t row = decision_.lines[line];
    const std::string of_preset = step_.fee.preset.empty() ? "" : " (" + step_.fee.preset + ")";
    if (decision_.line_fees[line] != 0) {
      reasons_.push_back("fee: " + money_words(decision_.line_fees[line], currency_of(row)) + " on " + id_of(row) +
                         of_preset);
    } else if (decision_.line_fee_bar[line] != rules::FeeBar::kNone) {
      const auto bar = static_cast<size_t>(decision_.line_fee_bar[line]);
      reasons_.push_back("no_fee: " + std::string(rules::kFeeBarNames[bar]) + " on " + id_of(row) + of_preset);
    }
  }

  void tell_interest() {
    std::vector<uint8_t> wanted(receivables_.rows(), 0);
    for (uint32_t line = candidate_.line_begin; line < candidate_.line_end; ++line) wanted[decision_.lines[line]] = 1;
    rules::PrincipalHistory history;
    trace_principal_of(night_, loaded_, decision_.assessment, wanted, history);
    const PageInterest interest(night_.interest, loaded_.page, step_.interest->rule, night_.date);
    for (uint32_t line = candidate_.line_begin; line < candidate_.line_end; ++line) {
      if (decision_.assessment.standings.days_past_due[decision_.lines[line]] > 0) tell_line(line, interest, history);
    }
  }

  void tell_line(uint32_t line, const PageInterest& interest, const rules::PrincipalHistory& history) {
    const uint32_t row = decision_.lines[line];
    const uint32_t currency = currency_of(row);
    if (decision_.line_interest_bar[line] == rules::InterestBar::kNoticePeriod) {
      reasons_.push_back("no_interest: notice_period on " + id_of(row));
      return;
    }
    const rules::InterestChoice choice = interest.choice_of_receivable(row);
    if (choice.rule == nullptr) {
      const std::string bar(rules::kInterestBarNames[static_cast<size_t>(choice.bar)]);
      reasons_.push_back("no_interest: " + bar + " on " + id_of(row) + " by rule " + step_.interest->rule);
      return;
    }
    const int64_t claimed = decision_.assessment.balances.interest_claimed(row);
    std::string text = step_.interest->charge ? "interest_charged: " : "interest_shown: ";
    text += money_words(decision_.line_interest[line], currency) + " on " + id_of(row) + " by rule " + choice.rule->id;
    if (claimed != 0) text += ", beside " + money_words(claimed, currency) + " claimed before";
    for (const rules::InterestSegment& segment :
         rules::interest_segments(*choice.rule, interest.days_of(history, row, night_.date))) {
      text += "; " + segment_words(segment, currency);
    }
    reasons_.push_back(std::move(text));
  }

  const Night& night_;
  const storage::LoadedPage& loaded_;
  const core::Table& receivables_;
  const PageDecision& decision_;
  const Candidate& candidate_;
  const rules::Step& step_;
  std::vector<std::string>& reasons_;
};

}  // namespace

void tell_charges(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t row,
                  std::vector<std::string>& reasons) {
  const Assessment& assessed = decision.assessment;
  const rules::Balances& balances = assessed.balances;
  if (balances.costs.empty() || !balances.exists(row)) return;
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
  rules::settle(assessed.ledger.inputs(loaded.page, night.date), night.book->source.allocation, wanted, settlements);
  for (const rules::Settlement& settled : settlements.of(row)) {
    reasons.push_back(settlement_words(loaded.page, settled, currency));
  }
}

void tell_added(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                const Candidate& candidate, std::vector<std::string>& reasons) {
  if (decision.line_fees.empty() || candidate.pre_due) return;
  AddedTeller(night, loaded, decision, candidate, reasons).tell();
}

}  // namespace dunlin::engine
