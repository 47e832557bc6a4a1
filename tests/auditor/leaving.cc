// Contacts and their channels, what an action charges, and how it reads.
#include <algorithm>

#include "core/account_memory.h"
#include "core/hash.h"
#include "rules/fees/fee_rule.h"
#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::Channel;
using core::DebtorFlag;
using core::Field;
using core::UnitKind;

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
  Wish wish{date_, candidate.action, step.stage, step.id, candidate.scenario->min_days_between_contacts, {}, false};
  const std::string country =
      account_.debtor.has(Field::kCountry) ? account_.debtor.text(Field::kCountry) : rules_.default_country;
  const rules::Calendar* calendar = rules_.calendar_book->find(country);
  wish.holiday = calendar != nullptr && calendar->is_holiday(date_);
  for (const Item* item : candidate.lines) wish.listed.push_back(item->id);
  std::string first;
  for (const Channel channel : channels) {
    const std::string answer = may_contact(rules_.contact, account_, history, wish, channel);
    if (answer == "permitted") {
      candidate.channel = channel;
      history.contacts.push_back(
          {date_, channel, true, !(channel == Channel::kCall && history.consented(date_)), false, wish.listed});
      return;
    }
    if (first.empty()) first = answer;
  }
  candidate.outcome = first;
  candidate.no_channel = true;
}

std::string DebtorDay::step_name(const Candidate& candidate) const {
  if (candidate.event == nullptr) return candidate.step->id;
  return "on." + std::string(core::name_of(core::kEventKindNames, candidate.event->kind)) + "/" + candidate.event->record;
}

void DebtorDay::charge(Candidate& candidate) {
  const bool nothing = has_flag(account_, DebtorFlag::kInsolvent) || has_flag(account_, DebtorFlag::kDeceased);
  if (nothing) return;
  if (candidate.step->fee.form != rules::FeeForm::kNone) charge_fees(candidate);
  if (candidate.step->interest) charge_interest(candidate);
}

/// A fixed rate on what was owed of the principal on each day, a year of 365 days; rounded once.
int64_t DebtorDay::interest_of(const Item& item, const rules::InterestRule& rule) const {
  const std::vector<Bookkeeper::Hold> holds = books_.holds();
  Fraction sum = 0;
  for (core::Date day = item.due + 1; day <= date_; day = day + 1) {
    const bool spared =
        std::any_of(holds.begin(), holds.end(), [&](const auto& hold) { return hold.statutory() && hold.on(day); });
    if (spared) continue;
    int64_t principal = item.record->number(Field::kAmount);
    for (const auto& [from, amount] : item.principal_paid) principal -= from <= day ? amount : 0;
    sum += Fraction(principal) * rule.rate / rules::kRateOne / 100 / 365;
  }
  return rounded(sum);
}

void DebtorDay::charge_interest(Candidate& candidate) {
  const rules::StepInterest& wish = *candidate.step->interest;
  const rules::InterestRule& rule = rules_.interest.at(wish.rule);
  const std::string unit = std::string(core::name_of(core::kUnitKindNames, candidate.owner.kind)) + ":" + candidate.owner.id;
  for (const Item* item : candidate.lines) {
    if (item->days_past_due <= 0) continue;
    const int64_t total = interest_of(*item, rule);
    int64_t claimed = item->interest_claimed;
    for (const Charge& charge : memory_.charges) {
      if (charge.on == date_ && charge.part == 1 && charge.receivable == item->id) claimed += charge.amount;
    }
    if (total <= claimed || !(wish.show || wish.charge)) continue;
    candidate.interest[item->id] = total - claimed;
    const int64_t part = wish.charge ? 1 : core::kShownInterest;
    memory_.charges.push_back({item->id, part, wish.charge ? total - claimed : total, date_, unit, candidate.scenario->id,
                               step_name(candidate), candidate.episode});
  }
}

/// Flat fees: once per unit, step and episode on the anchor, or on each listed item once in its life.
void DebtorDay::charge_fees(Candidate& candidate) {
  const rules::FeeRule& fee = candidate.step->fee;
  const std::string unit = std::string(core::name_of(core::kUnitKindNames, candidate.owner.kind)) + ":" + candidate.owner.id;
  const bool in_life = fee.per == rules::FeePer::kReceivable;
  const bool anchor_listed =
      std::find(candidate.lines.begin(), candidate.lines.end(), candidate.anchor) != candidate.lines.end();
  const Item* anchor = anchor_listed ? candidate.anchor : candidate.lines.front();
  for (const Item* item : candidate.lines) {
    if (!in_life && item != anchor) continue;
    const bool before = std::any_of(memory_.charges.begin(), memory_.charges.end(), [&](const Charge& charge) {
      if (charge.part != 0) return false;
      if (in_life) return charge.episode == 0 && charge.receivable == item->id;
      return charge.episode == candidate.episode && charge.unit == unit && charge.scenario == candidate.scenario->id &&
             charge.step == step_name(candidate);
    });
    const auto flat =
        std::find_if(fee.flat.begin(), fee.flat.end(), [&](const auto& sum) { return sum.first == item->currency; });
    if (before || flat == fee.flat.end() || flat->second <= 0) continue;
    candidate.fees[item->id] = flat->second;
    memory_.charges.push_back({item->id, 0, flat->second, date_, unit, candidate.scenario->id, step_name(candidate),
                               in_life ? 0 : candidate.episode});
  }
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
