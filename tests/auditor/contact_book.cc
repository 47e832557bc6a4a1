#include "tests/auditor/contact_book.h"

#include <algorithm>
#include <map>

namespace dunlin::audit {

using core::Channel;
using core::Date;
using core::DebtorFlag;
using core::Field;
using core::InteractionOutcome;
using core::RecordKind;

namespace {

bool reached_nobody(const Record& told) {
  const auto outcome = static_cast<InteractionOutcome>(told.number(Field::kOutcome));
  return told.number(Field::kNumberBad) == 1 || outcome == InteractionOutcome::kSkipped ||
         outcome == InteractionOutcome::kCancelled;
}

bool is_talk(const Record& told) {
  return told.number(Field::kOutcome) == static_cast<int64_t>(InteractionOutcome::kConversation) &&
         told.number(Field::kNumberBad) != 1;
}

bool has_address(const Record& who, Channel channel) {
  const bool mobile = who.has(Field::kMobile);
  switch (channel) {
    case Channel::kEmail: return who.has(Field::kEmail);
    case Channel::kLetter: return who.has(Field::kStreet) && (who.has(Field::kCity) || who.has(Field::kPostalCode));
    case Channel::kSms:
    case Channel::kWhatsapp: return mobile;
    case Channel::kCall: return mobile || who.has(Field::kPhone);
    case Channel::kPortal: return true;
  }
  return false;
}

std::optional<core::DebtorKind> kind_of(const Account& account) {
  if (!account.debtor.has(Field::kKind)) return std::nullopt;
  return static_cast<core::DebtorKind>(account.debtor.number(Field::kKind));
}

bool cap_is_reached(const rules::ContactCap& cap, const History& history, const Wish& wish) {
  const auto count = [&](const std::string* receivable) {
    int32_t found = 0;
    for (const PastContact& past : history.contacts) {
      const bool counts = cap.counts == rules::CapCounts::kAttempt ? past.attempt : past.conversation;
      const bool inside = past.on > wish.date - cap.per_days && past.on <= wish.date;
      if (!counts || !inside || (cap.channels & core::bit(past.channel)) == 0) continue;
      if (receivable == nullptr || past.is_about(*receivable)) ++found;
    }
    return found;
  };
  if (cap.scope == rules::CapScope::kDebtor) return count(nullptr) >= cap.max;
  return std::any_of(wish.listed.begin(), wish.listed.end(), [&](const std::string& id) { return count(&id) >= cap.max; });
}

bool must_wait(const rules::ConversationWait& wait, const History& history, const Wish& wish) {
  for (const PastContact& past : history.contacts) {
    if (!past.conversation || past.on > wish.date || wish.date - past.on >= wait.days) continue;
    const bool concerned =
        wait.scope == rules::CapScope::kDebtor ||
        std::any_of(wish.listed.begin(), wish.listed.end(), [&](const std::string& id) { return past.is_about(id); });
    if (concerned) return true;
  }
  return false;
}

}  // namespace

bool has_flag(const Account& account, DebtorFlag flag) {
  if (!account.debtor.has(Field::kFlags)) return false;
  return (account.debtor.number(Field::kFlags) & core::bit(flag)) != 0;
}

const Record* recipient_of(const Account& account, const Wish& wish, Channel channel) {
  const bool represented = has_flag(account, DebtorFlag::kRepresented);
  const std::string name(core::name_of(core::kChannelNames, channel));
  for (const Record& contact : account.of(RecordKind::kContact)) {
    if (!has_address(contact, channel)) continue;
    const std::vector<std::string> receives = contact.list(Field::kReceives);
    const bool takes = std::any_of(receives.begin(), receives.end(),
                                   [&](const std::string& entry) { return entry == wish.step || entry == name; });
    const bool speaks = contact.number(Field::kRole) == static_cast<int64_t>(core::ContactRole::kRepresentative);
    if (represented ? speaks : takes) return &contact;
  }
  return !represented && has_address(account.debtor, channel) ? &account.debtor : nullptr;
}

bool is_call_to_representative(Channel channel, bool to_representative) {
  return channel == Channel::kCall && to_representative;
}

bool PastContact::is_about(const std::string& receivable) const {
  return listed.empty() || std::find(listed.begin(), listed.end(), receivable) != listed.end();
}

bool History::consented(Date date) const {
  return std::any_of(consents.begin(), consents.end(), [&](Date on) { return on <= date && date <= on + 6; });
}

Date History::last_contact(Date date) const {
  Date last = core::kNoDate;
  for (const PastContact& past : contacts) {
    if (past.contact && past.on <= date) last = std::max(last, past.on);
  }
  return last;
}

int64_t History::count(Date date, int32_t days) const {
  return std::count_if(contacts.begin(), contacts.end(),
                       [&](const PastContact& past) { return past.contact && past.on > date - days && past.on <= date; });
}

History history_of(const Account& account, const Whereabouts& where, const std::vector<OwnContact>& own, Date date) {
  const auto day_of = [&](const Record& told) { return where.day_of(told.number(Field::kAt)); };
  History history;
  std::map<std::string, std::vector<const Record*>> told_of;  // by action id
  std::vector<const Record*> alone;
  for (const Record& told : account.of(RecordKind::kInteraction)) {
    if (day_of(told) > date) continue;
    if (told.number(Field::kConsent) == 1) history.consents.insert(day_of(told));
    const std::string action = told.text(Field::kActionId);
    action.empty() ? alone.push_back(&told) : told_of[action].push_back(&told);
  }
  const auto add = [&](const Record& told, bool attempt, const std::vector<std::string>& listed) {
    PastContact past{day_of(told), static_cast<Channel>(told.number(Field::kChannel)), attempt, attempt, is_talk(told),
                     listed};
    if (past.attempt || past.conversation) history.contacts.push_back(past);
  };
  for (const OwnContact& contact : own) {
    const bool uncounted = is_call_to_representative(contact.channel, contact.to_representative);
    PastContact past{contact.on, contact.channel, true, !uncounted, false, contact.listed};
    const auto told = told_of.find(contact.action_id);
    if (told != told_of.end()) {
      const bool nobody =
          std::all_of(told->second.begin(), told->second.end(), [](const Record* r) { return reached_nobody(*r); });
      past.contact = !nobody;
      past.attempt &= !nobody;
      for (const Record* record : told->second) {
        if (uncounted) break;
        const auto ids = record->list(Field::kReceivableIds);
        add(*record, false, ids.empty() ? contact.listed : ids);
      }
      told_of.erase(told);
    }
    history.contacts.push_back(past);
  }
  const auto goes_out = [](const Record& told) {
    return told.number(Field::kDirection) != static_cast<int64_t>(core::Direction::kIn) && !reached_nobody(told);
  };
  for (const Record* told : alone) add(*told, goes_out(*told), told->list(Field::kReceivableIds));
  for (const auto& [action, records] : told_of) {
    bool counted = false;
    for (const Record* told : records) {
      const bool attempt = goes_out(*told) && !counted;
      counted |= attempt;
      add(*told, attempt, told->list(Field::kReceivableIds));
    }
  }
  for (PastContact& past : history.contacts) {
    if (past.channel == Channel::kCall && history.consented(past.on)) past.attempt = false;
  }
  return history;
}

namespace {

/// Everything but the calendar.
std::string refusal(const rules::ContactPolicy& policy, const Account& account, const History& history, const Wish& wish,
                    Channel channel) {
  const auto flagged = [&](DebtorFlag flag) { return has_flag(account, flag); };
  const bool represented = flagged(DebtorFlag::kRepresented);
  if (flagged(DebtorFlag::kInsolvent)) return "flag_insolvent";
  if (flagged(DebtorFlag::kDeceased)) return "flag_deceased";
  if (flagged(DebtorFlag::kCeaseContact)) return "cease_contact";
  if (flagged(DebtorFlag::kVulnerable) && wish.action != core::ActionKind::kCallTask) {
    if (channel != Channel::kLetter || wish.stage > core::Stage::kFinalNotice) return "vulnerable_channel";
  }
  if (flagged(DebtorFlag::kBadAddress) && channel == Channel::kLetter) return "bad_address";
  if (account.debtor.has(Field::kOptOut) && (account.debtor.number(Field::kOptOut) & core::bit(channel)) != 0)
    return "opted_out";
  if (recipient_of(account, wish, channel) == nullptr) return represented ? "represented" : "no_address";
  const bool asked_for = channel == Channel::kCall && history.consented(wish.date);
  if (!asked_for && !is_call_to_representative(channel, represented)) {
    for (const rules::ContactCap& cap : policy.caps) {
      const bool speaks = (cap.channels & core::bit(channel)) != 0 && rules::protects(cap.whom, kind_of(account));
      if (speaks && cap_is_reached(cap, history, wish)) return "cap_reached";
    }
    for (const rules::ConversationWait& wait : policy.waits) {
      const bool speaks = (wait.channels & core::bit(channel)) != 0 && rules::protects(wait.whom, kind_of(account));
      if (speaks && must_wait(wait, history, wish)) return "wait_after_conversation";
    }
  }
  const int32_t gap = std::max(policy.min_days_between, wish.gap);
  const Date last = history.last_contact(wish.date);
  if (last.is_set() && wish.date - last < gap) return "min_days_between";
  return "";
}

/// Weekday and holidays of the debtor's place, and the hours that are open on all of its clocks.
Permission calendar_answer(const rules::ContactPolicy& policy, const Account& account, const Whereabouts& where, Date date) {
  std::vector<rules::DayHours> hours;
  Permission answer;
  for (const rules::ContactTimes& times : policy.times) {
    if (!rules::protects(times.whom, kind_of(account))) continue;
    const uint32_t weekday = core::weekday_of(date);
    const bool named = !times.hours || (*times.hours)[weekday].has_value();
    if (policy.roll != rules::ContactRoll::kNone) {
      if ((times.weekdays >> weekday & 1) == 0 || !named) return {"closed_weekday"};
      if (times.holidays && where.is_holiday(date)) return {"public_holiday"};
    }
    if (!times.hours || !named) continue;
    hours.push_back(*(*times.hours)[weekday]);
    const auto open = common_hours(where, date, hours);
    if (!open) return {"no_common_hours"};
    answer.not_before = open->first;
    answer.not_after = open->second;
  }
  return answer;
}

}  // namespace

Permission may_contact(const rules::ContactPolicy& policy, const Account& account, const Whereabouts& where,
                       const History& history, const Wish& wish, Channel channel) {
  const std::string no = refusal(policy, account, history, wish, channel);
  if (!no.empty()) return {no};
  if ((policy.calendar_channels & core::bit(channel)) == 0) return {};
  return calendar_answer(policy, account, where, wish.date);
}

}  // namespace dunlin::audit
