#include "engine/run/unit_stage.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include "engine/run/contact_stage.h"
#include "engine/run/parent_standing.h"
#include "engine/run/recall_stage.h"
#include "engine/run/time_bar.h"
#include "rules/feel/undecided.h"
#include "rules/scenario/threshold.h"
#include "rules/scenario/trigger.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::Deferral;
using rules::kNoRow;
using rules::ThresholdAnswer;

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
    recall_units(night_, loaded_, decision_);
    for (auto* mask : {&unit_.triggered, &unit_.minimum_met, &unit_.when_met, &unit_.allowed, &unit_.minimum_unrated,
                       &unit_.when_unrated})
      mask->assign(units_.size(), 0);
    unit_.chosen.assign(units_.size(), rules::kNoStep);
    unit_.barred.assign(units_.size(), Deferral::kNone);
    unit_.skipped.assign(units_.size(), 0);
    ahead_ = days_looked_ahead(night_, loaded_.page);
    find_legal_anchors(night_, loaded_, decision_);
    compute_columns();
    bool descended = false;
    for (size_t scenario = 0; scenario < book_.scenarios.size(); ++scenario) descended |= descend(scenario);
    if (descended) compute_columns();
    for (size_t scenario = 0; scenario < book_.scenarios.size(); ++scenario) decide_scenario(scenario);
    stay_away();
  }

 private:
  const rules::Scenario& policy(size_t unit) const { return book_.source.scenarios[units_.scenario[unit]]; }

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
      decision_.step_on[debtor] = std::max<int64_t>(decision_.step_on[debtor], unit_.last_on[u]);
      const int64_t step = unit_.last[u] + 1;
      if (step <= index[debtor]) continue;
      index[debtor] = step;
      decision_.step_stage[debtor] = static_cast<int64_t>(policy(u).steps[static_cast<size_t>(unit_.last[u])].stage);
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

  void gather(size_t scenario) {
    group_.clear();
    for (uint32_t u = 0; u < units_.size(); ++u) {
      if (units_.scenario[u] == scenario && unit_.open[u] && units_.anchor[u] != kNoRow) group_.push_back(u);
    }
  }

  /// `descend`: a unit stands at the highest step up to its last one whose day and condition still hold. True when one fell.
  bool descend(size_t scenario) {
    const rules::Scenario& policy = book_.source.scenarios[scenario];
    const rules::CompiledScenario& compiled = book_.scenarios[scenario];
    if (!policy.descend) return false;
    gather(scenario);
    std::vector<int8_t> stands(group_.size(), rules::kNoStep);
    for (size_t i = compiled.first_episode_step; i < compiled.step_count; ++i) {
      const auto when = condition(compiled.steps[i]);
      for (size_t at = 0; at < group_.size(); ++at) {
        const uint32_t u = group_[at];
        if (static_cast<int>(i) > unit_.last[u]) continue;
        // A step without a day of its own stands with the one before it.
        const bool day = policy.steps[i].days ? rules::day_has_come(policy.steps[i], trigger_input(u, policy.steps[i]))
                                              : stands[at] == static_cast<int>(i) - 1;
        // What a missing rate hides brings no unit down.
        const bool holds = when.empty() || when[at] == rules::kTrue || when[at] == rules::kUndecided;
        if (day && holds) stands[at] = static_cast<int8_t>(i);
      }
    }
    bool any = false;
    for (size_t at = 0; at < group_.size(); ++at) {
      const uint32_t u = group_[at];
      if (unit_.last[u] == rules::kNoStep || stands[at] == unit_.last[u]) continue;
      unit_.last[u] = stands[at];
      unit_.repeats[u] = stands[at] < 0 ? 0 : 1;
      unit_.moved[u] = Move::kDescended;
      any = true;
    }
    return any;
  }

  void decide_scenario(size_t scenario) {
    gather(scenario);
    if (group_.empty()) return;
    const rules::Scenario& policy = book_.source.scenarios[scenario];
    const rules::CompiledScenario& compiled = book_.scenarios[scenario];
    for (const uint32_t u : group_) {
      const ThresholdAnswer answer =
          both(rules::meets(policy.min_balance, units_.claims_of(u), night_.rates), debtor_minimum_of(u, policy));
      if (answer == ThresholdAnswer::kReached) unit_.minimum_met[u] = compiled.episode_steps;
      if (answer == ThresholdAnswer::kNoRate) unit_.minimum_unrated[u] = compiled.episode_steps;
    }
    for (size_t i = compiled.first_episode_step; i < compiled.step_count; ++i) mark_step(policy, compiled, i);
    choose(policy, compiled);
  }

  /// What the step would claim; of a legal step kept until the next one is asked for.
  std::span<const rules::Claim> claims_for(uint32_t u, const rules::Step& step) {
    if (!claims_less(decision_, u, step)) return units_.claims_of(u);
    legal_claims_ = legal_claims(night_, loaded_, decision_, u);
    return legal_claims_;
  }

  /// Two minimums at once: a missing rate matters only where neither is out of reach.
  static ThresholdAnswer both(ThresholdAnswer a, ThresholdAnswer b) {
    if (a == ThresholdAnswer::kBelow || b == ThresholdAnswer::kBelow) return ThresholdAnswer::kBelow;
    return a == ThresholdAnswer::kReached ? b : a;
  }

  ThresholdAnswer debtor_minimum_of(uint32_t u, const rules::Scenario& policy) {
    if (!claims_something(u)) return ThresholdAnswer::kBelow;
    if (policy.min_debtor_balance.form == rules::MoneyThreshold::Form::kNone) return ThresholdAnswer::kReached;
    const rules::NetOverdue& net = decision_.assessment.net;
    claims_.clear();
    for (uint32_t row = net.begin[units_.debtor[u]]; row < net.begin[units_.debtor[u] + 1]; ++row) {
      claims_.push_back({net.currency[row], net.net(row)});
    }
    return rules::meets(policy.min_debtor_balance, claims_, night_.rates);
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
      if (rules::is_triggered(step, trigger_input(u, step))) unit_.triggered[u] |= step_bit;
      const bool condition_holds = when.empty() || when[at] == rules::kTrue;
      const bool ours = !is_for_somebody_else(u, step);
      if (condition_holds && ours) unit_.when_met[u] |= step_bit;
      if (!when.empty() && when[at] == rules::kUndecided && ours) unit_.when_unrated[u] |= step_bit;
      const Deferral bar = bar_of(u, step);
      if (bar == Deferral::kNone) unit_.allowed[u] |= step_bit;
      if (((unit_.minimum_met[u] | unit_.minimum_unrated[u]) & step_bit) != 0) meet_minimum(u, policy, step, step_bit);
    }
  }

  /// The step's own minimums, where the scenario's are met or would be with a rate.
  void meet_minimum(uint32_t u, const rules::Scenario& policy, const rules::Step& step, uint64_t step_bit) {
    const auto claims = claims_for(u, step);
    ThresholdAnswer answer = both(rules::meets(step.min_balance, claims, night_.rates), percent_of(u, step, claims));
    // The scenario's minimum was asked of all that the unit claims.
    if (claims_less(decision_, u, step)) answer = both(answer, rules::meets(policy.min_balance, claims, night_.rates));
    if (!lists_something(policy, step, claims)) answer = ThresholdAnswer::kBelow;
    if (answer != ThresholdAnswer::kReached) unit_.minimum_met[u] &= ~step_bit;
    if (answer == ThresholdAnswer::kBelow) unit_.minimum_unrated[u] &= ~step_bit;
    if (answer == ThresholdAnswer::kNoRate) unit_.minimum_unrated[u] |= step_bit;
  }

  /// Of tables by currency, the scenario's and the step's, one and the same currency must reach both.
  static bool lists_something(const rules::Scenario& policy, const rules::Step& step, std::span<const rules::Claim> claims) {
    return std::any_of(claims.begin(), claims.end(), [&](const rules::Claim& claim) {
      return claim.amount > 0 && rules::lists_currency(policy.min_balance, claim) &&
             rules::lists_currency(step.min_balance, claim);
    });
  }

  /// Truth of the step's `when` over the group; empty when it has none.
  std::vector<uint8_t> condition(const rules::CompiledStep& step) {
    if (!step.when) return {};
    std::vector<rules::InputColumn> inputs;
    for (const uint32_t at : step.when->columns) inputs.push_back(decision_.step_columns[at]);
    std::vector<uint8_t> over_units(units_.size());
    rules::evaluate(step.when->program, inputs, units_.size(), scratch_.workspace, over_units);
    rules::mark_undecided(step.when->program, inputs, units_.size(), over_units);
    std::vector<uint8_t> truth(group_.size());
    for (size_t at = 0; at < group_.size(); ++at) truth[at] = over_units[group_[at]];
    return truth;
  }

  rules::TriggerInput trigger_input(uint32_t u, const rules::Step& step) const {
    // On the eve of closed days the step is looked at as of the last of them.
    const int32_t ahead = ahead_.empty() || !leaves_ahead(book_.source.contact, step) ? 0 : ahead_[units_.debtor[u]];
    rules::TriggerInput input{
        .date = night_.date + ahead, .clock = clock_for(decision_, u, step) + ahead, .due = {}, .issued = {}, .last_on = {}};
    if (unit_.last[u] >= 0) input.last_on = core::Date{unit_.last_on[u]};
    if (!rules::counts_in_dates(step)) return input;
    const uint32_t anchor = anchor_for(decision_, u, step) == kNoRow ? units_.anchor[u] : anchor_for(decision_, u, step);
    input.due = core::Date{static_cast<int32_t>(receivables_.int_at(Field::kDueDate, anchor))};
    const int64_t issued = receivables_.int_at(Field::kIssueDate, anchor);
    if (issued != core::kNull) input.issued = core::Date{static_cast<int32_t>(issued)};
    return input;
  }

  Deferral bar_of(uint32_t u, const rules::Step& step) const { return bar_of_step(loaded_, decision_, u, step); }

  /// A step for flagged debtors is no step for the others.
  bool is_for_somebody_else(uint32_t u, const rules::Step& step) const {
    if (step.for_flag.empty()) return false;
    const int64_t flags = std::max<int64_t>(0, loaded_.page.debtors.int_at(Field::kFlags, units_.debtor[u]));
    return std::none_of(step.for_flag.begin(), step.for_flag.end(),
                        [&](core::DebtorFlag flag) { return (flags & core::bit(flag)) != 0; });
  }

  ThresholdAnswer percent_of(uint32_t u, const rules::Step& step, std::span<const rules::Claim> claims) const {
    if (!step.min_percent) return ThresholdAnswer::kReached;
    return claims_share(night_, loaded_.page, decision_.assessment, units_.debtor[u], claims, *step.min_percent);
  }

  void choose(const rules::Scenario& policy, const rules::CompiledScenario& compiled) {
    const size_t count = group_.size();
    std::vector<int8_t> last(count), chosen(count), ignoring_bars(count), with_rates(count);
    std::vector<uint64_t> triggered(count), holds(count), holds_allowed(count), would_hold(count);
    for (size_t at = 0; at < count; ++at) {
      const uint32_t u = group_[at];
      last[at] = unit_.last[u];
      triggered[at] = unit_.triggered[u];
      holds[at] = unit_.minimum_met[u] & unit_.when_met[u];
      holds_allowed[at] = holds[at] & unit_.allowed[u];
      would_hold[at] = with_rates_holds(u) & unit_.allowed[u];
    }
    rules::choose_steps(policy.catch_up, compiled.episode_steps, last, triggered, holds_allowed, chosen);
    rules::choose_steps(policy.catch_up, compiled.episode_steps, last, triggered, holds, ignoring_bars);
    rules::choose_steps(policy.catch_up, compiled.episode_steps, last, triggered, would_hold, with_rates);
    for (size_t at = 0; at < count; ++at) {
      const uint32_t u = group_[at];
      // What was emitted and is not completed yet holds everything else back.
      if (unit_.pending[u] >= 0) continue;
      unit_.chosen[u] = chosen[at];
      if (chosen[at] < 0 && comes_again(u, policy, unit_.minimum_met[u] & unit_.when_met[u]))
        unit_.chosen[u] = unit_.last[u];
      if (unit_.chosen[u] >= 0) continue;
      if (ignoring_bars[at] >= 0) {
        unit_.barred[u] = bar_of(u, policy.steps[static_cast<size_t>(ignoring_bars[at])]);
      } else if (with_rates[at] >= 0 || comes_again(u, policy, with_rates_holds(u))) {
        unit_.barred[u] = Deferral::kNoRate;
      }
    }
  }

  /// Steps whose minimums and `when` hold, or would with rates that are missing.
  uint64_t with_rates_holds(uint32_t u) const {
    return (unit_.minimum_met[u] | unit_.minimum_unrated[u]) & (unit_.when_met[u] | unit_.when_unrated[u]);
  }

  /// `repeat`: the last step once more, while no later one is taken.
  bool comes_again(uint32_t u, const rules::Scenario& policy, uint64_t holding) const {
    if (unit_.last[u] < 0) return false;
    const rules::Step& step = policy.steps[static_cast<size_t>(unit_.last[u])];
    if (unit_.repeats[u] >= step.repeat || night_.date.days - unit_.last_on[u] < step.every) return false;
    const uint64_t bit = uint64_t{1} << unit_.last[u];
    const bool holds = (holding & unit_.allowed[u] & bit) != 0;
    return holds && (!step.days || rules::day_has_come(step, trigger_input(u, step)));
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const storage::LoadedPage& loaded_;
  const core::Table& receivables_;
  PageScratch& scratch_;
  PageDecision& decision_;
  rules::Units& units_;
  UnitColumns& unit_;
  std::vector<int32_t> ahead_;   // per debtor; empty: no step leaves ahead of closed days
  std::vector<uint32_t> group_;  // units of the scenario at hand that have something to decide
  std::vector<rules::Claim> claims_, legal_claims_;
};

}  // namespace

