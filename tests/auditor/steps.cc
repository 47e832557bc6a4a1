// Which step a unit takes.
#include <algorithm>

#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::DebtorFlag;
using core::Field;

namespace {

bool is_pre_due(const rules::Step& step) { return step.days && *step.days < 0; }

bool is_for(const rules::Step& step, DebtorFlag flag) {
  return std::find(step.for_flag.begin(), step.for_flag.end(), flag) != step.for_flag.end();
}

}  // namespace

bool is_legal(const rules::Step& step) {
  return step.action == core::ActionKind::kLegalReferral || step.stage == core::Stage::kPreLegal ||
         step.stage == core::Stage::kLegal;
}

/// What step features read: the furthest of the debtor's units in an open episode.
void DebtorDay::count_steps() {
  StepFacts steps;
  for (const Unit& unit : units_) {
    if (!unit.open) continue;
    steps.episode = std::max<int64_t>(steps.episode.value_or(0), unit.episode);
    if (unit.last < 0) continue;
    steps.on = std::max(steps.on.value_or(unit.last_on), unit.last_on);
    if (unit.last + 1 <= steps.index.value_or(0)) continue;
    steps.index = unit.last + 1;
    steps.stage = static_cast<int64_t>(unit.scenario->steps[static_cast<size_t>(unit.last)].stage);
  }
  facts_->steps = steps;
}

std::string DebtorDay::statutory_bar() const {
  const auto reason = books_.statutory_hold(date_);
  if (!reason) return "";
  return *reason == core::HoldReason::kBankruptcy ? "bankruptcy" : "breathing_space";
}

bool DebtorDay::is_barred(const Item& item) const {
  const core::Date barred = item.record->date(Field::kTimeBarredOn);
  return barred.is_set() && barred <= date_;
}

std::vector<const Item*> DebtorDay::claimed_by(const Unit& unit, const rules::Step& step) const {
  std::vector<const Item*> items = unit.overdue;
  if (is_legal(step)) std::erase_if(items, [&](const Item* item) { return is_barred(*item); });
  return items.empty() ? unit.overdue : items;
}

const Item* DebtorDay::anchor_for(const Unit& unit, const rules::Step& step) const {
  return oldest_of(claimed_by(unit, step));
}

Claims DebtorDay::claims_for(const Unit& unit, const rules::Step& step) const {
  return claims_of(unit.key, claimed_by(unit, step));
}

bool DebtorDay::day_has_come(const Unit& unit, const rules::Step& step) const {
  const Item* anchor = anchor_for(unit, step);
  if (step.origin != rules::StepOrigin::kDueDate || step.end_of_month) {
    const bool issued = step.origin == rules::StepOrigin::kIssueDate && anchor->record->has(Field::kIssueDate);
    core::Date day = (issued ? anchor->record->date(Field::kIssueDate) : anchor->due) + *step.days;
    if (step.end_of_month) day = core::end_of_month(day);
    return date_ >= day;
  }
  const bool delinquent = unit.scenario->clock == rules::Clock::kDaysDelinquent;
  return (delinquent ? anchor->days_delinquent : anchor->days_past_due) >= *step.days;
}

bool DebtorDay::reached(const Unit& unit, const rules::Step& step) const {
  if (unit.last >= 0 && date_ - unit.last_on < step.days_since_previous) return false;
  return step.days ? day_has_come(unit, step) : unit.last >= 0;
}

bool DebtorDay::is_for_others(const rules::Step& step) const {
  if (step.for_flag.empty()) return false;
  return std::none_of(step.for_flag.begin(), step.for_flag.end(), [&](DebtorFlag flag) { return has_flag(account_, flag); });
}

Answer DebtorDay::condition(const Unit& unit, const rules::Step& step) const {
  if (is_for_others(step)) return Answer::kNo;
  const Item* item = unit.key.kind == core::UnitKind::kReceivable ? unit.items.front() : nullptr;
  return conditions_.answer(step.when, facts_->lookup(item));
}

std::string DebtorDay::flag_bar(const rules::Step& step) const {
  if (has_flag(account_, DebtorFlag::kInsolvent) && !is_for(step, DebtorFlag::kInsolvent)) return "flag_insolvent";
  if (has_flag(account_, DebtorFlag::kDeceased) && !is_for(step, DebtorFlag::kDeceased)) return "flag_deceased";
  return "";
}

std::string DebtorDay::bar_of(const Unit& unit, const rules::Step& step) const {
  if (const std::string flag = flag_bar(step); !flag.empty()) return flag;
  return is_legal(step) && is_barred(*anchor_for(unit, step)) ? "time_barred" : "";
}

