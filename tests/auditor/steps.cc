// Which step a unit takes.
#include <algorithm>

#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::DebtorFlag;
using core::Field;

namespace {

bool is_legal(const rules::Step& step) {
  return step.action == core::ActionKind::kLegalReferral || step.stage == core::Stage::kPreLegal ||
         step.stage == core::Stage::kLegal;
}

bool is_pre_due(const rules::Step& step) { return step.days && *step.days < 0; }

bool is_for(const rules::Step& step, DebtorFlag flag) {
  return std::find(step.for_flag.begin(), step.for_flag.end(), flag) != step.for_flag.end();
}

}  // namespace

/// What step features read: the furthest of the debtor's units in an open episode.
void DebtorDay::count_steps() {
  StepFacts steps;
  for (const Unit& unit : units_) {
    if (!unit.open) continue;
    steps.episode = std::max<int64_t>(steps.episode.value_or(0), unit.episode);
    if (unit.last < 0 || unit.last + 1 <= steps.index.value_or(0)) continue;
    steps.index = unit.last + 1;
    steps.stage = static_cast<int64_t>(unit.scenario->steps[static_cast<size_t>(unit.last)].stage);
    steps.on = unit.last_on;
  }
  facts_->steps = steps;
}

std::string DebtorDay::statutory_bar() const {
  const auto reason = books_.statutory_hold(date_);
  if (!reason) return "";
  return *reason == core::HoldReason::kBankruptcy ? "bankruptcy" : "breathing_space";
}

bool DebtorDay::day_has_come(const Unit& unit, const rules::Step& step) const {
  if (step.origin != rules::StepOrigin::kDueDate || step.end_of_month) {
    const bool issued = step.origin == rules::StepOrigin::kIssueDate && unit.anchor->record->has(Field::kIssueDate);
    core::Date day = (issued ? unit.anchor->record->date(Field::kIssueDate) : unit.anchor->due) + *step.days;
    if (step.end_of_month) day = core::end_of_month(day);
    return date_ >= day;
  }
  const bool delinquent = unit.scenario->clock == rules::Clock::kDaysDelinquent;
  return (delinquent ? unit.anchor->days_delinquent : unit.anchor->days_past_due) >= *step.days;
}

bool DebtorDay::reached(const Unit& unit, const rules::Step& step) const {
  if (unit.last >= 0 && date_ - unit.last_on < step.days_since_previous) return false;
  return step.days ? day_has_come(unit, step) : unit.last >= 0;
}

bool DebtorDay::is_for_others(const rules::Step& step) const {
  if (step.for_flag.empty()) return false;
  return std::none_of(step.for_flag.begin(), step.for_flag.end(), [&](DebtorFlag flag) { return has_flag(account_, flag); });
}

bool DebtorDay::condition_holds(const Unit& unit, const rules::Step& step) const {
  if (is_for_others(step)) return false;
  const Item* item = unit.key.kind == core::UnitKind::kReceivable ? unit.items.front() : nullptr;
  return conditions_.holds(step.when, facts_->lookup(item));
}

std::string DebtorDay::flag_bar(const rules::Step& step) const {
  if (has_flag(account_, DebtorFlag::kInsolvent) && !is_for(step, DebtorFlag::kInsolvent)) return "flag_insolvent";
  if (has_flag(account_, DebtorFlag::kDeceased) && !is_for(step, DebtorFlag::kDeceased)) return "flag_deceased";
  return "";
}

std::string DebtorDay::bar_of(const rules::Step& step, const Item* anchor) const {
  if (const std::string flag = flag_bar(step); !flag.empty()) return flag;
  const core::Date barred = anchor->record->date(Field::kTimeBarredOn);
  if (is_legal(step) && barred.is_set() && barred <= date_) return "time_barred";
  return "";
}

bool DebtorDay::claims_share(const Claims& claims, const std::optional<int32_t>& percent) const {
  if (!percent) return true;
  __int128 claimed = 0;
  __int128 open = 0;
  for (const auto& [currency, amount] : claims) claimed += exchange_.to_base(amount, currency);
  for (const Item* item : facts_->open()) open += exchange_.to_base(item->balance, item->currency);
  return claimed * 100 >= open * *percent;
}