int64_t barred_on(const storage::LoadedPage& loaded, const Assessment& assessed, uint32_t receivable) {
  const std::vector<int64_t>& computed = assessed.time_bars.barred_on;
  if (!computed.empty()) return computed[receivable];
  return loaded.page.rows(RecordKind::kReceivable).int_at(Field::kTimeBarredOn, receivable);
}

Deferral bar_of_step(const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t unit,
                     const rules::Step& step) {
  const int64_t flags = std::max<int64_t>(0, loaded.page.debtors.int_at(Field::kFlags, decision.units.debtor[unit]));
  const auto has = [&](core::DebtorFlag flag) { return (flags & core::bit(flag)) != 0; };
  const auto is_for = [&](core::DebtorFlag flag) {
    return std::find(step.for_flag.begin(), step.for_flag.end(), flag) != step.for_flag.end();
  };
  if (has(core::DebtorFlag::kInsolvent) && !is_for(core::DebtorFlag::kInsolvent)) return Deferral::kFlagInsolvent;
  if (has(core::DebtorFlag::kDeceased) && !is_for(core::DebtorFlag::kDeceased)) return Deferral::kFlagDeceased;
  return is_legal(step) && anchor_for(decision, unit, step) == kNoRow ? Deferral::kTimeBarred : Deferral::kNone;
}

