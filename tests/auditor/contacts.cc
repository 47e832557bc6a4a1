// Which of what is due may leave, and on which channel.
#include <algorithm>

#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::Channel;
using core::DebtorFlag;
using core::Field;

/// First as if no channel were limited. Where that asks for a place that is not there, again with the limits: who is refused
/// neither counts in caps and gaps nor takes the place of a step, and may let another through: an entrant, which gets what
/// those have left who wanted the channel without limits. Where entrants find no room either, whoever gets free after that
/// has none.
void DebtorDay::decide_contacts() {
  for (Candidate& candidate : candidates_) {
    const auto& rule = candidate.step->priority_rule;
    candidate.priority = candidate.step->priority;
    if (!rule.is_set()) continue;
    const auto ruled = conditions_.number(rule, facts_->lookup(candidate.asked_of));
    if (ruled) candidate.priority = std::clamp<int64_t>(*ruled, 0, 100);
  }
  take_turns(Limits::kNone);
  if (!all_have_room(false)) {
    own_ = channels();
    take_turns(Limits::kOwners);
    if (!all_have_room(true)) {
      late_ = channels();
      take_turns(Limits::kAll);
    }
  }
  for (Candidate& candidate : candidates_) {
    if (candidate.outcome == "permitted" && !candidate.pre_due) charge(candidate);
  }
}

void DebtorDay::take_turns(Limits limits) {
  History today = history_;
  bool answered = false;
  for (Candidate& candidate : candidates_) {
    candidate.channel.reset();
    candidate.recipient = nullptr;
    candidate.not_before = candidate.not_after = core::kNull;
    candidate.entrant = candidate.no_channel = candidate.to_representative = false;
    candidate.outcome = "permitted";
    const bool is_event = candidate.event != nullptr;
    if (answered && !is_event && !candidate.pre_due) {
      candidate.outcome = "replaced_by_event";
      continue;
    }
    ask_channels(candidate, today, limits);
    answered |= is_event && candidate.outcome == "permitted";
  }
}

bool DebtorDay::all_have_room(bool entrants) const {
  return std::all_of(candidates_.begin(), candidates_.end(), [&](const Candidate& candidate) {
    return !candidate.channel || candidate.entrant != entrants || rooms_->has(claimant_of(candidate));
  });
}

std::vector<std::optional<Channel>> DebtorDay::channels() const {
  std::vector<std::optional<Channel>> found;
  for (const Candidate& candidate : candidates_) found.push_back(candidate.channel);
  return found;
}

void DebtorDay::ask_channels(Candidate& candidate, History& history, Limits limits) {
  const rules::Step& step = *candidate.step;
  candidate.action = step.action;
  // Past the final notice a vulnerable debtor is a matter for a person.
  if (has_flag(account_, DebtorFlag::kVulnerable)) {
    const bool late_contact = core::is_contact(step.action) && step.stage > core::Stage::kFinalNotice;
    const bool handed_on =
        step.action == core::ActionKind::kLegalReferral || step.action == core::ActionKind::kAgencyPlacement;
    if (late_contact || handed_on) candidate.action = core::ActionKind::kCallTask;
  }
  if (candidate.pre_due || candidate.event != nullptr) {
    if (const std::string flag = flag_bar(step); !flag.empty()) {
      candidate.outcome = flag;
      return;
    }
  }
  if (!core::is_contact(candidate.action)) return;
  std::vector<Channel> channels = step.channels;
  if (channels.empty() && account_.debtor.has(Field::kPreferredChannel)) {
    channels = {static_cast<Channel>(account_.debtor.number(Field::kPreferredChannel))};
  }
  if (channels.empty()) channels = {Channel::kEmail, Channel::kLetter};
  if (candidate.action == core::ActionKind::kCallTask) channels = {Channel::kCall};
  Wish wish{date_, candidate.action, step.stage, step.id, candidate.scenario->min_days_between_contacts, {}};
  for (const Item* item : candidate.lines) wish.listed.push_back(item->id);
  std::string first;
  std::optional<Channel> full;
  for (const Channel channel : channels) {
    if (try_channel(candidate, history, wish, channel, false, limits)) return;
    if (first.empty()) first = candidate.outcome;
    if (candidate.outcome != "capacity_used_up") continue;
    full = channel;
    // Its place is on the channel that it takes where nothing is limited.
    const std::optional<Channel>& own = own_[turn_of(candidate)];
    if (!own || own == channel) break;
  }
  if (full) return overflow(candidate, history, wish, *full, limits);
  candidate.outcome = first;
  candidate.no_channel = true;
}

