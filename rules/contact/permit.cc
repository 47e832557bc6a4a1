#include "rules/contact/permit.h"

#include <algorithm>

namespace dunlin::rules {
namespace {

using core::bit;
using core::Channel;
using core::DebtorFlag;

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

bool listed_before(const PastContact& contact, uint32_t receivable) {
  return std::find(contact.listed.begin(), contact.listed.end(), receivable) != contact.listed.end();
}

bool cap_is_reached(const ContactCap& cap, const Person& person, const ContactRequest& request) {
  // The window includes today: one day means today alone.
  const core::Date first = request.date - (cap.per_days - 1);
  const auto counts = [&](const PastContact& contact) {
    return contact.on >= first && contact.on <= request.date && (cap.channels & bit(contact.channel)) != 0;
  };
  if (cap.scope == CapScope::kDebtor) {
    return std::count_if(person.contacts.begin(), person.contacts.end(), counts) >= cap.max;
  }
  return std::any_of(request.listed.begin(), request.listed.end(), [&](uint32_t receivable) {
    return std::count_if(person.contacts.begin(), person.contacts.end(), [&](const PastContact& contact) {
             return counts(contact) && listed_before(contact, receivable);
           }) >= cap.max;
  });
}

}  // namespace

Deferral permit(const ContactPolicy& policy, const Person& person, const ContactRequest& request, Channel channel) {
  if (const Deferral by_flag = flags_allow(person, request, channel); by_flag != Deferral::kNone) return by_flag;
  if ((person.opt_out & bit(channel)) != 0) return Deferral::kOptedOut;
  if (has(person, DebtorFlag::kRepresented)) {
    if ((person.representative_reach & bit(channel)) == 0) return Deferral::kRepresented;
  } else if ((person.reach & bit(channel)) == 0) {
    return Deferral::kNoAddress;
  }
  for (const ContactCap& cap : policy.caps) {
    if ((cap.channels & bit(channel)) != 0 && cap_is_reached(cap, person, request)) return Deferral::kCapReached;
  }
  const int32_t gap = std::max(policy.min_days_between, request.min_days_between);
  if (gap > 0 && !person.contacts.empty() && request.date - person.contacts.back().on < gap) {
    return Deferral::kMinDaysBetween;
  }
  return Deferral::kNone;
}

bool has_receivable_cap(const ContactPolicy& policy) {
  return std::any_of(policy.caps.begin(), policy.caps.end(),
                     [](const ContactCap& cap) { return cap.scope == CapScope::kReceivable; });
}

int32_t window_days(const ContactPolicy& policy) {
  int32_t days = 30;  // contacts_30d
  for (const ContactCap& cap : policy.caps) days = std::max(days, cap.per_days);
  return std::min(days, 400);
}

}  // namespace dunlin::rules
