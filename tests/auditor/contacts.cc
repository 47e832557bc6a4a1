// Which of what is due may leave, and on which channel.
#include <algorithm>

#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::Channel;
using core::DebtorFlag;
using core::Field;

void DebtorDay::decide_contacts() {
  History today = history_;
  bool answered = false;
  for (Candidate& candidate : candidates_) {
    const auto& rule = candidate.step->priority_rule;
    candidate.priority = candidate.step->priority;
    if (rule.is_set()) {
      const auto ruled = conditions_.number(rule, facts_->lookup(candidate.asked_of));
      if (ruled) candidate.priority = std::clamp<int64_t>(*ruled, 0, 100);
    }
    const bool is_event = candidate.event != nullptr;
    if (answered && !is_event && !candidate.pre_due) {
      candidate.outcome = "replaced_by_event";
      continue;
    }
    ask_channels(candidate, today);
    if (candidate.outcome != "permitted") continue;
    answered |= is_event;
    if (!candidate.pre_due) charge(candidate);
  }
}

void DebtorDay::ask_channels(Candidate& candidate, History& history) {
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
  for (const Channel channel : channels) {
    const Answer answer = may_contact(rules_.contact, account_, where_, history, wish, channel);
    if (answer.is_yes()) return take_channel(candidate, history, wish, channel, answer);
    if (first.empty()) first = answer.reason;
  }
  candidate.outcome = first;
  candidate.no_channel = true;
}

/// The permitted channel, where the day has room for it; else the one into which the step, or that channel, overflows.
void DebtorDay::take_channel(Candidate& candidate, History& history, const Wish& wish, Channel channel, Answer answer) {
  Claimant claimant = claimant_of(candidate);
  claimant.channel = channel;
  if (!rooms_->has(claimant)) {
    std::optional<Channel> other = candidate.step->overflow;
    for (const rules::ChannelCapacity& limit : rules_.contact.capacity) {
      if (limit.channel == channel && !other) other = limit.overflow;
    }
    candidate.outcome = "capacity_used_up";
    if (!other || *other == channel) return;
    answer = may_contact(rules_.contact, account_, where_, history, wish, *other);
    claimant.channel = *other;
    claimant.entrant = true;
    if (!answer.is_yes() || !rooms_->has(claimant)) return;
    candidate.outcome = "permitted";
  }
  candidate.channel = claimant.channel;
  candidate.recipient = recipient_of(account_, wish, claimant.channel);
  candidate.not_before = answer.not_before;
  candidate.not_after = answer.not_after;
  contacts_.push_back(claimant);
  const bool asked_for = claimant.channel == Channel::kCall && history.consented(date_);
  history.contacts.push_back({date_, claimant.channel, true, !asked_for, false, wish.listed});
}

/// Its place in the queues of channels: by priority, then by what it says is overdue, in base currency.
Claimant DebtorDay::claimant_of(const Candidate& candidate) const {
  Claimant claimant;
  claimant.creditor = account_.creditor;
  claimant.debtor = account_.id;
  claimant.turn = static_cast<size_t>(&candidate - candidates_.data());
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
