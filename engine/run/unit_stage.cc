#include "engine/run/unit_stage.h"

#include <algorithm>
#include <limits>

#include "engine/run/parent_standing.h"
#include "rules/scenario/threshold.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::Deferral;
using rules::kNoRow;
using rules::ThresholdAnswer;

constexpr int32_t kNever = std::numeric_limits<int32_t>::max();

class UnitDecider {
 public:
  UnitDecider(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision)
      : night_(night),
        book_(*night.book),
        loaded_(loaded),
        receivables_(loaded.page.rows(RecordKind::kReceivable)),
        scratch_(scratch),
        decision_(decision),
        units_(decision.units),
        unit_(decision.unit) {}

  void run() {
    const size_t count = units_.size();
    unit_ = UnitColumns();
    unit_.episode.assign(count, 0);
    unit_.open.assign(count, 0);
    unit_.opened_on.assign(count, night_.date.days);
    unit_.restarted.assign(count, 0);
    unit_.last.assign(count, rules::kNoStep);
    unit_.last_on.assign(count, 0);
    unit_.clock.assign(count, 0);
    for (auto* mask : {&unit_.triggered, &unit_.minimum_met, &unit_.when_met, &unit_.allowed}) mask->assign(count, 0);
    unit_.no_rate.assign(count, 0);
    unit_.chosen.assign(count, rules::kNoStep);
    unit_.barred.assign(count, Deferral::kNone);
    since_last_.assign(count, kNever);
    for (size_t u = 0; u < count; ++u) recall(u);
    compute_columns();
    for (size_t scenario = 0; scenario < book_.scenarios.size(); ++scenario) decide_scenario(scenario);
    stay_away();
  }

 private:
  const rules::Scenario& policy(size_t unit) const { return book_.source.scenarios[units_.scenario[unit]]; }

  /// Memory into columns: the episode after this day's opening or closing, the last step, the clock.
  void recall(size_t u) {
    const core::Table& memory = loaded_.memory.units.rows;
    const uint32_t row = units_.memory_row[u];
    const bool was_open = row != kNoRow && memory.int_at(Field::kEpisodeOpen, row) == 1;
    if (row != kNoRow) unit_.episode[u] = static_cast<int32_t>(memory.int_at(Field::kEpisode, row));
    unit_.open[u] = was_open ? units_.past_due[u] : units_.anchor[u] != kNoRow;
    if (was_open) {
      unit_.opened_on[u] = static_cast<int32_t>(memory.int_at(Field::kOpenedOn, row));
      unit_.last[u] = last_step_of(policy(u), memory.text_at(Field::kStep, row));
      if (unit_.last[u] >= 0) unit_.last_on[u] = static_cast<int32_t>(memory.int_at(Field::kStepOn, row));
      if (unit_.last[u] >= 0 && policy(u).anchor_paid == rules::AnchorPaid::kRestart && anchor_is_gone(u)) {
        unit_.restarted[u] = 1;
        unit_.last[u] = rules::kNoStep;
      }
    } else if (unit_.open[u]) {
      ++unit_.episode[u];
    }
    if (unit_.last[u] >= 0) since_last_[u] = night_.date.days - unit_.last_on[u];
    const uint32_t anchor = units_.anchor[u];
    if (anchor == kNoRow) return;
    const bool delinquent = policy(u).clock == rules::Clock::kDaysDelinquent;
    const auto& standings = decision_.assessment.standings;
    unit_.clock[u] = delinquent ? standings.days_delinquent[anchor] : standings.days_past_due[anchor];
  }

