// What befell a debtor, and what a scenario answers.
#include <algorithm>
#include <tuple>

#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::EventKind;
using core::Field;
using core::RecordKind;
using core::Standing;
using core::UnitKind;

namespace {

constexpr const char* kBelow = "below ";

bool is_of_episode(EventKind kind) { return kind == EventKind::kCure || kind == EventKind::kFinished; }

std::string episode_id(const UnitKey& key, int32_t episode) {
  const std::string number = std::to_string(episode);
  if (key.kind == UnitKind::kDebtor) return number;
  return std::string(core::name_of(core::kUnitKindNames, key.kind)) + ":" + key.id + "/" + number;
}

bool is_past_write_off(const Account& account, const Item& item, core::Date date) {
  for (const Record& note : account.of(RecordKind::kCreditNote)) {
    const bool write_off = note.number(Field::kReason) == static_cast<int64_t>(core::CreditNoteReason::kWriteOff);
    if (write_off && note.date(Field::kDate) <= date && note.text(Field::kReceivableId) == item.id) return true;
  }
  return false;
}

}  // namespace

bool DebtorDay::answers(EventKind kind) const {
  return std::any_of(rules_.scenarios.begin(), rules_.scenarios.end(),
                     [&](const rules::Scenario& scenario) { return scenario.on[static_cast<size_t>(kind)].has_value(); });
}

/// A new event, where no run has seen it.
void DebtorDay::add_event(EventKind kind, const std::string& record) {
  const EventKey key{kind, record};
  if (memory_.events.contains(key)) return;
  Event event;
  event.key = key;
  event.first_seen = date_;
  events_.push_back(event);
}

void DebtorDay::gather_events() {
  for (const auto& [key, memory] : memory_.events) {
    if (memory.done) continue;
    Event event;
    event.key = key;
    event.first_seen = memory.first_seen;
    events_.push_back(event);
  }
  const auto broke = [](Bookkeeper::Life life) {
    return life == Bookkeeper::Life::kBroken || life == Bookkeeper::Life::kPartial;
  };
  for (const Record& promise : account_.of(RecordKind::kPromise)) {
    if (broke(books_.promise(promise, date_).life)) add_event(EventKind::kPromiseBroken, promise.text(Field::kPromiseId));
  }
  for (const Record& plan : account_.of(RecordKind::kPlan)) {
    if (broke(books_.plan(plan, date_).life)) add_event(EventKind::kPlanBroken, plan.text(Field::kPlanId));
  }
  for (const Record& dispute : account_.of(RecordKind::kDispute)) {
    if (account_.receivable(dispute.text(Field::kReceivableId)) == nullptr) continue;  // means nothing yet
    const std::string id = dispute.text(Field::kDisputeId);
    const core::Date resolved = dispute.date(Field::kResolvedOn);
    if (dispute.date(Field::kOpenedOn) <= date_) add_event(EventKind::kDisputeOpened, id);
    if (resolved.is_set() && resolved <= date_) add_event(EventKind::kDisputeResolved, id);
  }
  for (const Record& payment : account_.of(RecordKind::kPayment)) {
    if (is_return(account_, payment, date_)) add_event(EventKind::kPaymentReturned, payment.text(Field::kPaymentId));
  }
  add_episode_events();
  add_limit_events();
  std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) { return a.key < b.key; });
  for (Event& event : events_) judge(event);
}

void DebtorDay::add_episode_events() {
  for (const Unit& unit : units_) {
    if (!unit.was_open) continue;
    const auto has = [&](EventKind kind) { return unit.scenario->on[static_cast<size_t>(kind)].has_value(); };
    if (unit.open && has(EventKind::kFinished) && has_finished(unit)) {
      add_event(EventKind::kFinished, episode_id(unit.key, unit.episode));
    }
    if (!unit.open && has(EventKind::kCure) && is_cured(unit))
      add_event(EventKind::kCure, episode_id(unit.key, unit.episode));
  }
}

/// The last step that is for this debtor is completed, as often as it is to be taken.
bool DebtorDay::has_finished(const Unit& unit) const {
  if (unit.pending >= 0) return false;
  for (size_t at = unit.scenario->steps.size(); at-- > 0;) {
    const rules::Step& step = unit.scenario->steps[at];
    if (step.days.value_or(0) < 0) break;
    if (!is_for_others(step)) return unit.last >= static_cast<int>(at) && unit.repeats >= step.repeat;
  }
  return false;
}

