#include "engine/run/explain_words.h"

#include <algorithm>

#include "engine/outbound/json_text.h"
#include "engine/run/assess_stage.h"
#include "engine/run/event_collector.h"
#include "engine/run/explain_charges.h"
#include "engine/run/notice_stage.h"
#include "engine/run/standing_words.h"
#include "engine/run/time_bar.h"
#include "engine/run/unit_stage.h"
#include "rules/scenario/experiment.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::Deferral;

std::string number(int64_t value) { return std::to_string(value); }
std::string date_text(int64_t days) { return core::to_string(core::Date{static_cast<int32_t>(days)}); }
std::string deferral_name(Deferral reason) { return std::string(rules::kDeferralNames[static_cast<size_t>(reason)]); }

std::string money(int64_t minor, uint32_t currency) {
  const core::Currency code{currency};
  return core::format_amount(minor, core::minor_digits(code)) + " " + core::to_string(code);
}

class Teller {
 public:
  Teller(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor, PageScratch& scratch,
         PageDecision& decision, Explanation& out)
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
    out_.creditor_id = std::string(page_.debtors.text_at(Field::kCreditorId, debtor_));
    out_.debtor_id = std::string(page_.debtors.text_at(Field::kDebtorId, debtor_));
    for (uint32_t row = receivables_.begin[debtor_]; row < receivables_.begin[debtor_ + 1]; ++row) tell_receivable(row);
    tell_cash();
    tell_features();
    tell_score();
    tell_scenario();
    tell_records_of_debtor(standing_facts(), debtor_, out_.notes);
    tell_events();
    tell_units();
    tell_pre_due();
    tell_kept_away();
    tell_channels();
  }

 private:
  StandingFacts standing_facts() const {
    return {page_, night_.date, assessed_.covers, assessed_.standings, assessed_.time_bars, book_.source.standing};
  }

  void tell_receivable(uint32_t row) {
    ExplainedReceivable& item = out_.receivables.emplace_back();
    const auto currency = static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row));
    const uint32_t digits = core::minor_digits(core::Currency{currency});
    item.receivable_id = std::string(receivables_.rows.text_at(Field::kReceivableId, row));
    item.standing = std::string(core::name_of(core::kStandingNames, assessed_.standings.at(row)));
    item.currency = core::to_string(core::Currency{currency});
    item.due_date = date_text(agreed_due(loaded_, row));
    const rules::Balances& balances = assessed_.balances;
    if (!balances.exists(row)) {
      item.balance = core::format_amount(0, digits);
      item.reasons.push_back("absent: draft, cancelled, issued later, or its debtor is unknown");
      return;
    }
    item.days_past_due = assessed_.standings.days_past_due[row];
    item.days_delinquent = assessed_.standings.days_delinquent[row];
    item.balance = core::format_amount(balances.balance[row], digits);
    const int64_t due = receivables_.rows.int_at(Field::kDueDate, row);
    if (due != agreed_due(loaded_, row)) {
      item.reasons.push_back("due_rolled: " + item.due_date + " is no business day of the creditor, counted from " +
                             date_text(due));
    }
    item.reasons.push_back("amount: " + money(receivables_.rows.int_at(Field::kAmount, row), currency));
    if (balances.paid[row] != 0) item.reasons.push_back("paid: " + money(balances.paid[row], currency));
    if (balances.credited[row] != 0) item.reasons.push_back("credited: " + money(balances.credited[row], currency));
    tell_charges(night_, loaded_, decision_, row, item.reasons);
    if (balances.closed_on[row] != core::kNull) item.reasons.push_back("closed_on: " + date_text(balances.closed_on[row]));
    switch (assessed_.left_out[row]) {
      case LeftOut::kNo: break;
      case LeftOut::kDebtor:
        item.reasons.push_back("left_out: its creditor is not decided, or its debtor is suspended");
        break;
      case LeftOut::kExcluded: item.reasons.push_back("left_out: standing.exclude_when holds"); break;
      case LeftOut::kOwnNone: item.reasons.push_back("left_out: its own scenario is none"); break;
      case LeftOut::kNoScenario: item.reasons.push_back("left_out: no scenario"); break;
      case LeftOut::kAppliesTo: item.reasons.push_back("left_out: the scenario's applies_to does not hold"); break;
      case LeftOut::kExtinguished: item.reasons.push_back("left_out: barred by time, the debt has ceased to exist"); break;
    }
    tell_standing(standing_facts(), row, item.reasons);
  }

  void tell_cash() {
    const rules::Balances& balances = assessed_.balances;
    for (uint32_t at = balances.cash_begin[debtor_]; at < balances.cash_begin[debtor_ + 1]; ++at) {
      const core::Currency currency{balances.cash_currency[at]};
      out_.unallocated_cash.emplace_back(core::to_string(currency),
                                         core::format_amount(balances.cash_amount[at], core::minor_digits(currency)));
    }
  }

  std::string value_json(const rules::FeatureType& type, const rules::InputColumn& column, size_t row) const {
    std::string json;
    if (type.type == rules::ValueType::kText) {
      if (column.text == nullptr || column.text->is_null(row)) return "null";
      append_json_string(column.text->at(row), json);
      return json;
    }
    if (column.values.empty() || column.values[row] == core::kNull) return "null";
    const int64_t value = column.values[row];
    switch (type.type) {
      case rules::ValueType::kNumber: return core::format_amount(value, type.scale);
      case rules::ValueType::kDate: append_json_date(core::Date{static_cast<int32_t>(value)}, json); return json;
      default: return value != 0 ? "true" : "false";
    }
  }

  void tell_features() {
    std::vector<rules::FeatureId> ids;
    for (size_t id = 0; id < book_.catalogue.size(); ++id) {
      if (!book_.catalogue.of_receivable(static_cast<rules::FeatureId>(id)))
        ids.push_back(static_cast<rules::FeatureId>(id));
    }
    rules::FeatureInputs inputs = feature_inputs(night_, loaded_, assessed_);
    inputs.steps = {decision_.step_index, decision_.step_stage, decision_.step_on, decision_.step_episode};
    const auto columns = rules::compute_features(book_.catalogue, ids, inputs, scratch_.arena);
    for (size_t i = 0; i < ids.size(); ++i) {
      out_.features.push_back(
          {std::string(book_.catalogue.name(ids[i])), value_json(book_.catalogue.type(ids[i]), columns[i], debtor_)});
    }
  }

  void tell_score() {
    const uint16_t segment = assessed_.segment[debtor_];
    out_.segment = std::string(segment == kNoSegment ? page_.debtors.text_at(Field::kSegment, debtor_)
                                                     : std::string_view(book_.source.strategy.segments[segment].id));
    out_.has_score = assessed_.score_known;
    if (!assessed_.score_known) return;
    out_.score = assessed_.score.score[debtor_];
    out_.risk_class = std::string(assessed_.risk_class.at(debtor_));
    for (const uint8_t reason : assessed_.score.reasons[debtor_]) {
      if (reason != rules::kNoReason) out_.score_reasons.push_back(book_.scorecard->reason(reason));
    }
  }

  void tell_scenario() {
    const uint16_t scenario = assessed_.debtor_scenario[debtor_];
    if (scenario != rules::kNoScenario) out_.scenario = book_.source.scenarios[scenario].id;
    switch (assessed_.scenario_reason[debtor_]) {
      case ScenarioReason::kNotDecided: out_.scenario_reason = "not_decided"; break;
      case ScenarioReason::kOwn: out_.scenario_reason = "own"; break;
      case ScenarioReason::kOwnNone: out_.scenario_reason = "own_none"; break;
      case ScenarioReason::kUnknown: out_.scenario_reason = "own_unknown"; break;
      case ScenarioReason::kSegment: out_.scenario_reason = "segment"; break;
      case ScenarioReason::kDefault: out_.scenario_reason = "default"; break;
      case ScenarioReason::kKept: out_.scenario_reason = "kept_since_the_episode_opened"; break;
    }
    if (const uint16_t bucket = assessed_.bucket[debtor_]; bucket != kNoBucket) {
      const rules::ChampionChallenger& experiment = book_.source.strategy.champion_challenger;
      const size_t arm = rules::arm_of(experiment, bucket);
      out_.scenario_reason += std::string(arm == 0 ? "; champion" : "; challenger") + " " + experiment.arms[arm].scenario +
                              " of " + experiment.experiment + ", bucket " + number(bucket);
    }
    if (page_.debtors.int_at(Field::kDebtorMissing, debtor_) == 1) {
      out_.notes.push_back("suspended: records name this debtor, but its own record was never loaded");
    } else if (!assessed_.decided[debtor_]) {
      out_.notes.push_back("not_decided: the creditor was never loaded, or this run does not decide it");
    }
    const int64_t flags = std::max<int64_t>(0, page_.debtors.int_at(Field::kFlags, debtor_));
    for (size_t i = 0; i < core::kDebtorFlagNames.size(); ++i) {
      if (flags >> i & 1) out_.notes.push_back("flag: " + std::string(core::kDebtorFlagNames[i]));
    }
  }

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
        label + ": episode " + number(decision_.unit.episode[u]) + " since " + date_text(decision_.unit.opened_on[u]);
    if (decision_.unit.last[u] >= 0) {
      episode += ", last step " + scenario.steps[static_cast<size_t>(decision_.unit.last[u])].id + " on " +
                 date_text(decision_.unit.last_on[u]);
    }
    if (decision_.unit.pending[u] >= 0) {
      episode += ", step " + scenario.steps[static_cast<size_t>(decision_.unit.pending[u])].id + " of " +
                 date_text(decision_.unit.pending_on[u]) + " waits for an interaction";
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
      const std::string_view why = unit.no_rate[u] != 0 ? "no_rate: claims " : "minimum_not_reached: claims ";
      told.reasons.push_back(std::string(why) + claims_text(u));
    }
    if (!step.for_flag.empty() && !has_flag_of(step)) {
      told.reasons.push_back("not_for_this_debtor: the step is for debtors with one of its flags");
      return;
    }
    if (step.when.is_set()) tell_condition(u, i, (unit.when_met[u] & bit) != 0, told);
    if (!(unit.allowed[u] & bit)) {
      told.reasons.push_back(unit.barred[u] == Deferral::kNone ? "not_allowed: a flag or the time bar"
                                                               : deferral_name(unit.barred[u]));
    }
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
    if (!told.fired) tell_blocked(u, step, told);
    if (candidate->consolidated && candidate->step != static_cast<int8_t>(i)) {
      told.reasons.push_back("consolidated: the action is of step " +
                             scenario.steps[static_cast<size_t>(candidate->step)].id);
    }
  }

  void tell_blocked(size_t u, const rules::Step& step, ExplainedStep& told) const {
    const UnitColumns& unit = decision_.unit;
    if (step.when_blocked != rules::WhenBlocked::kSkip) return;
    const bool still = unit.blocked[u] == unit.chosen[u];
    const std::string since = date_text(still ? unit.blocked_since[u] : night_.date.days);
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

  std::string claims_text(size_t u) const {
    std::string text;
    for (const rules::Claim& claim : decision_.units.claims_of(u)) {
      if (!text.empty()) text += ", ";
      text += money(claim.amount, claim.currency);
    }
    return text.empty() ? "nothing" : text;
  }

  void tell_condition(size_t u, size_t i, bool holds, ExplainedStep& told) {
    const auto& when = book_.scenarios[decision_.units.scenario[u]].steps[i].when;
    std::string text = holds ? "condition_holds: " : "condition_fails: ";
    text += when->program.text();
    for (const uint32_t at : when->columns) {
      const rules::FeatureId id = book_.step_features.ids[at];
      text += "; " + std::string(book_.catalogue.name(id)) + " = " +
              value_json(book_.catalogue.type(id), decision_.step_columns[at], u);
    }
    told.reasons.push_back(std::move(text));
  }

  void tell_pre_due() {
    for (size_t at = 0; at < decision_.pre_due_debtor.size(); ++at) {
      if (decision_.pre_due_debtor[at] != debtor_) continue;
      const uint32_t row = decision_.pre_due_receivable[at];
      const rules::Scenario& scenario = book_.source.scenarios[assessed_.receivable_scenario[row]];
      ExplainedStep& told = out_.steps.emplace_back();
      told.unit = "receivable:" + std::string(receivables_.rows.text_at(Field::kReceivableId, row));
      told.scenario = scenario.id;
      told.step = scenario.steps[static_cast<size_t>(decision_.pre_due_step[at])].id;
      told.reasons.push_back("pre_due: " + number(assessed_.standings.days_past_due[row]) + " days past due");
      if (!decision_.pre_due_holds[at]) {
        told.reasons.push_back("condition_fails");
        continue;
      }
      const Candidate* candidate = pre_due_candidate(static_cast<uint32_t>(at));
      if (candidate == nullptr) {
        told.reasons.push_back("minimum_not_reached");
      } else {
        told.fired = candidate->outcome == Deferral::kNone;
        told.reasons.push_back(told.fired ? "taken" : "deferred: " + deferral_name(candidate->outcome));
      }
    }
  }

  void tell_kept_away() {
    for (const auto& away : decision_.pre_due_kept_away) {
      if (away.debtor != debtor_) continue;
      const rules::Scenario& scenario = book_.source.scenarios[assessed_.receivable_scenario[away.receivable]];
      ExplainedStep& told = out_.steps.emplace_back();
      told.unit = "receivable:" + std::string(receivables_.rows.text_at(Field::kReceivableId, away.receivable));
      told.scenario = scenario.id;
      told.step = scenario.steps[static_cast<size_t>(away.step)].id;
      told.reasons.push_back("pre_due: " + number(assessed_.standings.days_past_due[away.receivable]) + " days past due");
      told.reasons.push_back("deferred: " + deferral_name(away.reason));
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
      case EventFate::kConditionFails: told.reasons.push_back("condition_fails: answered with nothing"); return;
      case EventFate::kLapsed: told.reasons.push_back("lapsed: what it is about is over"); return;
      case EventFate::kNothingToClaim: told.reasons.push_back("waits: minimum_not_reached, or nothing dunnable"); return;
      case EventFate::kBarred: told.reasons.push_back("deferred: " + deferral_name(event.reason)); return;
      case EventFate::kAsked: break;
    }
    for (const Candidate& candidate : decision_.candidates) {
      if (candidate.event != at) continue;
      told.fired = candidate.outcome == Deferral::kNone;
      told.reasons.push_back(told.fired ? "taken" : "deferred: " + deferral_name(candidate.outcome));
    }
  }

  void tell_channels() {
    for (const ChannelVerdict& verdict : decision_.verdicts) {
      const Candidate& candidate = decision_.candidates[verdict.candidate];
      if (candidate.debtor != debtor_) continue;
      const rules::Scenario& scenario = book_.source.scenarios[candidate.scenario];
      out_.channels.push_back({scenario.steps[static_cast<size_t>(candidate.step)].id,
                               std::string(core::name_of(core::kChannelNames, verdict.channel)),
                               verdict.permission.answer == Deferral::kNone, deferral_name(verdict.permission.answer),
                               rules::detail_of(book_.source.contact, verdict.permission, night_.date)});
    }
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  const core::Group& receivables_;
  uint32_t debtor_;
  PageScratch& scratch_;
  PageDecision& decision_;
  const Assessment& assessed_;
  Explanation& out_;
};

}  // namespace

void put_into_words(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor, PageScratch& scratch,
                    PageDecision& decision, Explanation& out) {
  Teller(night, loaded, debtor, scratch, decision, out).tell();
}

}  // namespace dunlin::engine