/// `no_rate`: only a missing rate stands between the unit and the step.
bool DebtorDay::minimums_hold(const Unit& unit, const rules::Step& step, bool& no_rate) const {
  const rules::Scenario& scenario = *unit.scenario;
  const bool something =
      std::any_of(unit.claims.begin(), unit.claims.end(), [](const auto& claim) { return claim.second > 0; });
  const Reach reaches[] = {meets(scenario.min_balance, unit.claims, exchange_),
                           meets(scenario.min_debtor_balance, facts_->net_overdue(), exchange_),
                           meets(step.min_balance, unit.claims, exchange_)};
  if (!something || std::ranges::count(reaches, Reach::kBelow) > 0) return false;
  if (!claims_share(unit.claims, step.min_percent)) return false;
  // Of two tables one currency must reach both.
  const bool listed = std::any_of(unit.claims.begin(), unit.claims.end(), [&](const auto& claim) {
    return claim.second > 0 && lists(scenario.min_balance, claim.first, claim.second) &&
           lists(step.min_balance, claim.first, claim.second);
  });
  const bool unknown = std::ranges::count(reaches, Reach::kNoRate) > 0;
  no_rate |= listed && unknown;
  return listed && !unknown;
}

/// `descend`: the highest step up to the last one whose day and condition hold.
void DebtorDay::descend(Unit& unit) {
  if (!unit.scenario->descend || !unit.open || unit.anchor == nullptr || unit.last < 0) return;
  int stands = -1;
  for (int at = 0; at <= unit.last; ++at) {
    const rules::Step& step = unit.scenario->steps[static_cast<size_t>(at)];
    if (is_pre_due(step)) continue;
    const bool day = step.days ? day_has_come(unit, step) : stands == at - 1;
    if (day && conditions_.holds(step.when, facts_->lookup(unit.items.front()))) stands = at;
  }
  unit.descended = stands != unit.last;
  if (!unit.descended) return;
  unit.last = stands;
  unit.repeats = stands < 0 ? 0 : 1;
}

/// The step by `next` or `highest`; flags and the time bar left aside where `with_bars` is false.
int DebtorDay::choose_from(const Unit& unit, bool with_bars, bool& no_rate) const {
  int chosen = -1;
  for (size_t at = static_cast<size_t>(unit.last + 1); at < unit.scenario->steps.size(); ++at) {
    const rules::Step& step = unit.scenario->steps[at];
    if (is_pre_due(step)) continue;
    const bool triggered = reached(unit, step);
    if (!triggered && unit.scenario->catch_up == rules::CatchUp::kNext) break;
    const bool holds = triggered && condition_holds(unit, step) && (!with_bars || bar_of(step, unit.anchor).empty()) &&
                       minimums_hold(unit, step, no_rate);
    if (!holds) continue;
    chosen = static_cast<int>(at);
    if (unit.scenario->catch_up == rules::CatchUp::kNext) break;
  }
  return chosen;
}

bool DebtorDay::comes_again(const Unit& unit) const {
  if (unit.last < 0) return false;
  const rules::Step& step = unit.scenario->steps[static_cast<size_t>(unit.last)];
  if (unit.repeats >= step.repeat || date_ - unit.last_on < step.every) return false;
  bool no_rate = false;
  return (!step.days || day_has_come(unit, step)) && minimums_hold(unit, step, no_rate) && condition_holds(unit, step) &&
         bar_of(step, unit.anchor).empty();
}

void DebtorDay::choose(Unit& unit) {
  const std::string away = statutory_bar();
  if (unit.open && unit.anchor != nullptr && unit.pending < 0) {
    bool no_rate = false;
    bool ignored = false;
    unit.chosen = choose_from(unit, true, no_rate);
    if (unit.chosen < 0 && comes_again(unit)) unit.chosen = unit.last;
    const int barred = choose_from(unit, false, ignored);
    if (unit.chosen >= 0 && waits_for_notice(unit, unit.scenario->steps[static_cast<size_t>(unit.chosen)])) {
      unit.chosen = -1;
      unit.barred = "notice_period";
    } else if (unit.chosen < 0 && barred >= 0) {
      unit.barred = bar_of(unit.scenario->steps[static_cast<size_t>(barred)], unit.anchor);
    } else if (unit.chosen < 0 && no_rate) {
      unit.barred = "no_rate";
    }
  }
  if (!away.empty() && unit.past_due) unit.barred = away;
}

}  // namespace dunlin::audit
