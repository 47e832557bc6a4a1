#include "engine/run/charge_stage.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/money.h"
#include "core/overflow_watch.h"
#include "engine/run/assess_stage.h"
#include "engine/run/memory_writer.h"
#include "engine/run/notice_stage.h"
#include "rules/allocation/settlements.h"
#include "rules/fees/fee.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::ChargePart;

const rules::Step& step_of(const Night& night, const Candidate& candidate) {
  return night.book->source.scenarios[candidate.scenario].steps[static_cast<size_t>(candidate.step)];
}

class Charger {
 public:
  Charger(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision)
      : night_(night),
        loaded_(loaded),
        receivables_(loaded.page.rows(RecordKind::kReceivable)),
        remembered_(loaded.memory.charges.rows),
        decision_(decision) {}

  void run() {
    decision_.line_fees.clear();
    decision_.line_interest.clear();
    decision_.line_fee_bar.clear();
    decision_.line_interest_bar.clear();
    decision_.added.clear();
    for (uint32_t at = 0; at < decision_.candidates.size(); ++at) {
      const Candidate& candidate = decision_.candidates[at];
      if (candidate.outcome != rules::Deferral::kNone || candidate.pre_due) continue;
      const rules::Step& step = step_of(night_, candidate);
      if (is_reminder_before_a_fee(candidate)) remember_reminder(at);
      if (step.fee.form == rules::FeeForm::kNone && !step.interest) continue;
      open_lines();
      const rules::FreeOf free = free_of(night_, loaded_, decision_, candidate);
      if (step.fee.form != rules::FeeForm::kNone && !free.fees) charge_fees(at);
      if (step.interest && !free.interest) interested_.push_back(at);
    }
    if (!interested_.empty()) charge_interest();
    add_up_demands();
  }

 private:
  void open_lines() {
    if (!decision_.line_fees.empty()) return;
    decision_.line_fees.assign(decision_.lines.size(), 0);
    decision_.line_interest.assign(decision_.lines.size(), 0);
    decision_.line_fee_bar.assign(decision_.lines.size(), rules::FeeBar::kNone);
    decision_.line_interest_bar.assign(decision_.lines.size(), rules::InterestBar::kNone);
  }

  std::span<const uint32_t> lines_of(const Candidate& candidate) const {
    return std::span(decision_.lines).subspan(candidate.line_begin, candidate.line_end - candidate.line_begin);
  }

  /// Nothing is demanded of the insolvent and the dead.
  rules::InterestBar bar_of_debtor(uint32_t debtor) const {
    const int64_t flags = std::max<int64_t>(0, loaded_.page.debtors.int_at(Field::kFlags, debtor));
    return rules::bar_of_flags(static_cast<core::DebtorFlags>(flags));
  }

  /// What leaves must be able to say what it demands: here, where a debtor can still be set aside, and not in the letter.
  void add_up_demands() const {
    const bool adds = !decision_.line_fees.empty();
    for (const Candidate& candidate : decision_.candidates) {
      if (candidate.outcome != rules::Deferral::kNone) continue;
      int64_t demanded = 0;
      for (uint32_t line = candidate.line_begin; line < candidate.line_end; ++line) {
        demanded = core::checked_add(demanded, decision_.assessment.balances.balance[decision_.lines[line]]);
        if (!adds) continue;
        demanded = core::checked_add(demanded, decision_.line_fees[line]);
        demanded = core::checked_add(demanded, decision_.line_interest[line]);
      }
    }
  }

  // Fees.

