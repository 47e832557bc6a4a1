// What the day leaves behind: its summary, and the memory of tomorrow.
#include <algorithm>

#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

void DebtorDay::count_result(DayResult& result) const {
  for (const Item& item : debt_.items) {
    if (item.standing != core::Standing::kAbsent)
      ++result.standings[std::string(core::name_of(core::kStandingNames, item.standing))];
  }
  for (const Candidate& candidate : candidates_) {
    if (candidate.outcome == "permitted") {
      result.actions.push_back(text_of(candidate) + "|" + action_id(candidate));
    } else if (candidate.outcome == "replaced_by_event") {
      ++result.replaced;
    } else {
      ++result.deferred[candidate.outcome];
    }
  }
  for (const Unit& unit : units_) {
    if (!unit.barred.empty()) ++result.deferred[unit.barred];
  }
  for (const Event& event : events_) {
    if (event.fate == Fate::kBarred) ++result.deferred[event.reason];
  }
  for (const auto& [reason, count] : waiting_) result.deferred[reason] += count;
  if (kept_away_ > 0) result.deferred[statutory_bar()] += kept_away_;
}

void DebtorDay::remember() {
  for (const Candidate& candidate : candidates_) {
    if (candidate.outcome != "permitted") continue;
    for (const size_t unit : candidate.units) units_[unit].taken = true;
    for (Event& event : events_) event.answered |= candidate.event == &event.key;
    if (candidate.channel) {
      OwnContact contact{date_, *candidate.channel, {}, action_id(candidate), candidate.to_representative};
      for (const Item* item : candidate.lines) contact.listed.push_back(item->id);
      memory_.contacts.push_back(contact);
    }
    if (!candidate.pre_due && candidate.event == nullptr) remember_written(candidate);
    if (!candidate.pre_due) continue;
    for (const Item* item : candidate.lines) memory_.marks[item->id] = {candidate.scenario->id, candidate.step->id};
  }
  for (Unit& unit : units_) remember_unit(unit);
  for (const Event& event : events_) {
    EventMemory& memory = memory_.events[event.key];
    memory.first_seen = event.first_seen;
    memory.done =
        event.answered || event.fate == Fate::kUnanswered || event.fate == Fate::kFails || event.fate == Fate::kLapsed;
  }
}

/// A call tells nobody what a letter must.
void DebtorDay::remember_written(const Candidate& candidate) {
  if (candidate.channel == core::Channel::kCall) return;
  for (const Item* item : candidate.lines) {
    const auto reminder = reminder_of(candidate, *item, candidate.step->id);
    if (item->days_past_due <= 0 || !reminder) continue;
    memory_.reminders.insert(*reminder);
    if (candidate.channel) memory_.notices[item->id].push_back({date_, *candidate.channel});
  }
}

void DebtorDay::remember_unit(Unit& unit) {
  UnitMemory memory = unit.before == nullptr ? UnitMemory{} : *unit.before;
  const bool opened = !unit.was_open && unit.open;
  memory.episode = unit.episode;
  memory.open = unit.open;
  if (opened || !unit.open) {
    memory.acted = false;
    memory.notice = {};
  }
  if (opened) {
    memory.opened_on = date_;
    const Record* own = unit.key.kind == core::UnitKind::kReceivable ? account_.receivable(unit.key.id) : nullptr;
    memory.own_scenario = own != nullptr && own->has(core::Field::kScenario);
  }
  if (opened || unit.restarted || !unit.open) {
    memory.scenario = unit.scenario->id;
    memory.step = memory.anchor = memory.pending_step = memory.pending_action = memory.blocked_step = "";
    memory.repeats = 0;
  }
  const auto stand = [&] {
    memory.scenario = unit.scenario->id;
    memory.step = unit.last < 0 ? "" : unit.scenario->steps[static_cast<size_t>(unit.last)].id;
    memory.step_on = unit.last < 0 ? core::kNoDate : unit.last_on;
    memory.repeats = unit.repeats;
  };
  if (unit.settled != Settled::kWaits) memory.pending_step = memory.pending_action = "";
  if (unit.open && !unit.restarted && (unit.moved || unit.descended)) stand();
  const Candidate* asked = unit.candidate < 0 ? nullptr : &candidates_[static_cast<size_t>(unit.candidate)];
  if (unit.taken) {
    if (memory.scenario != unit.scenario->id) stand();
    remember_taken(unit, memory);
  } else if (asked != nullptr && asked->no_channel) {
    const rules::Step& step = unit.scenario->steps[static_cast<size_t>(unit.chosen)];
    memory.pending_step = memory.pending_action = "";
    const core::Date since = unit.blocked == unit.chosen ? memory.blocked_since : date_;
    memory.blocked_step = "";
    if (step.when_blocked == rules::WhenBlocked::kSkip) {
      if (memory.scenario != unit.scenario->id) stand();
      memory.blocked_step = step.id;
      memory.blocked_since = since;
      if (date_ - since >= step.blocked_days) {
        memory.blocked_step = "";
        memory.step = step.id;
        memory.step_on = date_;
        memory.repeats = step.repeat;
        memory.anchor = unit.anchor->id;
      }
    }
  } else if (asked != nullptr && asked->outcome != "replaced_by_event") {
    memory.blocked_step = "";
  }
  memory_.units[unit.key] = memory;
}

void DebtorDay::remember_taken(const Unit& unit, UnitMemory& memory) const {
  const rules::Step& step = unit.scenario->steps[static_cast<size_t>(unit.chosen)];
  memory.pending_step = memory.pending_action = memory.blocked_step = "";
  if (step.completes == rules::Completes::kEmitted) {
    memory.step = step.id;
    memory.step_on = date_;
    memory.repeats = unit.last == unit.chosen ? unit.repeats + 1 : 1;
  } else {
    memory.pending_step = step.id;
    memory.pending_on = date_;
    memory.pending_action = action_id(candidates_[static_cast<size_t>(unit.candidate)]);
  }
  const std::optional<core::Channel> channel = candidates_[static_cast<size_t>(unit.candidate)].channel;
  if (channel && channel != core::Channel::kCall && !memory.notice.on.is_set()) memory.notice = {date_, *channel};
  memory.anchor = unit.anchor->id;
  memory.acted = true;
}

}  // namespace dunlin::audit