  /// The receivable that was the anchor at the last step is closed, written off or gone, or an older one took its place.
  bool anchor_is_gone(size_t u) const {
    const std::string_view id = loaded_.memory.units.rows.text_at(Field::kAnchor, units_.memory_row[u]);
    const auto& begin = loaded_.page.group(RecordKind::kReceivable).begin;
    const uint32_t debtor = units_.debtor[u];
    for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) {
      if (receivables_.text_at(Field::kReceivableId, row) != id) continue;
      const core::Standing standing = decision_.assessment.standings.at(row);
      if (standing == core::Standing::kClosed || standing == core::Standing::kWrittenOff ||
          standing == core::Standing::kAbsent) {
        return true;
      }
      const uint32_t anchor = units_.anchor[u];
      return anchor != kNoRow && receivables_.int_at(Field::kDueDate, anchor) < receivables_.int_at(Field::kDueDate, row);
    }
    return true;
  }

  /// Step memory by debtor (the furthest of its units) and the feature columns over units.
  void compute_columns() {
    const size_t debtors = loaded_.page.debtor_count();
    for (auto* column : {&decision_.step_index, &decision_.step_stage, &decision_.step_on, &decision_.step_episode}) {
      column->assign(debtors, core::kNull);
    }
    std::vector<int64_t>& index = decision_.step_index;
    std::vector<int64_t>& episode = decision_.step_episode;
    for (size_t u = 0; u < units_.size(); ++u) {
      if (!unit_.open[u]) continue;
      const uint32_t debtor = units_.debtor[u];
      episode[debtor] = std::max<int64_t>(episode[debtor], unit_.episode[u]);
      if (unit_.last[u] < 0) continue;
      const int64_t step = unit_.last[u] + 1;
      if (step <= index[debtor]) continue;
      index[debtor] = step;
      decision_.step_stage[debtor] = static_cast<int64_t>(policy(u).steps[static_cast<size_t>(unit_.last[u])].stage);
      decision_.step_on[debtor] = unit_.last_on[u];
    }
    take_parents_stage(night_, loaded_.page, decision_.step_stage);
    rules::FeatureInputs inputs = feature_inputs(night_, loaded_, decision_.assessment);
    inputs.steps = {index, decision_.step_stage, decision_.step_on, episode};
    const auto& ids = book_.step_features.ids;
    const auto columns = rules::compute_features(book_.catalogue, ids, inputs, scratch_.arena);
    std::vector<uint32_t> receivable(units_.size());
    for (size_t u = 0; u < units_.size(); ++u) {
      const bool single = units_.kind[u] == static_cast<uint8_t>(core::UnitKind::kReceivable);
      receivable[u] = single ? units_.key[u] : first_receivable(u);
    }
    decision_.step_columns =
        rules::gather_for_units(book_.catalogue, ids, columns, units_.debtor, receivable, scratch_.arena);
  }

  /// Any receivable of the unit: its features are read by no condition of a shared unit, but rows must exist.
  uint32_t first_receivable(size_t u) const { return units_.anchor[u] == kNoRow ? 0 : units_.anchor[u]; }

  /// A breathing space or a bankruptcy keeps every step away from what is past due.
  void stay_away() {
    const rules::HoldCover& holds = decision_.assessment.covers.holds;
    if (holds.statutory.empty()) return;
    for (size_t u = 0; u < units_.size(); ++u) {
      if (units_.past_due[u]) unit_.barred[u] = statutory_deferral(holds, units_.debtor[u], unit_.barred[u]);
    }
  }

  void decide_scenario(size_t scenario) {
    group_.clear();
    for (uint32_t u = 0; u < units_.size(); ++u) {
      if (units_.scenario[u] == scenario && unit_.open[u] && units_.anchor[u] != kNoRow) group_.push_back(u);
    }
    if (group_.empty()) return;
    const rules::Scenario& policy = book_.source.scenarios[scenario];
    const rules::CompiledScenario& compiled = book_.scenarios[scenario];
    for (const uint32_t u : group_) {
      if (minimum_of(u, policy.min_balance) && debtor_minimum_of(u, policy)) unit_.minimum_met[u] = compiled.episode_steps;
    }
    for (size_t i = compiled.first_episode_step; i < policy.steps.size(); ++i) mark_step(policy, compiled, i);
    choose(policy, compiled);
  }

  bool minimum_of(uint32_t u, const rules::MoneyThreshold& threshold) {
    const ThresholdAnswer answer = rules::meets(threshold, units_.claims_of(u));
    if (answer == ThresholdAnswer::kNoRate) unit_.no_rate[u] = 1;
    return answer == ThresholdAnswer::kReached;
  }

  bool debtor_minimum_of(uint32_t u, const rules::Scenario& policy) {
    if (policy.min_debtor_balance.form == rules::MoneyThreshold::Form::kNone) return claims_something(u);
    const rules::NetOverdue& net = decision_.assessment.net;
    claims_.clear();
    for (uint32_t row = net.begin[units_.debtor[u]]; row < net.begin[units_.debtor[u] + 1]; ++row) {
      claims_.push_back({net.currency[row], net.net(row)});
    }
    const ThresholdAnswer answer = rules::meets(policy.min_debtor_balance, claims_);
    if (answer == ThresholdAnswer::kNoRate) unit_.no_rate[u] = 1;
    return answer == ThresholdAnswer::kReached && claims_something(u);
  }

  /// Zero or less emits nothing.
  bool claims_something(uint32_t u) const {
    const auto claims = units_.claims_of(u);
    return std::any_of(claims.begin(), claims.end(), [](const rules::Claim& claim) { return claim.amount > 0; });
  }

  void mark_step(const rules::Scenario& policy, const rules::CompiledScenario& compiled, size_t i) {
    const rules::Step& step = policy.steps[i];
    const uint64_t step_bit = uint64_t{1} << i;
    const auto when = condition(compiled.steps[i]);
    for (size_t at = 0; at < group_.size(); ++at) {
      const uint32_t u = group_[at];
      if (is_triggered(u, step)) unit_.triggered[u] |= step_bit;
      const bool condition_holds = when.empty() || when[at] == rules::kTrue;
      if (condition_holds && !is_for_somebody_else(u, step)) unit_.when_met[u] |= step_bit;
      const Deferral bar = bar_of(u, step);
      if (bar == Deferral::kNone) unit_.allowed[u] |= step_bit;
      if ((unit_.minimum_met[u] & step_bit) == 0) continue;
      if (!minimum_of(u, step.min_balance) || !meets_percent(u, step)) unit_.minimum_met[u] &= ~step_bit;
    }
  }

  /// Truth of the step's `when` over the group; empty when it has none.
  std::vector<uint8_t> condition(const rules::CompiledStep& step) {
    if (!step.when) return {};
    std::vector<rules::InputColumn> inputs;
    for (const uint32_t at : step.when->columns) inputs.push_back(decision_.step_columns[at]);
    std::vector<uint8_t> over_units(units_.size());
    rules::evaluate(step.when->program, inputs, units_.size(), scratch_.workspace, over_units);
    std::vector<uint8_t> truth(group_.size());
    for (size_t at = 0; at < group_.size(); ++at) truth[at] = over_units[group_[at]];
    return truth;
  }

  bool is_triggered(uint32_t u, const rules::Step& step) const {
    // Only a step with a gap and no day of its own needs a step before it.
    if (since_last_[u] < step.days_since_previous) return false;
    if (!step.days) return since_last_[u] != kNever;
    const uint32_t anchor = units_.anchor[u];
    if (step.origin == rules::StepOrigin::kDueDate && !step.end_of_month) return unit_.clock[u] >= *step.days;
    int64_t from = receivables_.int_at(Field::kDueDate, anchor);
    if (step.origin == rules::StepOrigin::kIssueDate) {
      const int64_t issued = receivables_.int_at(Field::kIssueDate, anchor);
      if (issued != core::kNull) from = issued;
    }
    core::Date reached = core::Date{static_cast<int32_t>(from)} + *step.days;
    if (step.end_of_month) reached = core::end_of_month(reached);
    return night_.date >= reached;
  }

  /// Flags and the time bar, which decide whether a step may be taken at all.
  Deferral bar_of(uint32_t u, const rules::Step& step) const {
    const int64_t flags = std::max<int64_t>(0, loaded_.page.debtors.int_at(Field::kFlags, units_.debtor[u]));
    const auto has = [&](core::DebtorFlag flag) { return (flags & core::bit(flag)) != 0; };
    const auto is_for = [&](core::DebtorFlag flag) {
      return std::find(step.for_flag.begin(), step.for_flag.end(), flag) != step.for_flag.end();
    };
    if (has(core::DebtorFlag::kInsolvent) && !is_for(core::DebtorFlag::kInsolvent)) return Deferral::kFlagInsolvent;
    if (has(core::DebtorFlag::kDeceased) && !is_for(core::DebtorFlag::kDeceased)) return Deferral::kFlagDeceased;
    const bool legal = step.action == core::ActionKind::kLegalReferral || step.stage == core::Stage::kPreLegal ||
                       step.stage == core::Stage::kLegal;
    if (legal) {
      const std::vector<int64_t>& computed = decision_.assessment.time_bars.barred_on;
      const int64_t barred_on =
          computed.empty() ? receivables_.int_at(Field::kTimeBarredOn, units_.anchor[u]) : computed[units_.anchor[u]];
      if (barred_on != core::kNull && barred_on <= night_.date.days) return Deferral::kTimeBarred;
    }
    return Deferral::kNone;
  }

  /// A step for flagged debtors is no step for the others.
  bool is_for_somebody_else(uint32_t u, const rules::Step& step) const {
    if (step.for_flag.empty()) return false;
    const int64_t flags = std::max<int64_t>(0, loaded_.page.debtors.int_at(Field::kFlags, units_.debtor[u]));
    return std::none_of(step.for_flag.begin(), step.for_flag.end(),
                        [&](core::DebtorFlag flag) { return (flags & core::bit(flag)) != 0; });
  }

  bool meets_percent(uint32_t u, const rules::Step& step) const {
    if (!step.min_percent) return true;
    __int128 claimed = 0;
    for (const rules::Claim& claim : units_.claims_of(u)) {
      claimed += night_.rates.to_base(claim.amount, claim.currency).value_or(0);
    }
    __int128 open = 0;
    const auto& begin = loaded_.page.group(RecordKind::kReceivable).begin;
    for (uint32_t row = begin[units_.debtor[u]]; row < begin[units_.debtor[u] + 1]; ++row) {
      const int64_t balance = decision_.assessment.balances.balance[row];
      const core::Standing standing = decision_.assessment.standings.at(row);
      if (balance == core::kNull || balance <= 0 || standing == core::Standing::kWrittenOff) continue;
      const auto currency = static_cast<uint32_t>(receivables_.int_at(Field::kCurrency, row));
      open += night_.rates.to_base(balance, currency).value_or(0);
    }
    return claimed * 100 >= open * *step.min_percent;
  }

  void choose(const rules::Scenario& policy, const rules::CompiledScenario& compiled) {
    const size_t count = group_.size();
    std::vector<int8_t> last(count), chosen(count), ignoring_bars(count);
    std::vector<uint64_t> triggered(count), holds(count), holds_allowed(count);
    for (size_t at = 0; at < count; ++at) {
      const uint32_t u = group_[at];
      last[at] = unit_.last[u];
      triggered[at] = unit_.triggered[u];
      holds[at] = unit_.minimum_met[u] & unit_.when_met[u];
      holds_allowed[at] = holds[at] & unit_.allowed[u];
    }
    rules::choose_steps(policy.catch_up, compiled.episode_steps, last, triggered, holds_allowed, chosen);
    rules::choose_steps(policy.catch_up, compiled.episode_steps, last, triggered, holds, ignoring_bars);
    for (size_t at = 0; at < count; ++at) {
      const uint32_t u = group_[at];
      unit_.chosen[u] = chosen[at];
      if (chosen[at] < 0 && ignoring_bars[at] >= 0) {
        unit_.barred[u] = bar_of(u, policy.steps[static_cast<size_t>(ignoring_bars[at])]);
      } else if (chosen[at] < 0 && unit_.no_rate[u] != 0 && unit_.triggered[u] != 0) {
        unit_.barred[u] = Deferral::kNoRate;
      }
    }
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const storage::LoadedPage& loaded_;
  const core::Table& receivables_;
  PageScratch& scratch_;
  PageDecision& decision_;
  rules::Units& units_;
  UnitColumns& unit_;
  std::vector<int32_t> since_last_;  // days, kNever without a last step
  std::vector<uint32_t> group_;      // units of the scenario at hand that have something to decide
  std::vector<rules::Claim> claims_;
};

}  // namespace

