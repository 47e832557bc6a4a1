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

ChargeOwner owner_of_unit(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                          const Candidate& candidate, size_t unit) {
  ChargeOwner owner{.kind = static_cast<core::UnitKind>(decision.units.kind[unit]),
                    .unit = {},
                    .scenario = night.book->source.scenarios[candidate.scenario].id,
                    .step = step_of(night, candidate).id,
                    .episode = decision.unit.episode[unit]};
  if (owner.kind == core::UnitKind::kReceivable) {
    owner.unit = loaded.page.rows(RecordKind::kReceivable).text_at(Field::kReceivableId, decision.units.key[unit]);
  } else if (owner.kind == core::UnitKind::kDebtorCurrency) {
    owner.unit = core::to_string(core::Currency{decision.units.key[unit]});
  }
  return owner;
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
      remember_what_was_written(at);
      if (step.fee.form == rules::FeeForm::kNone && !step.interest) continue;
      open_lines();
      if (step.fee.form != rules::FeeForm::kNone) charge_fees(at);
      if (step.interest) interested_.push_back(at);
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
                            .charged_before = in_life ? was_charged_in_life(candidate.debtor, row) : in_episode,
                            .reminder = reminder_of(candidate, row),
                            .notice_runs = free_of(night_, loaded_, decision_, candidate.debtor, row).fees});
    }
    fees_.resize(fee_lines_.size());
    rules::fees_of_action(step.fee, kind_of(loaded_.page.debtors, candidate.debtor), fee_lines_, anchor_line, night_.rates, fees_);
    for (size_t line = 0; line < fees_.size(); ++line) {
      decision_.line_fee_bar[candidate.line_begin + line] = fees_[line].bar;
      if (fees_[line].minor <= 0) continue;
      if (in_life) fee_today_.insert(lines[line]);
      decision_.line_fees[candidate.line_begin + line] = fees_[line].minor;
      decision_.added.push_back(
          {at, lines[line], ChargePart::kCosts, fees_[line].minor, in_life ? ChargedFor::kLife : ChargedFor::kEpisode});
    }
  }

  /// Whether the free reminder that the step's fee needs has listed this receivable.
  rules::Reminder reminder_of(const Candidate& candidate, uint32_t row) const {
    const std::string& step = step_of(night_, candidate).fee_after;
    if (step.empty()) return rules::Reminder::kNotNamed;
    return was_reminded(candidate, row, step) ? rules::Reminder::kTaken : rules::Reminder::kMissing;
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

  /// The candidate's unit has charged the step's fee in this episode.
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
    // The answer to an event may have charged the debtor outside of any episode: that is another fee.
    return any_costs(debtor, [&](const ChargeMemory& charge) {
      return charge.episode == 0 && charge.unit_kind == core::UnitKind::kReceivable && charge.receivable_id == id;
    });
  }

  bool is_reminder_before_a_fee(const Candidate& candidate) const {
    if (candidate.is_event()) return false;
    const std::string& id = step_of(night_, candidate).id;
    const auto& steps = night_.book->source.scenarios[candidate.scenario].steps;
    return std::ranges::any_of(steps, [&](const rules::Step& step) { return step.fee_after == id; });
  }

  /// A cost of nothing remembers that the reminder went out.
  bool was_reminded(const Candidate& candidate, uint32_t row, std::string_view step) const {
    const auto owner = reminder_owner(night_, loaded_, decision_, candidate, row);
    if (!owner) return false;
    const std::string_view id = receivables_.text_at(Field::kReceivableId, row);
    return any_costs(candidate.debtor, [&](const ChargeMemory& charge) {
      return charge.step == step && charge.receivable_id == id && charge.episode == owner->episode &&
             charge.unit_kind == owner->kind && charge.unit == owner->unit && charge.scenario == owner->scenario;
    });
  }

  /// Every receivable past due that the action lists remembers that it was written about: a call tells nobody what a letter
  /// must, and the answer to an event is no reminder.
  void remember_what_was_written(uint32_t at) {
    const Candidate& candidate = decision_.candidates[at];
    if (candidate.is_event() || candidate.channel == static_cast<uint8_t>(core::Channel::kCall)) return;
    const bool notice =
        candidate.channel != core::ActionBatch::kNoChannel && counts_from_notices(night_, loaded_, candidate.debtor);
    const bool reminder = is_reminder_before_a_fee(candidate);
    if (!notice && !reminder) return;
    for (const uint32_t row : lines_of(candidate)) {
      if (is_past_due(row) == 0 || unit_holding(loaded_, decision_, candidate.debtor, row) == kNoUnit) continue;
      if (notice && !notice_of(loaded_, decision_, candidate.debtor, row)) {
        decision_.added.push_back({at, row, ChargePart::kNoticeGiven, candidate.channel, ChargedFor::kEpisode});
      }
      if (reminder && !was_reminded(candidate, row, step_of(night_, candidate).id)) {
        decision_.added.push_back({at, row, ChargePart::kCosts, 0, ChargedFor::kReminder});
      }
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
      if (free_of(night_, loaded_, decision_, candidate.debtor, row).interest) {
        decision_.line_interest_bar[line] = rules::InterestBar::kNoticePeriod;
        continue;
      }
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
        decision_.added.push_back({at, row, ChargePart::kInterest, more, ChargedFor::kEpisode});
      } else {
        decision_.added.push_back({at, row, ChargePart::kShownInterest, sum.minor, ChargedFor::kEpisode});
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
  return owner_of_unit(night, loaded, decision, candidate, candidate.value_row);
}

std::optional<ChargeOwner> reminder_owner(const Night& night, const storage::LoadedPage& loaded,
                                          const PageDecision& decision, const Candidate& candidate, uint32_t receivable) {
  const size_t unit = unit_holding(loaded, decision, candidate.debtor, receivable);
  if (unit == kNoUnit) return std::nullopt;
  return owner_of_unit(night, loaded, decision, candidate, unit);
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
