// What an action charges, and what it shows.
#include <algorithm>

#include "core/account_memory.h"
#include "rules/fees/fee_rule.h"
#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::DebtorFlag;
using core::Field;

void DebtorDay::charge(Candidate& candidate) {
  const bool nothing = has_flag(account_, DebtorFlag::kInsolvent) || has_flag(account_, DebtorFlag::kDeceased);
  if (nothing) return;
  const Free free = free_of(candidate);
  if (candidate.step->fee.form != rules::FeeForm::kNone && !free.fees) charge_fees(candidate);
  if (candidate.step->interest && !free.interest) charge_interest(candidate);
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

}  // namespace dunlin::audit
