#include "rules/contact/permit.h"

#include <algorithm>

#include "rules/contact/open_hours.h"

namespace dunlin::rules {
namespace {

using core::bit;
using core::Channel;
using core::DebtorFlag;

constexpr int32_t kWindowDaysMin = 30;  // contacts_30d
constexpr int32_t kWindowDaysMax = 400;

bool has(const Person& person, DebtorFlag flag) { return (person.flags & bit(flag)) != 0; }

Deferral flags_allow(const Person& person, const ContactRequest& request, Channel channel) {
  if (has(person, DebtorFlag::kInsolvent)) return Deferral::kFlagInsolvent;
  if (has(person, DebtorFlag::kDeceased)) return Deferral::kFlagDeceased;
  if (has(person, DebtorFlag::kCeaseContact)) return Deferral::kCeaseContact;
  if (has(person, DebtorFlag::kVulnerable)) {
    const bool call_task = request.action == core::ActionKind::kCallTask;
    // Past the final notice only a person may speak with a vulnerable debtor.
    const bool letter = channel == Channel::kLetter && request.stage <= core::Stage::kFinalNotice;
    if (!call_task && !letter) return Deferral::kVulnerableChannel;
  }
  if (has(person, DebtorFlag::kBadAddress) && channel == Channel::kLetter) return Deferral::kBadAddress;
  return Deferral::kNone;
}

Deferral address_allows(const Person& person, Channel channel) {
  if (has(person, DebtorFlag::kRepresented)) {
    return (person.representative_reach & bit(channel)) == 0 ? Deferral::kRepresented : Deferral::kNone;
  }
  return (person.reach & bit(channel)) == 0 ? Deferral::kNoAddress : Deferral::kNone;
}

/// How many contacts of the window a cap counts, about one receivable or about all.
int32_t counted(const ContactCap& cap, const ContactHistory& history, core::Date date, const uint32_t* receivable) {
  // The window includes today: one day means today alone.
  const core::Date first = date - (cap.per_days - 1);
  int32_t count = 0;
  for (const PastContact& past : history.contacts) {
    const bool counts = cap.counts == CapCounts::kAttempt ? past.attempt : past.conversation;
    if (!counts || past.on < first || past.on > date || (cap.channels & bit(past.channel)) == 0) continue;
    if (receivable == nullptr || history.is_about(past, *receivable)) ++count;
  }
  return count;
}

Permission meet_cap(const ContactCap& cap, const ContactHistory& history, const ContactRequest& request) {
  Permission met;
  met.limit = cap.max;
  if (cap.scope == CapScope::kDebtor) {
    met.found = counted(cap, history, request.date, nullptr);
  } else {
    for (const uint32_t receivable : request.listed) {
      met.found = std::max(met.found, counted(cap, history, request.date, &receivable));
    }
  }
  if (met.found >= cap.max) met.answer = Deferral::kCapReached;
  return met;
}

Permission meet_wait(const ConversationWait& wait, const ContactHistory& history, const ContactRequest& request) {
  Permission met;
  met.limit = wait.days;
  for (const PastContact& past : history.contacts) {
    if (!past.conversation || past.on > request.date || request.date - past.on >= wait.days) continue;
    const bool concerned = wait.scope == CapScope::kDebtor ||
                           std::any_of(request.listed.begin(), request.listed.end(),
                                       [&](uint32_t receivable) { return history.is_about(past, receivable); });
    if (!concerned) continue;
    met.answer = Deferral::kWaitAfterConversation;
    met.on = std::max(met.on, past.on);
  }
  if (met.answer != Deferral::kNone) met.found = request.date - met.on;
  return met;
}

/// Caps and talks. A call to a representative, and one that the debtor has just asked for, is not counted and so is not
/// limited either.
Permission counts_allow(const ContactPolicy& policy, const Person& person, const ContactRequest& request, Channel channel) {
  if (channel == Channel::kCall && has(person, DebtorFlag::kRepresented)) return {};
  const ContactHistory nobody;
  const ContactHistory& history = person.history == nullptr ? nobody : *person.history;
  if (channel == Channel::kCall && history.consent_until.is_set() && request.date <= history.consent_until) return {};
  for (size_t i = 0; i < policy.caps.size(); ++i) {
    const ContactCap& cap = policy.caps[i];
    if ((cap.channels & bit(channel)) == 0 || !protects(cap.whom, person.kind)) continue;
    Permission met = meet_cap(cap, history, request);
    met.rule = static_cast<int32_t>(i);
    if (met.answer != Deferral::kNone) return met;
  }
  for (size_t i = 0; i < policy.waits.size(); ++i) {
    const ConversationWait& wait = policy.waits[i];
    if ((wait.channels & bit(channel)) == 0 || !protects(wait.whom, person.kind)) continue;
    Permission met = meet_wait(wait, history, request);
    met.rule = static_cast<int32_t>(i);
    if (met.answer != Deferral::kNone) return met;
  }
  return {};
}

Permission gap_allows(const ContactPolicy& policy, const Person& person, const ContactRequest& request) {
  Permission met;
  met.limit = std::max(policy.min_days_between, request.min_days_between);
  if (met.limit <= 0 || person.history == nullptr) return met;
  met.on = person.history->last_contact(request.date);
  if (!met.on.is_set()) return met;
  met.found = request.date - met.on;
  if (met.found < met.limit) met.answer = Deferral::kMinDaysBetween;
  return met;
}

Permission refused(Deferral reason) {
  Permission permission;
  permission.answer = reason;
  return permission;
}

}  // namespace

Permission permit(const ContactPolicy& policy, const Person& person, const ContactRequest& request, Channel channel) {
  if (const Deferral reason = flags_allow(person, request, channel); reason != Deferral::kNone) return refused(reason);
  if ((person.opt_out & bit(channel)) != 0) return refused(Deferral::kOptedOut);
  if (const Deferral reason = address_allows(person, channel); reason != Deferral::kNone) return refused(reason);
  if (const Permission met = counts_allow(policy, person, request, channel); met.answer != Deferral::kNone) return met;
  if (const Permission met = gap_allows(policy, person, request); met.answer != Deferral::kNone) return met;
  if (person.place == nullptr || (policy.calendar_channels & bit(channel)) == 0) return {};
  return open_hours(policy, person.kind, *person.place, request.date);
}

bool remembers_listed(const ContactPolicy& policy) {
  const auto by_receivable = [](const auto& rule) { return rule.scope == CapScope::kReceivable; };
  return std::any_of(policy.caps.begin(), policy.caps.end(), by_receivable) ||
         std::any_of(policy.waits.begin(), policy.waits.end(), by_receivable);
}

int32_t window_days(const ContactPolicy& policy) {
  int32_t days = kWindowDaysMin;
  for (const ContactCap& cap : policy.caps) days = std::max(days, cap.per_days);
  return std::min(days, kWindowDaysMax);
}

}  // namespace dunlin::rules
