#include "engine/run/step_words.h"

#include <algorithm>

#include "engine/run/amount_words.h"
#include "engine/run/event_collector.h"
#include "engine/run/explain_charges.h"
#include "engine/run/find_by_id.h"
#include "engine/run/notice_stage.h"
#include "engine/run/recall_stage.h"
#include "engine/run/time_bar.h"
#include "engine/run/unit_stage.h"
#include "engine/run/value_words.h"
#include "rules/feel/undecided.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::Deferral;

std::string number(int64_t value) { return std::to_string(value); }

class StepTeller {
 public:
  StepTeller(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor, PageScratch& scratch,
             const PageDecision& decision, Explanation& out)
      : night_(night),
        book_(*night.book),
        loaded_(loaded),
        page_(loaded.page),
        receivables_(loaded.page.group(RecordKind::kReceivable)),
        debtor_(debtor),
        scratch_(scratch),
        decision_(decision),
        assessed_(decision.assessment),
        out_(out) {}

  void tell() {
    tell_events();
    tell_units();
    tell_pre_due();
    tell_kept_away();
  }

 private:
  std::string unit_label(size_t u) const {
    switch (static_cast<core::UnitKind>(decision_.units.kind[u])) {
      case core::UnitKind::kDebtor: return "debtor";
      case core::UnitKind::kReceivable:
        return "receivable:" + std::string(receivables_.rows.text_at(Field::kReceivableId, decision_.units.key[u]));
      case core::UnitKind::kDebtorCurrency:
        return "debtor_currency:" + core::to_string(core::Currency{decision_.units.key[u]});
    }
    return {};
  }

  void tell_units() {
    bool any = false;
    for (size_t u = 0; u < decision_.units.size(); ++u) {
      if (decision_.units.debtor[u] != debtor_) continue;
      any = true;
      tell_unit(u);
    }
    if (!any && assessed_.decided[debtor_])
      out_.notes.push_back("nothing_past_due: no unit has an item past due or an open episode");
  }

  void tell_unit(size_t u) {
    const rules::Scenario& scenario = book_.source.scenarios[decision_.units.scenario[u]];
    const std::string label = unit_label(u);
    if (!decision_.unit.open[u]) {
      const Deferral barred = decision_.unit.barred[u];
      out_.notes.push_back(label + ": no episode is open" +
                           (barred == Deferral::kNone ? "" : ", deferred: " + deferral_name(barred)));
      return;
    }
    std::string episode =
        label + ": episode " + number(decision_.unit.episode[u]) + " since " + date_words(decision_.unit.opened_on[u]);
    if (decision_.unit.last[u] >= 0) {
      episode += ", last step " + scenario.steps[static_cast<size_t>(decision_.unit.last[u])].id + " on " +
                 date_words(decision_.unit.last_on[u]);
    }
    if (decision_.unit.pending[u] >= 0) {
      episode += ", step " + scenario.steps[static_cast<size_t>(decision_.unit.pending[u])].id + " of " +
                 date_words(decision_.unit.pending_on[u]) + " waits for an interaction";
    }
    if (decision_.unit.restarted[u]) episode += ", restarted because its anchor was settled or replaced";
    const uint32_t anchor = decision_.units.anchor[u];
    if (anchor != rules::kNoRow) {
      episode += ", anchor " + std::string(receivables_.rows.text_at(Field::kReceivableId, anchor)) + " at " +
                 number(decision_.unit.clock[u]) + " days";
    } else {
      episode += ", nothing of it is dunnable today";
    }
    out_.notes.push_back(std::move(episode));
    for (size_t i = book_.scenarios[decision_.units.scenario[u]].first_episode_step;
         i < book_.scenarios[decision_.units.scenario[u]].step_count; ++i) {
      tell_step(u, scenario, i, label);
    }
  }

  const Candidate* candidate_of(size_t u) const {
    for (const Candidate& candidate : decision_.candidates) {
      if (candidate.pre_due || candidate.debtor != debtor_) continue;
      for (uint32_t at = candidate.unit_begin; at < candidate.unit_end; ++at) {
        if (decision_.fired_units[at] == u) return &candidate;
      }
    }
    return nullptr;
  }