/// The episode had an action, and its items were paid or credited: not written off, cancelled or moved.
bool DebtorDay::is_cured(const Unit& unit) const {
  if (!unit.before->acted) return false;
  bool paid = false;
  for (const Item& item : debt_.items) {
    const bool ours = std::find(unit.items.begin(), unit.items.end(), &item) != unit.items.end();
    const bool was_anchor = !unit.before->anchor.empty() && item.id == unit.before->anchor;
    if (!ours && !was_anchor) continue;
    if (!ours || item.due >= date_) {
      if (was_anchor) return false;
      continue;
    }
    const bool closed = item.standing == Standing::kClosed && (was_anchor || item.closed_on >= unit.opened_on);
    const bool cancelled = item.standing == Standing::kAbsent &&
                           item.record->number(Field::kStatus) == static_cast<int64_t>(core::ReceivableStatus::kCancelled);
    const bool ended = item.standing == Standing::kWrittenOff || cancelled;
    const core::Date on = item.record->date(Field::kStatusOn);
    if (closed && !is_past_write_off(account_, item, date_)) {
      paid = true;
    } else if (closed || was_anchor || (ended && on.is_set() && on >= unit.opened_on)) {
      return false;
    }
  }
  return paid;
}

void DebtorDay::add_limit_events() {
  if (!answers(EventKind::kLimitExceeded) || !account_.debtor.has(Field::kCreditLimit)) return;
  bool exceeded = false;
  core::Date latest = core::kNoDate;
  for (const auto& [key, memory] : memory_.events) {
    if (key.kind != EventKind::kLimitExceeded || memory.first_seen <= latest) continue;
    latest = memory.first_seen;
    exceeded = !key.record.starts_with(kBelow);
  }
  const Known total = facts_->value("total_balance", nullptr);
  const bool exceeds = total.number > account_.debtor.number(Field::kCreditLimit);
  if (exceeds == exceeded || (!exceeds && total.lacks)) return;
  add_event(EventKind::kLimitExceeded, exceeds ? core::to_string(exceeded_on(latest)) : kBelow + core::to_string(date_));
}

/// The day after the last one on which the records were within the limit; this one where they never were since a run saw it.
core::Date DebtorDay::exceeded_on(core::Date remarked) const {
  core::Date first = date_;
  for (const RecordKind kind : {RecordKind::kReceivable, RecordKind::kPayment, RecordKind::kCreditNote}) {
    for (const Record& record : account_.of(kind)) {
      for (const Field field : {Field::kIssueDate, Field::kStatusOn, Field::kValueDate, Field::kDate}) {
        if (record.has(field)) first = std::min(first, record.date(field));
      }
    }
  }
  for (const Charge& charge : charges_) first = std::min(first, charge.on);
  for (core::Date day = date_ - 1; day + 1 >= first; day = day - 1) {
    int64_t total = 0;
    for (const Item& item : books_.money(day).items) {
      if (item.exists && !item.written_off && item.balance > 0) total += exchange_.to_base(item.balance, item.currency);
    }
    if (total > account_.debtor.number(Field::kCreditLimit)) continue;
    return !remarked.is_set() || day + 1 > remarked ? day + 1 : date_;
  }
  return date_;
}

/// The unit of an event of an episode, where that episode is still its latest.
const UnitKey* DebtorDay::unit_of(const Event& event) const {
  for (const auto& [key, memory] : memory_.units) {
    if (episode_id(key, memory.episode) == event.key.record) return &key;
  }
  return nullptr;
}

bool DebtorDay::has_lapsed(const Event& event) const {
  const EventKind kind = event.key.kind;
  if (is_of_episode(kind)) {
    const UnitKey* key = unit_of(event);
    if (key == nullptr) return true;
    const auto unit = std::find_if(units_.begin(), units_.end(), [&](const Unit& u) { return u.key == *key; });
    const bool open = unit != units_.end() && unit->open;
    if (kind == EventKind::kCure) return open;
    return !open || episode_id(unit->key, unit->episode) != event.key.record;
  }
  if (kind == EventKind::kLimitExceeded) {
    return std::any_of(events_.begin(), events_.end(), [](const Event& other) {
      return other.key.kind == EventKind::kLimitExceeded && other.key.record.starts_with(kBelow);
    });
  }
  if (kind == EventKind::kDisputeOpened) {
    for (const Record& dispute : account_.of(RecordKind::kDispute)) {
      const core::Date resolved = dispute.date(Field::kResolvedOn);
      if (dispute.text(Field::kDisputeId) == event.key.record && resolved.is_set() && resolved <= date_) return true;
    }
    if (event.first_seen == date_) return false;
  }
  return std::none_of(debt_.items.begin(), debt_.items.end(),
                      [](const Item& item) { return item.exists && item.unpaid_past_due; });
}

