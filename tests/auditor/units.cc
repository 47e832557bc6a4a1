// Units, their anchors and episodes, and where each stood yesterday.
#include <algorithm>
#include <tuple>

#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::Date;
using core::Field;
using core::InteractionOutcome;
using core::RecordKind;
using core::Standing;
using core::UnitKind;

namespace {

/// The day of a step: its own, or that of the step before plus its gap.
int32_t day_of(const rules::Scenario& scenario, size_t step) {
  int32_t gaps = 0;
  for (size_t at = step + 1; at-- > 0;) {
    if (scenario.steps[at].days) return *scenario.steps[at].days + gaps;
    gaps += scenario.steps[at].days_since_previous;
  }
  return gaps;
}

int position_in(const rules::Scenario& scenario, const std::string& step) {
  for (size_t at = 0; at < scenario.steps.size(); ++at) {
    if (scenario.steps[at].id == step) return static_cast<int>(at);
  }
  return -1;
}

}  // namespace

const Item* oldest_of(const std::vector<const Item*>& items) {
  const auto age = [](const Item* item) { return std::tuple(item->due.days, -item->balance, item->id); };
  const auto oldest = std::min_element(items.begin(), items.end(), [&](auto* a, auto* b) { return age(a) < age(b); });
  return oldest == items.end() ? nullptr : *oldest;
}

void DebtorDay::make_units() {
  std::vector<const Item*> shared;
  std::vector<const Item*> alone;
  const bool by_receivable = debtor_scenario_ != nullptr && debtor_scenario_->unit == UnitKind::kReceivable;
  for (const Item& item : debt_.items) (has_own_scenario(item) || by_receivable ? alone : shared).push_back(&item);
  if (debtor_scenario_ != nullptr && debtor_scenario_->unit == UnitKind::kDebtor) {
    add_unit({UnitKind::kDebtor, ""}, debtor_scenario_, shared);
  }
  for (const Item* item : alone) {
    if (scenario_of(*item) != nullptr) add_unit({UnitKind::kReceivable, item->id}, scenario_of(*item), {item});
  }
  if (debtor_scenario_ == nullptr || debtor_scenario_->unit != UnitKind::kDebtorCurrency) return;
  std::set<uint32_t> currencies;
  for (const Item* item : shared) currencies.insert(item->currency);
  for (const auto& [key, unit] : memory_.units) {
    if (key.kind == UnitKind::kDebtorCurrency) currencies.insert(core::parse_currency(key.id)->code);
  }
  for (const uint32_t currency : currencies) {
    std::vector<const Item*> own = shared;
    std::erase_if(own, [&](const Item* item) { return item->currency != currency; });
    add_unit({UnitKind::kDebtorCurrency, core::to_string(core::Currency{currency})}, debtor_scenario_, own);
  }
}

void DebtorDay::add_unit(UnitKey key, const rules::Scenario* scenario, const std::vector<const Item*>& items) {
  Unit unit;
  unit.key = key;
  unit.scenario = scenario;
  unit.items = items;
  for (const Item* item : items) {
    unit.past_due |= item->exists && item->unpaid_past_due;
    if (item->exists && is_overdue(*item)) unit.overdue.push_back(item);
  }
  unit.anchor = oldest_of(unit.overdue);
  const auto before = memory_.units.find(key);
  if (before != memory_.units.end()) unit.before = &before->second;
  unit.was_open = unit.before != nullptr && unit.before->open;
  if (unit.anchor == nullptr && !unit.past_due && !unit.was_open) return;
  recall(unit);
  units_.push_back(unit);
}

Claims DebtorDay::claims_of(const UnitKey& key, const std::vector<const Item*>& items) const {
  Claims claims;
  for (const Item* item : items) claims[item->currency] += item->balance - item->disputed_part;
  if (key.kind == UnitKind::kReceivable || !rules_.net_credits) return claims;
  for (auto& [currency, amount] : claims) {
    const auto cash = debt_.cash.find(currency);
    if (cash != debt_.cash.end()) amount = std::max<int64_t>(0, amount - cash->second);
  }
  return claims;
}

const DebtorDay::Unit* DebtorDay::unit_holding(const Item& item) const {
  for (const Unit& unit : units_) {
    if (std::find(unit.items.begin(), unit.items.end(), &item) != unit.items.end()) return &unit;
  }
  return nullptr;
}