  void tell_step(size_t u, const rules::Scenario& scenario, size_t i, const std::string& label) {
    ExplainedStep& told = out_.steps.emplace_back();
    told.unit = label;
    told.scenario = scenario.id;
    told.step = scenario.steps[i].id;
    const rules::Step& step = scenario.steps[i];
    const UnitColumns& unit = decision_.unit;
    const uint64_t bit = uint64_t{1} << i;
    if (static_cast<int>(i) <= unit.last[u] && unit.chosen[u] != static_cast<int8_t>(i)) {
      told.reasons.push_back("behind: the last completed step is " + scenario.steps[static_cast<size_t>(unit.last[u])].id);
      return;
    }
    if (unit.pending[u] >= 0) {
      told.reasons.push_back("pending: no step is taken until an interaction completes " +
                             scenario.steps[static_cast<size_t>(unit.pending[u])].id);
      return;
    }
    if (decision_.units.anchor[u] == rules::kNoRow) {
      told.reasons.push_back("no_anchor: nothing dunnable is overdue");
      if (unit.barred[u] != Deferral::kNone) told.reasons.push_back("deferred: " + deferral_name(unit.barred[u]));
      return;
    }
    tell_trigger(u, step, (unit.triggered[u] & bit) != 0, told);
    if (!(unit.minimum_met[u] & bit)) {
      const std::string_view why =
          (unit.minimum_unrated[u] & bit) != 0 ? "no_rate: claims " : "minimum_not_reached: claims ";
      told.reasons.push_back(std::string(why) + claims_words(decision_.units.claims_of(u)));
    }
    if (!step.for_flag.empty() && !has_flag_of(step)) {
      told.reasons.push_back("not_for_this_debtor: the step is for debtors with one of its flags");
      return;
    }
    if (step.when.is_set()) {
      const rules::Truth truth = (unit.when_met[u] & bit) != 0       ? rules::kTrue
                                 : (unit.when_unrated[u] & bit) != 0 ? rules::kUndecided
                                                                     : rules::kFalse;
      tell_condition(decision_.units.scenario[u], i, {decision_.step_columns, u}, truth, told);
    }
    const uint64_t unrated = unit.minimum_unrated[u] | unit.when_unrated[u];
    if ((unrated & unit.triggered[u] & unit.allowed[u] & bit) != 0 && unit.barred[u] == Deferral::kNoRate) {
      told.reasons.push_back("deferred: " + deferral_name(Deferral::kNoRate));
    }
    if (!(unit.allowed[u] & bit)) told.reasons.push_back("not_allowed: " + bar_text(static_cast<uint32_t>(u), step));
    if (const std::string held = notice_text(night_, decision_, u);
        !held.empty() && unit.held_step[u] == static_cast<int8_t>(i)) {
      told.reasons.push_back("deferred: notice_period: " + held);
      return;
    }
    const uint64_t all = unit.triggered[u] & unit.minimum_met[u] & unit.when_met[u] & unit.allowed[u];
    if (unit.chosen[u] != static_cast<int8_t>(i)) {
      if (all & bit) {
        told.reasons.push_back(scenario.catch_up == rules::CatchUp::kNext
                                   ? "not_its_turn: one step a day, and an earlier one is taken or not yet reached"
                                   : "not_its_turn: a higher step holds");
      }
      return;
    }
    if (static_cast<int8_t>(i) == unit.last[u]) {
      told.reasons.push_back("repeated: taken " + number(unit.repeats[u]) + " of " + number(step.repeat) + " times");
    }
    const Candidate* candidate = candidate_of(u);
    if (candidate == nullptr) return;
    told.fired = candidate->outcome == Deferral::kNone;
    told.reasons.push_back(told.fired ? "taken" : "deferred: " + deferral_name(candidate->outcome));
    if (told.fired) tell_added(night_, loaded_, decision_, *candidate, told.reasons);
    const bool waits_for_room = candidate->outcome == Deferral::kCapacityUsedUp;
    if (!told.fired && !waits_for_room) tell_blocked(u, step, told);
    if (candidate->consolidated && candidate->step != static_cast<int8_t>(i)) {
      told.reasons.push_back("consolidated: the action is of step " +
                             scenario.steps[static_cast<size_t>(candidate->step)].id);
    }
  }

  /// The code, and for the time bar which receivable since when.
  std::string bar_text(uint32_t u, const rules::Step& step) const {
    const Deferral bar = bar_of_step(loaded_, decision_, u, step);
    if (bar != Deferral::kTimeBarred) return deferral_name(bar);
    const uint32_t anchor = decision_.units.anchor[u];
    return deferral_name(bar) + ": " + std::string(receivables_.rows.text_at(Field::kReceivableId, anchor)) + " since " +
           date_words(barred_on(loaded_, assessed_, anchor));
  }