ThresholdAnswer claims_share(const Night& night, const core::AccountPage& page, const Assessment& assessed, uint32_t debtor,
                             std::span<const rules::Claim> claims, int32_t percent) {
  bool unrated = false;
  __int128 claimed = 0;
  for (const rules::Claim& claim : claims) {
    if (claim.amount == 0) continue;
    const auto amount = night.rates.to_base(claim.amount, claim.currency);
    unrated |= !amount;
    claimed += amount.value_or(0);
  }
  // With a part of the claim unknown the share may be anything.
  if (unrated) return ThresholdAnswer::kNoRate;
  __int128 open = 0;
  const core::Group& receivables = page.group(RecordKind::kReceivable);
  for (uint32_t row = receivables.begin[debtor]; row < receivables.begin[debtor + 1]; ++row) {
    const int64_t balance = assessed.balances.balance[row];
    if (balance == core::kNull || balance <= 0 || assessed.standings.at(row) == core::Standing::kWrittenOff) continue;
    const auto currency = static_cast<uint32_t>(receivables.rows.int_at(Field::kCurrency, row));
    const auto amount = night.rates.to_base(balance, currency);
    unrated |= !amount;
    open += amount.value_or(0);
  }
  if (!rules::meets_share(claimed, open, percent)) return ThresholdAnswer::kBelow;
  return unrated ? ThresholdAnswer::kNoRate : ThresholdAnswer::kReached;
}