  void charge_fees(uint32_t at) {
    const Candidate& candidate = decision_.candidates[at];
    if (bar_of_debtor(candidate.debtor) != rules::InterestBar::kNone) return;
    const rules::Step& step = step_of(night_, candidate);
    const bool in_life = step.fee.per == rules::FeePer::kReceivable;
    const bool in_episode = !in_life && was_charged(candidate, charge_owner(night_, loaded_, decision_, candidate).step);
    const auto lines = lines_of(candidate);
    const auto anchor = std::ranges::find(lines, candidate.anchor);
    const size_t anchor_line = anchor == lines.end() ? 0 : static_cast<size_t>(anchor - lines.begin());
    fee_lines_.clear();
    for (const uint32_t row : lines) {
      fee_lines_.push_back({.original = receivables_.int_at(Field::kAmount, row),
                            .currency = static_cast<uint32_t>(receivables_.int_at(Field::kCurrency, row)),
                            .charged_before = in_life ? was_charged_in_life(candidate.debtor, row) : in_episode});
    }
    fees_.resize(fee_lines_.size());
    rules::fees_of_action(step.fee, fee_debtor(candidate, step), fee_lines_, anchor_line, night_.rates, fees_);
    for (size_t line = 0; line < fees_.size(); ++line) {
      decision_.line_fee_bar[candidate.line_begin + line] = fees_[line].bar;
      if (fees_[line].minor <= 0) continue;
      if (in_life) fee_today_.insert(lines[line]);
      decision_.line_fees[candidate.line_begin + line] = fees_[line].minor;
      decision_.added.push_back({at, lines[line], ChargePart::kCosts, fees_[line].minor, in_life});
    }
  }

  rules::FeeDebtor fee_debtor(const Candidate& candidate, const rules::Step& step) const {
    rules::FeeDebtor debtor;
    debtor.kind = kind_of(loaded_.page.debtors, candidate.debtor);
    if (!step.fee_after.empty()) {
      debtor.reminder = was_charged(candidate, step.fee_after) ? rules::Reminder::kTaken : rules::Reminder::kMissing;
    }
    return debtor;
  }

  /// Calls visit(charge) for the costs charged on the debtor's receivables until one answers true.
  template <class Visit>
  bool any_costs(uint32_t debtor, const Visit& visit) const {
    const uint32_t remembered = decision_.assessment.memory_debtor[debtor];
    if (remembered == rules::kNoRow || remembered_.rows() == 0) return false;
    const auto& begin = loaded_.memory.charges.begin;
    for (uint32_t row = begin[remembered]; row < begin[remembered + 1]; ++row) {
      const ChargeMemory charge = charge_memory_at(remembered_, row);
      if (charge.part == static_cast<int64_t>(ChargePart::kCosts) && visit(charge)) return true;
    }
    return false;
  }

  /// The candidate's unit has a row of the step in this episode: its fee, or the free reminder before one.
  bool was_charged(const Candidate& candidate, std::string_view step) const {
    const ChargeOwner owner = charge_owner(night_, loaded_, decision_, candidate);
    return any_costs(candidate.debtor, [&](const ChargeMemory& charge) {
      return charge.episode == owner.episode && charge.unit_kind == owner.kind && charge.unit == owner.unit &&
             charge.scenario == owner.scenario && charge.step == step;
    });
  }

  bool was_charged_in_life(uint32_t debtor, uint32_t row) const {
    if (fee_today_.contains(row)) return true;
    const std::string_view id = receivables_.text_at(Field::kReceivableId, row);
    return any_costs(debtor, [&](const ChargeMemory& charge) { return charge.episode == 0 && charge.receivable_id == id; });
  }

  bool is_reminder_before_a_fee(const Candidate& candidate) const {
    if (candidate.is_event()) return false;
    const std::string& id = step_of(night_, candidate).id;
    const auto& steps = night_.book->source.scenarios[candidate.scenario].steps;
    return std::ranges::any_of(steps, [&](const rules::Step& step) { return step.fee_after == id; });
  }

  /// A cost of nothing remembers that the reminder went out.
  void remember_reminder(uint32_t at) {
    const Candidate& candidate = decision_.candidates[at];
    if (!was_charged(candidate, step_of(night_, candidate).id)) {
      decision_.added.push_back({at, candidate.anchor, ChargePart::kCosts, 0, false});
    }
  }

  // Interest: the candidates that ask for it together, so that the money of a debtor is gone through once.