  void tell_blocked(size_t u, const rules::Step& step, ExplainedStep& told) const {
    const UnitColumns& unit = decision_.unit;
    if (step.when_blocked != rules::WhenBlocked::kSkip) return;
    const bool still = unit.blocked[u] == unit.chosen[u];
    const std::string since = date_words(still ? unit.blocked_since[u] : night_.date.days);
    if (unit.skipped[u]) {
      told.reasons.push_back("skipped: no channel since " + since);
    } else {
      told.reasons.push_back("blocked: passed over after " + number(step.blocked_days) + " days without a channel, since " +
                             since);
    }
  }

  bool has_flag_of(const rules::Step& step) const {
    const int64_t flags = std::max<int64_t>(0, page_.debtors.int_at(Field::kFlags, debtor_));
    return std::any_of(step.for_flag.begin(), step.for_flag.end(),
                       [&](core::DebtorFlag flag) { return (flags & core::bit(flag)) != 0; });
  }

  void tell_trigger(size_t u, const rules::Step& step, bool reached, ExplainedStep& told) {
    const UnitColumns& unit = decision_.unit;
    std::string figures;
    if (step.days) {
      figures = number(clock_for(decision_, u, step)) + " of " + number(*step.days) + " days";
      if (step.origin == rules::StepOrigin::kIssueDate) figures = "day " + number(*step.days) + " after issue";
      if (step.end_of_month) figures += ", end of month";
      const bool early = reached && step.origin == rules::StepOrigin::kDueDate && !step.end_of_month;
      if (early && clock_for(decision_, u, step) < *step.days) figures += ", leaves ahead of closed days";
    }
    if (step.days_since_previous > 0) {
      if (!figures.empty()) figures += ", ";
      figures += unit.last[u] < 0 ? "no step before it in this episode"
                                  : number(night_.date.days - unit.last_on[u]) + " of " + number(step.days_since_previous) +
                                        " days since the previous step";
    }
    told.reasons.push_back((reached ? "trigger_reached: " : "trigger_not_reached: ") + figures);
  }

  /// Where a condition's values stand.
  struct ValueRow {
    const std::vector<rules::InputColumn>& columns;
    size_t row;
  };

  void tell_condition(uint16_t scenario, size_t step, const ValueRow& values, uint8_t truth, ExplainedStep& told) const {
    const auto& when = book_.scenarios[scenario].steps[step].when;
    std::string text = truth == rules::kTrue        ? "condition_holds: "
                       : truth == rules::kUndecided ? "no_rate: condition: "
                                                    : "condition_fails: ";
    text += when->program.text();
    for (const uint32_t at : when->columns) {
      const rules::FeatureId id = book_.step_features.ids[at];
      const rules::InputColumn& column = values.columns[at];
      text += "; " + std::string(book_.catalogue.name(id)) + " = ";
      text += value_json(book_.catalogue.type(id), column, values.row);
      if (is_incomplete(column, values.row)) text += " without " + unrated_currencies(night_.rates, page_, debtor_);
    }
    told.reasons.push_back(std::move(text));
  }

  // Pre-due steps.

  ExplainedStep& begin_pre_due(uint32_t row, size_t step) {
    const rules::Scenario& scenario = book_.source.scenarios[assessed_.receivable_scenario[row]];
    ExplainedStep& told = out_.steps.emplace_back();
    told.unit = "receivable:" + std::string(receivables_.rows.text_at(Field::kReceivableId, row));
    told.scenario = scenario.id;
    told.step = scenario.steps[step].id;
    told.reasons.push_back("pre_due: " + number(assessed_.standings.days_past_due[row]) + " days past due");
    return told;
  }

  void tell_pre_due() {
    for (uint32_t row = receivables_.begin[debtor_]; row < receivables_.begin[debtor_ + 1]; ++row) {
      const uint16_t scenario = assessed_.receivable_scenario[row];
      if (scenario == rules::kNoScenario || !(assessed_.items[row] & rules::kItemNotDue)) continue;
      if (assessed_.standings.days_past_due[row] > 0) continue;  // in its days of grace: reminders are over
      const auto& rows = decision_.pre_due_receivable;
      const auto found = std::find(rows.begin(), rows.end(), row);
      for (size_t step = 0; step < book_.scenarios[scenario].first_episode_step; ++step) {
        const auto at = static_cast<uint32_t>(found - rows.begin());
        if (found != rows.end() && decision_.pre_due_step[at] == static_cast<int8_t>(step)) {
          tell_due_reminder(at, row);
        } else {
          tell_other_reminder(row, step, found == rows.end() ? rules::kNoStep : decision_.pre_due_step[at]);
        }
      }
    }
  }

