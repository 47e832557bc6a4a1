// What wants to leave today, and in which order.
#include <algorithm>
#include <tuple>

#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::Standing;
using core::UnitKind;
using rules::Consolidate;
using rules::ListRule;

void DebtorDay::gather_candidates() {
  for (Event& event : events_) {
    if (event.fate != Fate::kAsked) continue;
    Candidate candidate;
    candidate.scenario = event.scenario;
    candidate.step = event.step;
    candidate.event = &event.key;
    candidate.lines = event.lines;
    candidate.anchor = event.anchor;
    candidate.episode = event.episode;
    candidates_.push_back(candidate);
  }
  std::vector<size_t> grouped;
  for (size_t at = 0; at < units_.size(); ++at) {
    if (units_[at].chosen < 0) continue;
    const bool groups =
        units_[at].key.kind == UnitKind::kReceivable && units_[at].scenario->consolidate != Consolidate::kNone;
    groups ? grouped.push_back(at) : add_fired({at});
  }
  std::map<std::pair<size_t, int>, std::vector<size_t>> groups;
  for (const size_t at : grouped) {
    const rules::Scenario* scenario = units_[at].scenario;
    const bool per_step = scenario->consolidate == Consolidate::kStep;
    groups[{static_cast<size_t>(scenario - rules_.scenarios.data()), per_step ? units_[at].chosen : -1}].push_back(at);
  }
  for (const auto& [key, units] : groups) {
    // What is barred does not ride along to court: it has an action of its own.
    const auto legal = [&](size_t at) { return is_legal(units_[at].scenario->steps[static_cast<size_t>(units_[at].chosen)]); };
    const size_t leader = leader_of(units);
    std::vector<size_t> together, apart;
    for (const size_t at : units) {
      (legal(leader) && is_barred(*units_[at].items.front()) ? apart : together).push_back(at);
    }
    for (const std::vector<size_t>& some : {together, apart}) {
      if (some.empty()) continue;
      add_fired(some);
      candidates_.back().consolidated = true;
      candidates_.back().unit = {};
    }
  }
  add_pre_due();
  std::stable_sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
    const auto key = [](const Candidate& c) {
      const bool event = c.event != nullptr;
      return std::tuple(c.pre_due, !event, event ? 0 : -c.position, event ? std::string() : c.anchor->id);
    };
    return key(a) < key(b);
  });
  for (size_t at = 0; at < candidates_.size(); ++at) {
    for (const size_t unit : candidates_[at].units) units_[unit].candidate = static_cast<int>(at);
  }
}

/// The highest step leads, ties by receivable id.
size_t DebtorDay::leader_of(const std::vector<size_t>& units) const {
  size_t leader = units.front();
  for (const size_t at : units) {
    if (units_[at].chosen > units_[leader].chosen) leader = at;
  }
  return leader;
}

/// One unit, or several receivables that share an action.
void DebtorDay::add_fired(std::vector<size_t> units) {
  const size_t leader = leader_of(units);
  const Unit& leads = units_[leader];
  Candidate candidate;
  candidate.scenario = leads.scenario;
  candidate.position = leads.chosen;
  candidate.step = &leads.scenario->steps[static_cast<size_t>(leads.chosen)];
  candidate.unit = candidate.owner = leads.key;
  candidate.anchor = anchor_for(leads, *candidate.step);
  candidate.asked_of = leads.key.kind == UnitKind::kReceivable ? leads.items.front() : nullptr;
  candidate.episode = leads.episode;
  candidate.units = units;
  candidate.leader = leader;
  for (const size_t at : units) {
    candidate.members.emplace_back(units_[at].key.id, leads.scenario->steps[static_cast<size_t>(units_[at].chosen)].id);
  }
  std::sort(candidate.members.begin(), candidate.members.end());
  const ListRule rule = leads.scenario->list;
  const bool receivable = leads.key.kind == UnitKind::kReceivable;
  if (receivable && (rule == ListRule::kDefault || rule == ListRule::kFired)) {
    for (const Item& item : debt_.items) {
      for (const size_t at : units) {
        if (units_[at].items.front() == &item) candidate.lines.push_back(&item);
      }
    }
  } else {
    candidate.lines = lines_of(leads, *candidate.step);
  }
  if (!candidate.lines.empty()) candidates_.push_back(candidate);
}

