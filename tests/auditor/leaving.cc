// How an action reads, in the words in which it is compared, and its id.
#include <algorithm>

#include "core/hash.h"
#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::Field;
using core::UnitKind;

std::string DebtorDay::step_name(const Candidate& candidate) const {
  if (candidate.event == nullptr) return candidate.step->id;
  return "on." + std::string(core::name_of(core::kEventKindNames, candidate.event->kind)) + "/" + candidate.event->record;
}

/// Name and address on the channel.
std::string DebtorDay::recipient_text(const Candidate& candidate) const {
  if (candidate.recipient == nullptr) return "to nobody";
  const Record& to = *candidate.recipient;
  std::string text = "to " + to.text(Field::kName);
  switch (*candidate.channel) {
    case core::Channel::kEmail:
    case core::Channel::kPortal: return text + " " + to.text(Field::kEmail);
    case core::Channel::kSms:
    case core::Channel::kWhatsapp: return text + " " + to.text(Field::kMobile);
    case core::Channel::kCall: return text + " " + to.text(to.has(Field::kPhone) ? Field::kPhone : Field::kMobile);
    case core::Channel::kLetter: break;
  }
  std::string country = to.text(Field::kCountry);
  if (country.empty()) country = account_.debtor.text(Field::kCountry);
  if (country.empty()) country = rules_.default_country;
  return text + " " + to.text(Field::kStreet) + " " + to.text(Field::kPostalCode) + " " + to.text(Field::kCity) + " " +
         country;
}

/// Contacts by their roles; nobody but the representative of whoever has one.
std::string DebtorDay::copies_text(const Candidate& candidate) const {
  std::string text = "cc";
  if (candidate.recipient == nullptr) return text;
  for (const Record& contact : account_.of(core::RecordKind::kContact)) {
    if (!contact.has(Field::kRole) || !contact.has(Field::kEmail)) continue;
    const auto role = static_cast<core::ContactRole>(contact.number(Field::kRole));
    if (has_flag(account_, core::DebtorFlag::kRepresented) && role != core::ContactRole::kRepresentative) continue;
    const auto& roles = candidate.step->cc;
    if (std::find(roles.begin(), roles.end(), role) != roles.end()) text += " " + contact.text(Field::kEmail);
  }
  return text;
}

std::string DebtorDay::text_of(const Candidate& candidate) const {
  const auto join = [](std::string& text, const std::string& part) { text += "|" + part; };
  std::string text = core::to_string(date_) + "|" + account_.name();
  const auto name = [](const auto& names, auto value) { return std::string(core::name_of(names, value)); };
  join(text, candidate.scenario->id);
  join(text, step_name(candidate));
  join(text, std::to_string(candidate.event != nullptr ? 0 : candidate.position + 1));
  join(text, "episode " + std::to_string(candidate.pre_due ? 0 : candidate.episode));
  join(text, name(core::kUnitKindNames, candidate.unit.kind) + ":" + candidate.unit.id);
  std::string members;
  for (const auto& [receivable, step] : candidate.members) members += receivable + "=" + step + ";";
  join(text, candidate.consolidated ? members : "-");
  join(text, name(core::kActionKindNames, candidate.action));
  join(text, candidate.channel ? name(core::kChannelNames, *candidate.channel) : "-");
  join(text, recipient_text(candidate));
  join(text, copies_text(candidate));
  join(text, hours_text(candidate.not_before, candidate.not_after));
  join(text, name(core::kStageNames, candidate.step->stage));
  join(text, candidate.step->template_name);
  join(text, "priority " + std::to_string(candidate.priority));
  join(text, "score " + std::to_string(facts_->score.value_or(core::kNull)) + facts_->risk_class.value_or(""));
  join(text, "segment " + (facts_->segment ? *facts_->segment : account_.debtor.text(Field::kSegment)));
  std::map<uint32_t, std::array<int64_t, 3>> totals;  // overdue, interest, fees
  for (const Item* item : candidate.lines) {
    const int64_t fee = candidate.fees.contains(item->id) ? candidate.fees.at(item->id) : 0;
    const int64_t interest = candidate.interest.contains(item->id) ? candidate.interest.at(item->id) : 0;
    join(text, item->id + " " + core::to_string(core::Currency{item->currency}) + " " + std::to_string(item->balance) +
                   " due " + core::to_string(item->record->date(Field::kDueDate)) + " late " +
                   std::to_string(item->days_past_due) + " interest " + std::to_string(interest) + " fees " +
                   std::to_string(fee));
    auto& sums = totals[item->currency];
    if (candidate.pre_due || item->days_past_due > 0) sums[0] += item->balance - item->disputed_part;
    sums[1] += interest;
    sums[2] += fee;
  }
  const bool nets =
      rules_.net_credits && !candidate.pre_due && !candidate.consolidated && candidate.unit.kind != UnitKind::kReceivable;
  for (const auto& [currency, sums] : totals) {
    const auto known = debt_.cash.find(currency);
    const int64_t cash = nets && known != debt_.cash.end() ? std::min(sums[0], known->second) : 0;
    join(text, core::to_string(core::Currency{currency}) + " overdue " + std::to_string(sums[0]) + " interest " +
                   std::to_string(sums[1]) + " fees " + std::to_string(sums[2]) + " cash " + std::to_string(cash) +
                   " demanded " + std::to_string(sums[0] + sums[1] + sums[2] - cash));
  }
  return text;
}

/// XXH3-128 over length-prefixed texts.
std::string DebtorDay::action_id(const Candidate& candidate) const {
  std::string unit(core::name_of(core::kUnitKindNames, candidate.unit.kind));
  if (candidate.unit.kind != UnitKind::kDebtor) unit += ":" + candidate.unit.id;
  if (candidate.consolidated) {
    for (size_t at = 0; at < candidate.members.size(); ++at) {
      unit += std::string("\x1e") + candidate.members[at].first + "\x1f" + candidate.members[at].second;
    }
  }
  std::string bytes;
  for (const std::string& field : {account_.creditor, account_.id, unit, candidate.scenario->id, step_name(candidate),
                                   std::to_string(candidate.pre_due ? 0 : candidate.episode), core::to_string(date_)}) {
    for (uint32_t shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(field.size() >> shift & 0xFF);
    bytes += field;
  }
  return core::to_hex(core::hash128(bytes));
}

}  // namespace dunlin::audit