  void charge_interest() {
    std::vector<uint8_t> wanted(receivables_.rows(), 0);
    for (const uint32_t at : interested_) {
      for (const uint32_t row : lines_of(decision_.candidates[at])) wanted[row] = is_past_due(row);
    }
    trace_principal_of(night_, loaded_, decision_.assessment, wanted, history_);
    interest_today_.assign(receivables_.rows(), 0);
    std::map<std::string_view, PageInterest> rules_of_page;
    for (const uint32_t at : interested_) {
      const std::string& name = step_of(night_, decision_.candidates[at]).interest->rule;
      const auto [rule, is_new] = rules_of_page.try_emplace(name, night_.interest, loaded_.page, name, night_.date);
      add_interest(at, rule->second);
    }
  }

  uint8_t is_past_due(uint32_t row) const { return decision_.assessment.standings.days_past_due[row] > 0; }

  void add_interest(uint32_t at, const PageInterest& interest) {
    const Candidate& candidate = decision_.candidates[at];
    const rules::StepInterest& wish = *step_of(night_, candidate).interest;
    for (uint32_t line = candidate.line_begin; line < candidate.line_end; ++line) {
      const uint32_t row = decision_.lines[line];
      if (is_past_due(row) == 0) continue;
      const rules::InterestSum sum = interest.sum_of(history_, row, night_.date);
      decision_.line_interest_bar[line] = sum.bar;
      if (sum.bar == rules::InterestBar::kTooLarge) core::note_overflow();
      // What another action of the day has charged is charged before, too.
      const int64_t claimed = decision_.assessment.balances.interest_claimed(row) + interest_today_[row];
      const int64_t more = sum.minor - claimed;
      if (more <= 0 || !(wish.show || wish.charge)) continue;
      decision_.line_interest[line] = more;
      if (wish.charge) {
        interest_today_[row] += more;
        decision_.added.push_back({at, row, ChargePart::kInterest, more, false});
      } else {
        decision_.added.push_back({at, row, ChargePart::kShownInterest, sum.minor, false});
      }
    }
  }

  const Night& night_;
  const storage::LoadedPage& loaded_;
  const core::Table& receivables_;
  const core::Table& remembered_;
  PageDecision& decision_;
  std::vector<uint32_t> interested_;     // candidates
  std::vector<int64_t> interest_today_;  // charged by actions of the day, per receivable
  std::set<uint32_t> fee_today_;         // receivables whose fee of a lifetime was charged today
  rules::PrincipalHistory history_;
  std::vector<rules::FeeLine> fee_lines_;
  std::vector<rules::FeeSum> fees_;
};

}  // namespace

ChargeOwner charge_owner(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                         const Candidate& candidate) {
  if (candidate.is_event()) {
    const PageEvent& event = decision.events[candidate.event];
    const std::string name(core::name_of(core::kEventKindNames, event.kind));
    return {.kind = core::UnitKind::kDebtor,
            .unit = {},
            .scenario = night.book->source.scenarios[candidate.scenario].id,
            .step = "on." + name + "/" + event.record_id,
            .episode = candidate.episode};
  }
  const uint32_t unit = candidate.value_row;
  ChargeOwner owner{.kind = static_cast<core::UnitKind>(decision.units.kind[unit]),
                    .unit = {},
                    .scenario = night.book->source.scenarios[candidate.scenario].id,
                    .step = step_of(night, candidate).id,
                    .episode = candidate.episode};
  if (owner.kind == core::UnitKind::kReceivable) {
    owner.unit = loaded.page.rows(RecordKind::kReceivable).text_at(Field::kReceivableId, decision.units.key[unit]);
  } else if (owner.kind == core::UnitKind::kDebtorCurrency) {
    owner.unit = core::to_string(core::Currency{decision.units.key[unit]});
  }
  return owner;
}

void trace_principal_of(const Night& night, const storage::LoadedPage& loaded, const Assessment& assessed,
                        std::span<const uint8_t> wanted, rules::PrincipalHistory& history) {
  const rules::AllocationInputs inputs = assessed.ledger.inputs(loaded.page, night.date);
  rules::Settlements settlements;
  rules::settle(inputs, night.book->source.allocation, wanted, settlements);
  rules::trace_principal(inputs, wanted, settlements, history);
}

void charge(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  Charger(night, loaded, decision).run();
}

}  // namespace dunlin::engine