std::vector<const Item*> DebtorDay::lines_of(const Unit& unit, const rules::Step& step) const {
  const bool receivable = unit.key.kind == UnitKind::kReceivable;
  const ListRule rule = unit.scenario->list;
  const bool delinquent = unit.scenario->clock == rules::Clock::kDaysDelinquent;
  const Claims claims = claims_for(unit, step);
  std::vector<const Item*> lines;
  for (const Item& item : debt_.items) {
    const bool ours = receivable ? scenario_of(item) == unit.scenario
                                 : std::find(unit.items.begin(), unit.items.end(), &item) != unit.items.end();
    const bool wanted = is_overdue(item) || (rule == ListRule::kAll && is_not_due(item));
    if (!ours || !wanted || (is_legal(step) && is_barred(item))) continue;
    const int32_t clock = delinquent ? item.days_delinquent : item.days_past_due;
    if (rule == ListRule::kFired && is_overdue(item) && step.days && clock < *step.days) continue;
    if (!receivable) {
      const auto claim = claims.find(item.currency);
      const bool listed = claim == claims.end()
                              ? is_not_due(item)
                              : claim->second > 0 && lists(unit.scenario->min_balance, item.currency, claim->second) &&
                                    lists(step.min_balance, item.currency, claim->second);
      if (!listed) continue;
    }
    lines.push_back(&item);
  }
  return lines;
}

/// The last reminder whose day has come.
int DebtorDay::pre_due_step(const rules::Scenario& scenario, const Item& item) const {
  int found = -1;
  for (size_t at = 0; at < scenario.steps.size(); ++at) {
    const auto& days = scenario.steps[at].days;
    if (days && *days < 0 && *days <= item.days_past_due) found = static_cast<int>(at);
  }
  return item.days_past_due <= 0 ? found : -1;
}

bool DebtorDay::was_reminded(const rules::Scenario& scenario, const Item& item, int step) const {
  const auto mark = memory_.marks.find(item.id);
  if (mark == memory_.marks.end() || mark->second.scenario != scenario.id) return false;
  for (size_t at = static_cast<size_t>(step); at < scenario.steps.size(); ++at) {
    if (scenario.steps[at].id == mark->second.step) return true;
  }
  return false;
}

void DebtorDay::add_pre_due() {
  std::map<std::tuple<size_t, int, uint32_t, std::string>, std::vector<const Item*>> groups;
  const bool away = !statutory_bar().empty();
  for (const Item& item : debt_.items) {
    const rules::Scenario* scenario = scenario_of(item);
    if (scenario == nullptr || !item.exists) continue;
    const bool held = away && facts_->dunnable[position(item)] && item.standing == Standing::kHeld;
    if (!held && !is_not_due(item)) continue;
    const int step = pre_due_step(*scenario, item);
    if (step < 0 || was_reminded(*scenario, item, step)) continue;
    if (held) {
      ++kept_away_;
      continue;
    }
    const Answer answer = conditions_.answer(scenario->steps[static_cast<size_t>(step)].when, facts_->lookup(&item));
    if (answer == Answer::kOpen) ++waiting_["no_rate"];
    if (answer != Answer::kYes) continue;
    const bool own = has_own_scenario(item);
    const bool single = own || scenario->unit == UnitKind::kReceivable;
    const bool shared = !single || scenario->consolidate != Consolidate::kNone;
    const bool by_currency = scenario->unit == UnitKind::kDebtorCurrency && !own;
    groups[{static_cast<size_t>(scenario - rules_.scenarios.data()), step, by_currency ? item.currency : 0,
            shared ? "" : item.id}]
        .push_back(&item);
  }
  for (const auto& [key, items] : groups) {
    add_pre_due_action(rules_.scenarios[std::get<0>(key)], std::get<1>(key), items, std::get<3>(key).empty());
  }
}

void DebtorDay::add_pre_due_action(const rules::Scenario& scenario, int step, const std::vector<const Item*>& items,
                                   bool shared) {
  Candidate candidate;
  candidate.scenario = &scenario;
  candidate.position = step;
  candidate.step = &scenario.steps[static_cast<size_t>(step)];
  candidate.pre_due = true;
  candidate.consolidated = shared;
  candidate.unit = shared ? UnitKey{} : UnitKey{UnitKind::kReceivable, items.front()->id};
  candidate.lines = items;
  candidate.anchor = candidate.asked_of = items.front();
  Claims claims;
  for (const Item* item : items) {
    claims[item->currency] += item->balance - item->disputed_part;
    candidate.members.emplace_back(item->id, candidate.step->id);
  }
  const Reach reaches[] = {share(claims, candidate.step->min_percent), meets(scenario.min_balance, claims, exchange_),
                           meets(scenario.min_debtor_balance, claims, exchange_),
                           meets(candidate.step->min_balance, claims, exchange_)};
  if (std::ranges::count(reaches, Reach::kBelow) > 0) return;
  if (std::ranges::count(reaches, Reach::kNoRate) > 0) {
    waiting_["no_rate"] += static_cast<int64_t>(items.size());
    return;
  }
  candidates_.push_back(candidate);
}

}  // namespace dunlin::audit