void DebtorDay::recall(Unit& unit) {
  unit.episode = unit.before == nullptr ? 0 : unit.before->episode;
  unit.open = unit.was_open ? unit.past_due : unit.anchor != nullptr;
  unit.opened_on = unit.was_open ? unit.before->opened_on : date_;
  if (!unit.was_open) {
    unit.episode += unit.open ? 1 : 0;
    return;
  }
  if (!unit.before->step.empty()) {
    unit.last = step_today(unit, unit.before->step);
    const bool took_it = unit.before->scenario == unit.scenario->id;
    if (unit.last >= 0) {
      unit.last_on = unit.before->step_on;
      unit.repeats = took_it ? unit.before->repeats : unit.scenario->steps[static_cast<size_t>(unit.last)].repeat;
    }
  }
  if (!unit.before->blocked_step.empty()) unit.blocked = step_today(unit, unit.before->blocked_step);
  if (!unit.before->pending_step.empty()) recall_waiting(unit);
  const bool stands = unit.last >= 0 || unit.pending >= 0;
  if (stands && unit.scenario->anchor_paid == rules::AnchorPaid::kRestart && anchor_is_gone(unit)) {
    unit.restarted = true;
    unit.last = unit.pending = -1;
    unit.moved = false;
  }
}

/// Where a step of memory stands in the unit's scenario of today.
int DebtorDay::step_today(const Unit& unit, const std::string& step) const {
  if (unit.before->scenario == unit.scenario->id) return position_in(*unit.scenario, step);
  const rules::Scenario* old = scenario_named(unit.before->scenario);
  const int32_t day = day_of(*old, static_cast<size_t>(position_in(*old, step)));
  int found = -1;
  for (size_t at = 0; at < unit.scenario->steps.size(); ++at) {
    const bool pre_due = unit.scenario->steps[at].days.value_or(0) < 0;
    if (!pre_due && day_of(*unit.scenario, at) <= day) found = static_cast<int>(at);
  }
  return found;
}

void DebtorDay::recall_waiting(Unit& unit) {
  const int step = step_today(unit, unit.before->pending_step);
  Date on = unit.before->pending_on;
  const bool same = step >= 0 && unit.scenario->steps[static_cast<size_t>(step)].id == unit.before->pending_step;
  const rules::Completes completes =
      same ? unit.scenario->steps[static_cast<size_t>(step)].completes : rules::Completes::kEmitted;
  unit.settled = completes == rules::Completes::kEmitted ? Settled::kDone : answer_to(*unit.before, completes, on);
  if (unit.settled == Settled::kWaits) {
    unit.pending = step;
  } else if (unit.settled == Settled::kDone && step >= 0 && step >= unit.last) {
    unit.repeats = step == unit.last ? unit.repeats + 1 : 1;
    unit.last = step;
    unit.last_on = on;
    unit.moved = true;
  }
}

DebtorDay::Settled DebtorDay::answer_to(const UnitMemory& memory, rules::Completes completes, Date& on) const {
  Settled settled = Settled::kWaits;
  for (const Record& told : account_.of(RecordKind::kInteraction)) {
    if (told.text(Field::kActionId) != memory.pending_action) continue;
    const Date day = where_.day_of(told.number(Field::kAt));
    if (day > date_) continue;
    const auto outcome = static_cast<InteractionOutcome>(told.number(Field::kOutcome));
    const bool fails = outcome == InteractionOutcome::kFailed || outcome == InteractionOutcome::kCancelled;
    const bool only_sent = outcome == InteractionOutcome::kSent || outcome == InteractionOutcome::kDelivered ||
                           outcome == InteractionOutcome::kOpened || outcome == InteractionOutcome::kNoAnswer;
    if (fails) {
      if (settled == Settled::kWaits) settled = Settled::kFailed;
    } else if (!only_sent || completes == rules::Completes::kSent) {
      on = settled == Settled::kDone ? std::min(on, day) : day;
      settled = Settled::kDone;
    }
  }
  return settled;
}

/// The receivable that was the anchor is closed, written off or gone, or an older one has taken its place.
bool DebtorDay::anchor_is_gone(const Unit& unit) const {
  for (const Item& item : debt_.items) {
    if (item.id != unit.before->anchor) continue;
    if (item.standing == Standing::kClosed || item.standing == Standing::kWrittenOff || item.standing == Standing::kAbsent) {
      return true;
    }
    return unit.anchor != nullptr && unit.anchor->due < item.due;
  }
  return true;
}

}  // namespace dunlin::audit