std::string step_path(const rules::Scenario& scenario, size_t step) {
  std::string path;
  for (size_t i = 0; i <= step; ++i) {
    if (i > 0) path += '\x1f';
    path += scenario.steps[i].id;
  }
  return path;
}

int8_t last_step_of(const rules::Scenario& scenario, std::string_view path) {
  while (!path.empty()) {
    const size_t cut = path.rfind('\x1f');
    const std::string_view id = cut == std::string_view::npos ? path : path.substr(cut + 1);
    for (size_t i = 0; i < scenario.steps.size(); ++i) {
      if (scenario.steps[i].id == id) return static_cast<int8_t>(i);
    }
    path = cut == std::string_view::npos ? std::string_view() : path.substr(0, cut);
  }
  return rules::kNoStep;
}

Deferral statutory_deferral(const rules::HoldCover& holds, uint32_t debtor, Deferral otherwise) {
  if (holds.statutory.empty() || holds.statutory[debtor] == kNoRow) return otherwise;
  const auto reason = static_cast<core::HoldReason>(holds.reason[holds.statutory[debtor]]);
  return reason == core::HoldReason::kBankruptcy ? Deferral::kBankruptcy : Deferral::kBreathingSpace;
}

rules::UnitInputs unit_inputs(const Night& night, const storage::LoadedPage& loaded, const Assessment& assessed) {
  return {.page = loaded.page,
          .receivable_scenario = assessed.receivable_scenario,
          .debtor_scenario = assessed.debtor_scenario,
          .scenario_unit = night.book->scenario_unit,
          .items = assessed.items,
          .balance = assessed.balances.balance,
          .disputed = assessed.standings.disputed_part,
          .cash = {assessed.balances.cash_begin, assessed.balances.cash_currency, assessed.balances.cash_amount},
          .net_credits = night.book->source.net_credits,
          .memory = loaded.memory};
}

void decide_units(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision) {
  decision.units = rules::build_units(unit_inputs(night, loaded, decision.assessment), decision.assessment.memory_debtor);
  UnitDecider(night, loaded, scratch, decision).run();
}

}  // namespace dunlin::engine
