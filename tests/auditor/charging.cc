// What an action charges, and what it shows.
#include <algorithm>
#include <cctype>

#include "core/account_memory.h"
#include "rules/fees/fee_rule.h"
#include "tests/auditor/debtor_day.h"
#include "tests/auditor/fees.h"

namespace dunlin::audit {

using core::DebtorFlag;
using core::Field;

void DebtorDay::charge(Candidate& candidate) {
  const bool nothing = has_flag(account_, DebtorFlag::kInsolvent) || has_flag(account_, DebtorFlag::kDeceased);
  if (nothing) return;
  if (candidate.step->fee.form != rules::FeeForm::kNone) charge_fees(candidate);
  if (candidate.step->interest) charge_interest(candidate);
}

/// Nothing where nobody told it.
std::optional<core::DebtorKind> DebtorDay::kind() const {
  if (!account_.debtor.has(Field::kKind)) return std::nullopt;
  return static_cast<core::DebtorKind>(account_.debtor.number(Field::kKind));
}

/// The rule of that name, or of the creditor's law; none where it does not touch a debtor of this kind.
const rules::InterestRule* DebtorDay::interest_rule(const std::string& name) const {
  std::string wanted = name;
  if (name == "statutory") {
    if (!kind()) return nullptr;
    const std::string country = country_.empty() ? rules_.default_country : country_;
    wanted = kind() == core::DebtorKind::kConsumer ? "statutory-consumer-" : "statutory-b2b-";
    for (const char letter : country == "GB" ? std::string("UK") : country) {
      wanted += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
  }
  const auto rule = rules_.interest.find(wanted);
  if (rule == rules_.interest.end() || (rule->second.only_for && *rule->second.only_for != kind())) return nullptr;
  return &rule->second;
}

/// Summed exactly, rounded once.
int64_t DebtorDay::interest_of(const Item& item, const rules::InterestRule& rule) const {
  const std::vector<Bookkeeper::Hold> holds = books_.holds();
  Bearing bearing{item.due + 1, date_, {}, {}};
  bearing.principal = [&](core::Date day) {
    int64_t principal = item.record->number(Field::kAmount);
    for (const auto& [from, amount] : item.principal_paid) principal -= from <= day ? amount : 0;
    return principal;
  };
  bearing.spared = [&](core::Date day) {
    return std::any_of(holds.begin(), holds.end(), [&](const auto& hold) { return hold.statutory() && hold.on(day); });
  };
  return rounded(interest_on(rule, rates_, bearing));
}

void DebtorDay::charge_interest(Candidate& candidate) {
  const rules::StepInterest& wish = *candidate.step->interest;
  const rules::InterestRule* rule = interest_rule(wish.rule);
  if (rule == nullptr) return;
  const std::string unit = std::string(core::name_of(core::kUnitKindNames, candidate.owner.kind)) + ":" + candidate.owner.id;
  for (const Item* item : candidate.lines) {
    if (item->days_past_due <= 0 || free_of(*item).interest) continue;
    const int64_t total = interest_of(*item, *rule);
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

/// Nothing where no unit looks at the item.
std::optional<Reminder> DebtorDay::reminder_of(const Candidate& candidate, const Item& item, const std::string& step) const {
  const Unit* unit = unit_holding(item);
  if (unit == nullptr) return std::nullopt;
  return Reminder{item.id, unit->key, candidate.scenario->id, step, unit->episode};
}

/// Statutory sums meet one kind of debtor; some come only behind a free reminder that spoke of the item in the episode, and so
/// does every fee whose step asks for one.
bool DebtorDay::may_charge_fee(const Candidate& candidate, const Item& item) const {
  const rules::FeeRule& fee = candidate.step->fee;
  if ((fee.only_for && fee.only_for != kind()) || free_of(item).fees) return false;
  const std::string& after = candidate.step->fee_after;
  if (after.empty()) return !fee.reminder_for || (kind() && fee.reminder_for != kind());
  const std::optional<Reminder> reminder = reminder_of(candidate, item, after);
  return reminder && memory_.reminders.contains(*reminder);
}

/// Once per unit, step and episode on the anchor, or on each listed item once in its life.
void DebtorDay::charge_fees(Candidate& candidate) {
  const rules::FeeRule& fee = candidate.step->fee;
  const std::string unit = std::string(core::name_of(core::kUnitKindNames, candidate.owner.kind)) + ":" + candidate.owner.id;
  const bool in_life = fee.per == rules::FeePer::kReceivable;
  const bool anchor_listed =
      std::find(candidate.lines.begin(), candidate.lines.end(), candidate.anchor) != candidate.lines.end();
  const Item* anchor = anchor_listed ? candidate.anchor : candidate.lines.front();
  for (const Item* item : candidate.lines) {
    if ((!in_life && item != anchor) || !may_charge_fee(candidate, *item)) continue;
    const bool before = std::any_of(memory_.charges.begin(), memory_.charges.end(), [&](const Charge& charge) {
      if (charge.part != 0) return false;
      if (in_life) return charge.episode == 0 && charge.unit == "receivable:" + item->id;
      return charge.episode == candidate.episode && charge.unit == unit && charge.scenario == candidate.scenario->id &&
             charge.step == step_name(candidate);
    });
    const int64_t sum = fee_on(fee, item->record->number(Field::kAmount), item->currency, exchange_);
    if (before || sum <= 0) continue;
    candidate.fees[item->id] = sum;
    memory_.charges.push_back({item->id, 0, sum, date_, in_life ? "receivable:" + item->id : unit, candidate.scenario->id,
                               step_name(candidate), in_life ? 0 : candidate.episode});
  }
}

}  // namespace dunlin::audit