void DebtorDay::list(Event& event) const {
  const EventKind kind = event.key.kind;
  if (kind == EventKind::kDisputeOpened) {
    for (const Record& dispute : account_.of(RecordKind::kDispute)) {
      if (dispute.text(Field::kDisputeId) != event.key.record) continue;
      for (const Item& item : debt_.items) {
        const bool open = item.standing == Standing::kDisputed || item.standing == Standing::kOverdue ||
                          item.standing == Standing::kNotDue;
        if (item.id == dispute.text(Field::kReceivableId) && open) event.lines.push_back(&item);
      }
    }
    return;
  }
  const UnitKey* key = is_of_episode(kind) ? unit_of(event) : nullptr;
  for (const Item& item : debt_.items) {
    bool wanted = is_overdue(item) || (kind == EventKind::kLimitExceeded && is_not_due(item));
    if (key != nullptr) {
      const UnitMemory& memory = memory_.units.at(*key);
      const bool ours = key->kind == UnitKind::kReceivable ? item.id == key->id
                        : has_own_scenario(item)           ? false
                        : key->kind == UnitKind::kDebtor   ? true
                                                           : core::to_string(core::Currency{item.currency}) == key->id;
      if (kind == EventKind::kCure) {
        wanted = item.standing == Standing::kClosed && item.due < event.first_seen &&
                 (item.id == memory.anchor || item.closed_on >= memory.opened_on);
      }
      wanted = wanted && ours;
    }
    if (wanted) event.lines.push_back(&item);
  }
}

void DebtorDay::judge(Event& event) {
  event.scenario = debtor_scenario_;
  event.episode = static_cast<int32_t>(facts_->steps.episode.value_or(0));
  if (is_of_episode(event.key.kind)) {
    const size_t slash = event.key.record.rfind('/');
    event.episode = std::stoi(slash == std::string::npos ? event.key.record : event.key.record.substr(slash + 1));
    if (event.key.record.starts_with("receivable:")) {
      const std::string id = event.key.record.substr(11, slash - 11);
      event.scenario = nullptr;
      for (const Item& item : debt_.items) {
        if (item.id == id) event.scenario = scenario_of(item);
      }
    }
  }
  if (event.scenario == nullptr || event.key.record.starts_with(kBelow)) return;
  const auto& answer = event.scenario->on[static_cast<size_t>(event.key.kind)];
  if (!answer) return;
  event.step = &*answer;
  event.fate = has_lapsed(event) ? Fate::kLapsed : Fate::kNothing;
  if (event.fate == Fate::kLapsed) return;
  list(event);
  if (event.lines.empty()) {
    if (event.key.kind == EventKind::kCure) event.fate = Fate::kLapsed;
    return;
  }
  const Answer holds =
      is_for_others(*event.step) ? Answer::kNo : conditions_.answer(event.step->when, facts_->lookup(nullptr));
  event.fate = holds == Answer::kYes ? Fate::kAsked : holds == Answer::kOpen ? Fate::kBarred : Fate::kFails;
  if (holds == Answer::kOpen) event.reason = "no_rate";
  if (holds == Answer::kYes) meet_minimums(event);
}

void DebtorDay::meet_minimums(Event& event) const {
  const auto wait = [&](const std::string& reason) {
    event.fate = Fate::kBarred;
    event.reason = reason;
  };
  event.anchor = oldest_of(event.lines);
  if (const std::string away = statutory_bar(); !away.empty()) return wait(away);
  const bool legal = is_legal(*event.step);
  std::vector<const Item*> lines = event.lines;
  if (legal) std::erase_if(lines, [&](const Item* item) { return is_barred(*item); });
  if (lines.empty()) return wait("time_barred");
  event.lines = lines;
  event.anchor = oldest_of(event.lines);
  if (waits_for_notice(event)) return wait("notice_period");
  if (is_of_episode(event.key.kind)) return;
  Claims claims = facts_->net_overdue();
  for (const Item& item : debt_.items) {
    if (!legal || !is_overdue(item) || !is_barred(item)) continue;
    claims[item.currency] = std::max<int64_t>(0, claims[item.currency] - item.balance + item.disputed_part);
  }
  if (event.key.kind == EventKind::kDisputeOpened) claims = {{event.anchor->currency, event.anchor->balance}};
  for (const Item* item : event.lines) {
    if (event.key.kind == EventKind::kLimitExceeded && is_not_due(*item)) {
      claims[item->currency] += item->balance - item->disputed_part;
    }
  }
  const rules::Scenario& scenario = *event.scenario;
  for (const rules::MoneyThreshold* minimum :
       {&scenario.min_balance, &scenario.min_debtor_balance, &event.step->min_balance}) {
    const Reach reach = meets(*minimum, claims, exchange_);
    if (reach == Reach::kNoRate) return wait("no_rate");
    if (reach == Reach::kBelow) event.fate = Fate::kNothing;
  }
  std::erase_if(event.lines, [&](const Item* item) {
    const int64_t amount = claims.contains(item->currency) ? claims.at(item->currency) : 0;
    return amount <= 0 || !lists(scenario.min_balance, item->currency, amount) ||
           !lists(event.step->min_balance, item->currency, amount);
  });
  const Reach reach = share(claims, event.step->min_percent);
  if (event.lines.empty() || reach == Reach::kBelow) {
    event.fate = Fate::kNothing;
  } else if (event.fate == Fate::kAsked && reach == Reach::kNoRate) {
    wait("no_rate");
  }
  if (!event.lines.empty()) event.anchor = oldest_of(event.lines);
}

}  // namespace dunlin::audit