Deferral statutory_deferral(const rules::HoldCover& holds, uint32_t debtor, Deferral otherwise) {
  if (holds.statutory.empty() || holds.statutory[debtor] == kNoRow) return otherwise;
  const auto reason = static_cast<core::HoldReason>(holds.reason[holds.statutory[debtor]]);
  return reason == core::HoldReason::kBankruptcy ? Deferral::kBankruptcy : Deferral::kBreathingSpace;
}

size_t unit_holding(const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t debtor, uint32_t receivable) {
  const rules::Units& units = decision.units;
  const auto [first, last] = std::equal_range(units.debtor.begin(), units.debtor.end(), debtor);
  const auto all =
      std::views::iota(static_cast<size_t>(first - units.debtor.begin()), static_cast<size_t>(last - units.debtor.begin()));
  // A debtor's units are in the order of kind and key.
  const auto find = [&](core::UnitKind kind, uint32_t key) {
    const std::pair wanted(static_cast<uint8_t>(kind), key);
    const auto at =
        std::ranges::lower_bound(all, wanted, {}, [&](size_t u) { return std::pair(units.kind[u], units.key[u]); });
    return at != all.end() && units.kind[*at] == wanted.first && units.key[*at] == key ? *at : kNoUnit;
  };
  if (const size_t own = find(core::UnitKind::kReceivable, receivable); own != kNoUnit) return own;
  if (decision.assessment.items[receivable] & rules::kItemOwnScenario) return kNoUnit;
  if (const size_t whole = find(core::UnitKind::kDebtor, 0); whole != kNoUnit) return whole;
  const int64_t currency = loaded.page.rows(RecordKind::kReceivable).int_at(Field::kCurrency, receivable);
  return find(core::UnitKind::kDebtorCurrency, static_cast<uint32_t>(currency));
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