bool DebtorDay::has_room(const Candidate& candidate, Channel channel, bool overflows, Limits limits, bool& entrant) const {
  const auto& capacity = rules_.contact.capacity;
  const bool limited = std::any_of(capacity.begin(), capacity.end(), [&](const auto& one) { return one.channel == channel; });
  entrant = false;
  if (limits == Limits::kNone || !limited) return true;
  const size_t turn = turn_of(candidate);
  Claimant claimant = claimant_of(candidate);
  claimant.channel = channel;
  claimant.entrant = entrant = overflows || own_[turn] != channel;
  if (!entrant) return rooms_->has(claimant);
  if (!overflows && own_[turn]) return false;
  return limits == Limits::kOwners || (late_[turn] == channel && rooms_->has(claimant));
}

/// Takes the channel where it is permitted and has room; else the outcome tells why not.
bool DebtorDay::try_channel(Candidate& candidate, History& history, Wish wish, Channel channel, bool overflows,
                            Limits limits) {
  wish.action = candidate.action;
  const Permission answer = may_contact(rules_.contact, account_, where_, history, wish, channel);
  candidate.outcome = answer.reason;
  if (!answer.is_yes()) return false;
  if (!has_room(candidate, channel, overflows, limits, candidate.entrant)) {
    candidate.outcome = "capacity_used_up";
    return false;
  }
  candidate.channel = channel;
  candidate.recipient = recipient_of(account_, wish, channel);
  candidate.not_before = answer.not_before;
  candidate.not_after = answer.not_after;
  const Record& recipient = *candidate.recipient;
  candidate.to_representative = &recipient != &account_.debtor &&
                                recipient.number(Field::kRole) == static_cast<int64_t>(core::ContactRole::kRepresentative);
  const bool uncounted = (channel == Channel::kCall && history.consented(date_)) ||
                         is_call_to_representative(channel, candidate.to_representative);
  history.contacts.push_back({date_, channel, true, !uncounted, false, wish.listed});
  return true;
}

/// Into the channel that the step, or else the full channel, names; else another day. A call becomes a contact there, but one
/// in place of a vulnerable debtor's step is a matter for a person.
void DebtorDay::overflow(Candidate& candidate, History& history, const Wish& wish, Channel full, Limits limits) {
  std::optional<Channel> other = candidate.step->overflow;
  for (const rules::ChannelCapacity& limit : rules_.contact.capacity) {
    if (limit.channel == full && !other) other = limit.overflow;
  }
  const core::ActionKind action = candidate.action;
  const bool stands_in = action != candidate.step->action;
  if (other && *other != full && (!stands_in || *other == Channel::kCall)) {
    if (action == core::ActionKind::kCallTask && *other != Channel::kCall) candidate.action = core::ActionKind::kContact;
    if (try_channel(candidate, history, wish, *other, true, limits)) return;
  }
  candidate.action = action;
  candidate.outcome = "capacity_used_up";
}

std::vector<Claimant> DebtorDay::claimants() const {
  std::vector<Claimant> found;
  for (const Candidate& candidate : candidates_) {
    if (candidate.channel) found.push_back(claimant_of(candidate));
  }
  return found;
}

/// Its place in the queues of channels: by priority, then by what it says is overdue, in base currency.
Claimant DebtorDay::claimant_of(const Candidate& candidate) const {
  Claimant claimant;
  claimant.creditor = account_.creditor;
  claimant.debtor = account_.id;
  claimant.turn = turn_of(candidate);
  claimant.channel = candidate.channel.value_or(Channel::kEmail);
  claimant.entrant = candidate.entrant;
  claimant.priority = candidate.priority;
  claimant.hash = account_.hash;
  Claims overdue;
  for (const Item* item : candidate.lines) {
    if (candidate.pre_due || item->days_past_due > 0) overdue[item->currency] += item->balance - item->disputed_part;
  }
  for (const auto& [currency, amount] : overdue) claimant.overdue += exchange_.to_base(amount, currency);
  return claimant;
}

}  // namespace dunlin::audit