  /// The reminder whose turn it is today.
  void tell_due_reminder(uint32_t at, uint32_t row) {
    const uint16_t scenario = assessed_.receivable_scenario[row];
    const auto step = static_cast<size_t>(decision_.pre_due_step[at]);
    ExplainedStep& told = begin_pre_due(row, step);
    if (book_.scenarios[scenario].steps[step].when) {
      tell_condition(scenario, step, {decision_.pre_due_columns, at}, decision_.pre_due_holds[at], told);
    }
    if (decision_.pre_due_holds[at] == rules::kTrue) {
      const Candidate* candidate = pre_due_candidate(at);
      if (candidate != nullptr) {
        told.fired = candidate->outcome == Deferral::kNone;
        told.reasons.push_back(told.fired ? "taken" : "deferred: " + deferral_name(candidate->outcome));
        return;
      }
      const bool unrated = decision_.pre_due_barred[at] != Deferral::kNone;
      told.reasons.push_back((unrated ? "no_rate: claims " : "minimum_not_reached: claims ") + reminded_text(at));
    }
    if (decision_.pre_due_barred[at] != Deferral::kNone) {
      told.reasons.push_back("deferred: " + deferral_name(decision_.pre_due_barred[at]));
    }
  }

  /// What a reminder of that step would list of the debtor, by currency.
  std::string reminded_text(uint32_t at) const {
    std::vector<rules::Claim> claims;
    for (uint32_t other = 0; other < decision_.pre_due_debtor.size(); ++other) {
      const uint32_t row = decision_.pre_due_receivable[other];
      const bool together =
          decision_.pre_due_debtor[other] == debtor_ && decision_.pre_due_step[other] == decision_.pre_due_step[at] &&
          decision_.pre_due_holds[other] == rules::kTrue &&
          assessed_.receivable_scenario[row] == assessed_.receivable_scenario[decision_.pre_due_receivable[at]];
      if (!together) continue;
      const auto currency = static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row));
      const auto known = std::find_if(claims.begin(), claims.end(), [&](auto& claim) { return claim.currency == currency; });
      rules::Claim& claim = known == claims.end() ? claims.emplace_back(rules::Claim{currency, 0}) : *known;
      claim.amount = core::checked_add(claim.amount, assessed_.balances.balance[row]);
    }
    return claims_words(claims);
  }

  /// A reminder that is not looked at today: `due` is the step that is, if any.
  void tell_other_reminder(uint32_t row, size_t step, int8_t due) {
    const rules::Scenario& scenario = book_.source.scenarios[assessed_.receivable_scenario[row]];
    ExplainedStep& told = begin_pre_due(row, step);
    const uint32_t memory = assessed_.memory_debtor[debtor_];
    const core::Group& marks = loaded_.memory.marks;
    const uint32_t mark = memory == rules::kNoRow ? rules::kNoRow
                                                  : find_by_id(marks, memory, Field::kReceivableId,
                                                               receivables_.rows.text_at(Field::kReceivableId, row));
    if (mark != rules::kNoRow && marks.rows.text_at(Field::kScenario, mark) == scenario.id) {
      const int8_t sent = last_step_of(scenario, marks.rows.text_at(Field::kStep, mark));
      if (sent >= static_cast<int>(step)) {
        told.reasons.push_back("behind: reminder " + scenario.steps[static_cast<size_t>(sent)].id + " was sent on " +
                               date_words(marks.rows.int_at(Field::kOn, mark)));
        return;
      }
    }
    const bool passed = static_cast<int>(step) < due;
    const std::string figures =
        number(assessed_.standings.days_past_due[row]) + " of " + number(*scenario.steps[step].days) + " days";
    told.reasons.push_back(passed ? "not_its_turn: the day of a later reminder has come"
                                  : "trigger_not_reached: " + figures);
  }

  void tell_kept_away() {
    for (const auto& away : decision_.pre_due_kept_away) {
      if (away.debtor != debtor_) continue;
      begin_pre_due(away.receivable, static_cast<size_t>(away.step))
          .reasons.push_back("deferred: " + deferral_name(away.reason));
    }
  }

  const Candidate* pre_due_candidate(uint32_t at) const {
    for (const Candidate& candidate : decision_.candidates) {
      if (!candidate.pre_due || candidate.debtor != debtor_) continue;
      for (uint32_t i = candidate.unit_begin; i < candidate.unit_end; ++i) {
        if (decision_.fired_units[i] == at) return &candidate;
      }
    }
    return nullptr;
  }

  void tell_events() {
    for (size_t at = 0; at < decision_.events.size(); ++at) {
      const PageEvent& event = decision_.events[at];
      if (event.debtor != debtor_ || is_below_limit(event.record_id)) continue;
      ExplainedStep& told = out_.steps.emplace_back();
      told.unit = "debtor";
      told.scenario = event.scenario == rules::kNoScenario ? "" : book_.source.scenarios[event.scenario].id;
      told.step = "on." + std::string(core::name_of(core::kEventKindNames, event.kind)) + "/" + event.record_id;
      told.reasons.push_back("event_seen: " + core::to_string(event.first_seen));
      tell_fate(event, static_cast<uint32_t>(at), told);
    }
  }

  void tell_fate(const PageEvent& event, uint32_t at, ExplainedStep& told) const {
    switch (event.fate) {
      case EventFate::kUnanswered: told.reasons.push_back("unanswered: the scenario has no " + told.step); return;
      case EventFate::kConditionFails:
        tell_event_condition(event, told);
        told.reasons.push_back("settled: answered with nothing");
        return;
      case EventFate::kLapsed: told.reasons.push_back("lapsed: what it is about is over"); return;
      case EventFate::kNothingToClaim: told.reasons.push_back(unclaimed_text()); return;
      case EventFate::kBarred:
        if (event.reason == Deferral::kNoRate) tell_event_condition(event, told);
        told.reasons.push_back("deferred: " + deferral_name(event.reason));
        return;
      case EventFate::kAsked: break;
    }
    for (const Candidate& candidate : decision_.candidates) {
      if (candidate.event != at) continue;
      told.fired = candidate.outcome == Deferral::kNone;
      told.reasons.push_back(told.fired ? "taken" : "deferred: " + deferral_name(candidate.outcome));
    }
  }

  /// The `when` of an event's answer, with what it read.
  void tell_event_condition(const PageEvent& event, ExplainedStep& told) const {
    const auto step = static_cast<size_t>(event.step);
    const auto& when = book_.scenarios[event.scenario].steps[step].when;
    const rules::Step& of_step = book_.source.scenarios[event.scenario].steps[step];
    if (!of_step.for_flag.empty() && !has_flag_of(of_step)) {
      told.reasons.push_back("not_for_this_debtor: the step is for debtors with one of its flags");
    } else if (when) {
      std::vector<rules::InputColumn> inputs;
      for (const uint32_t at : when->columns) inputs.push_back(decision_.event_columns[at]);
      std::vector<uint8_t> truth(decision_.event_rows);
      rules::evaluate(when->program, inputs, truth.size(), scratch_.workspace, truth);
      rules::mark_undecided(when->program, inputs, truth.size(), truth);
      tell_condition(event.scenario, step, {decision_.event_columns, event.value_row}, truth[event.value_row], told);
    }
  }

  /// Why an event waits that would claim less than its minimums, or nothing at all.
  std::string unclaimed_text() const {
    const rules::NetOverdue& net = assessed_.net;
    std::vector<rules::Claim> claims;
    for (uint32_t row = net.begin[debtor_]; row < net.begin[debtor_ + 1]; ++row) {
      if (net.net(row) > 0) claims.push_back({net.currency[row], net.net(row)});
    }
    if (claims.empty()) return "waits: nothing_to_claim: nothing dunnable is overdue";
    return "waits: minimum_not_reached: claims " + claims_words(claims);
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  const core::Group& receivables_;
  uint32_t debtor_;
  PageScratch& scratch_;
  const PageDecision& decision_;
  const Assessment& assessed_;
  Explanation& out_;
};

}  // namespace

void tell_steps(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor, PageScratch& scratch,
                const PageDecision& decision, Explanation& out) {
  StepTeller(night, loaded, debtor, scratch, decision, out).tell();
}

}  // namespace dunlin::engine