Reach DebtorDay::share(const Claims& claims, const std::optional<int32_t>& percent) const {
  if (!percent) return Reach::kReached;
  __int128 claimed = 0;
  __int128 open = 0;
  bool unknown = false;
  for (const auto& [currency, amount] : claims) {
    unknown |= amount != 0 && !exchange_.convert(amount, currency, exchange_.base().code);
    claimed += exchange_.to_base(amount, currency);
  }
  if (unknown) return Reach::kNoRate;
  for (const Item* item : facts_->open()) {
    unknown |= !exchange_.convert(item->balance, item->currency, exchange_.base().code);
    open += exchange_.to_base(item->balance, item->currency);
  }
  if (claimed * 100 < open * *percent) return Reach::kBelow;
  return unknown ? Reach::kNoRate : Reach::kReached;
}

Reach DebtorDay::minimums(const Unit& unit, const rules::Step& step) const {
  const rules::Scenario& scenario = *unit.scenario;
  const Claims claims = claims_for(unit, step);
  const bool something = std::any_of(claims.begin(), claims.end(), [](const auto& claim) { return claim.second > 0; });
  const Reach reaches[] = {meets(scenario.min_balance, claims, exchange_),
                           meets(scenario.min_debtor_balance, facts_->net_overdue(), exchange_),
                           meets(step.min_balance, claims, exchange_), share(claims, step.min_percent)};
  if (!something || std::ranges::count(reaches, Reach::kBelow) > 0) return Reach::kBelow;
  // Of two tables one currency must reach both.
  const bool listed = std::any_of(claims.begin(), claims.end(), [&](const auto& claim) {
    return claim.second > 0 && lists(scenario.min_balance, claim.first, claim.second) &&
           lists(step.min_balance, claim.first, claim.second);
  });
  if (!listed) return Reach::kBelow;
  return std::ranges::count(reaches, Reach::kNoRate) > 0 ? Reach::kNoRate : Reach::kReached;
}

Reach DebtorDay::holds(const Unit& unit, const rules::Step& step) const {
  const Answer answer = condition(unit, step);
  if (answer == Answer::kNo) return Reach::kBelow;
  const Reach reach = minimums(unit, step);
  return reach == Reach::kReached && answer == Answer::kOpen ? Reach::kNoRate : reach;
}

/// `descend`: the highest step up to the last one whose day and condition hold.
void DebtorDay::descend(Unit& unit) {
  if (!unit.scenario->descend || !unit.open || unit.anchor == nullptr || unit.last < 0) return;
  int stands = -1;
  for (int at = 0; at <= unit.last; ++at) {
    const rules::Step& step = unit.scenario->steps[static_cast<size_t>(at)];
    if (is_pre_due(step)) continue;
    const bool day = step.days ? day_has_come(unit, step) : stands == at - 1;
    if (day && conditions_.answer(step.when, facts_->lookup(unit.items.front())) != Answer::kNo) stands = at;
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
    if (!triggered || (with_bars && !bar_of(unit, step).empty())) continue;
    const Reach reach = holds(unit, step);
    no_rate |= reach == Reach::kNoRate;
    if (reach != Reach::kReached) continue;
    chosen = static_cast<int>(at);
    if (unit.scenario->catch_up == rules::CatchUp::kNext) break;
  }
  return chosen;
}

bool DebtorDay::comes_again(const Unit& unit, bool with_rates) const {
  if (unit.last < 0) return false;
  const rules::Step& step = unit.scenario->steps[static_cast<size_t>(unit.last)];
  if (unit.repeats >= step.repeat || date_ - unit.last_on < step.every) return false;
  const Reach reach = holds(unit, step);
  return (!step.days || day_has_come(unit, step)) && bar_of(unit, step).empty() &&
         (reach == Reach::kReached || (with_rates && reach == Reach::kNoRate));
}

void DebtorDay::choose(Unit& unit) {
  const std::string away = statutory_bar();
  if (unit.open && unit.anchor != nullptr && unit.pending < 0) {
    bool no_rate = false;
    bool ignored = false;
    unit.chosen = choose_from(unit, true, no_rate);
    if (unit.chosen < 0 && comes_again(unit, false)) unit.chosen = unit.last;
    const int barred = choose_from(unit, false, ignored);
    if (unit.chosen >= 0 && waits_for_notice(unit, unit.scenario->steps[static_cast<size_t>(unit.chosen)])) {
      unit.chosen = -1;
      unit.barred = "notice_period";
    } else if (unit.chosen < 0 && barred >= 0) {
      unit.barred = bar_of(unit, unit.scenario->steps[static_cast<size_t>(barred)]);
    } else if (unit.chosen < 0 && (no_rate || comes_again(unit, true))) {
      unit.barred = "no_rate";
    }
  }
  if (!away.empty() && unit.past_due) unit.barred = away;
}

}  // namespace dunlin::audit
