// Which scenario looks at what.
#include <algorithm>
#include <set>

#include "rules/scenario/experiment.h"
#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::Field;
using core::Standing;

namespace {

/// Due dates on closed days of the creditor's calendar, where they move.
Bookkeeper::Roll due_roll_of(const rules::RulebookSource& rules, const std::string& country) {
  if (rules.standing.due_roll == rules::DueRoll::kNone) return [](core::Date due) { return due; };
  const rules::Calendar* calendar = rules.calendar_book->find(country.empty() ? rules.default_country : country);
  return [calendar](core::Date due) {
    const auto is_closed = [&](core::Date day) {
      if (calendar == nullptr) return core::weekday_of(day) >= 5;
      const auto& holidays = calendar->holidays();
      return (calendar->working() >> core::weekday_of(day) & 1) == 0 ||
             std::find(holidays.begin(), holidays.end(), day) != holidays.end();
    };
    while (is_closed(due)) due = due + 1;
    return due;
  };
}

}  // namespace

DebtorDay::DebtorDay(const NightReading& night, const Account& account, Memory& memory)
    : rules_(night.rules),
      conditions_(night.conditions),
      exchange_(night.exchange),
      rates_(night.rates),
      country_(night.countries.at(account.creditor)),
      account_(account),
      date_(night.date),
      memory_(memory),
      charges_(memory.charges),
      books_(rules_, account, charges_, due_roll_of(rules_, country_)),
      debt_(books_.stand(date_)),
      where_(whereabouts_of(rules_, account.debtor)),
      history_(history_of(account, where_, memory.contacts, date_)) {}

DayResult DebtorDay::decide(const Rooms& rooms) {
  rooms_ = &rooms;
  assess();
  make_units();
  count_steps();
  for (Unit& unit : units_) descend(unit);
  count_steps();
  for (Unit& unit : units_) choose(unit);
  gather_events();
  gather_candidates();
  decide_contacts();
  DayResult result;
  result.contacts = claimants();
  count_result(result);
  remember();
  return result;
}

const rules::Scenario* DebtorDay::scenario_named(const std::string& id) const {
  for (const rules::Scenario& scenario : rules_.scenarios) {
    if (scenario.id == id) return &scenario;
  }
  return nullptr;
}

void DebtorDay::assess() {
  facts_.emplace(DebtorFacts{rules_, account_, books_, debt_, history_, exchange_, date_});
  facts_->dunnable.assign(debt_.items.size(), true);
  std::vector<std::string> left_out(debt_.items.size());
  const auto leave_out = [&](const Item& item, const std::string& why) {
    if (left_out[position(item)].empty()) left_out[position(item)] = why;
  };
  for (const Item& item : debt_.items) {
    if (!rules_.exclude_when.is_set()) continue;
    const Answer excluded = conditions_.answer(rules_.exclude_when, facts_->lookup(&item));
    if (excluded == Answer::kNo) continue;
    leave_out(item, excluded == Answer::kOpen ? "no_rate" : "excluded");
  }
  for (const Item& item : debt_.items) {
    if (!left_out[position(item)].empty()) facts_->dunnable[position(item)] = false;
  }
  score();
  choose_segment();
  debtor_scenario_ = debtor_scenario();
  for (const Item& item : debt_.items) {
    const rules::Scenario* scenario = scenario_of(item);
    const std::string& named =
        has_own_scenario(item) ? item.record->text(Field::kScenario) : account_.debtor.text(Field::kScenario);
    if (scenario == nullptr) {
      const bool stopped = account_.debtor.text(Field::kScenario) == "none" || named == "none";
      const bool hidden = !has_own_scenario(item) && scenario_hidden_;
      leave_out(item, hidden ? "no_rate" : stopped || named.empty() ? "none" : "unknown_scenario");
      continue;
    }
    const Answer looked_at = conditions_.answer(scenario->applies_to, facts_->lookup(&item));
    if (looked_at != Answer::kYes) leave_out(item, looked_at == Answer::kOpen ? "no_rate" : "applies_to");
  }
  std::set<std::string> of_debtor;
  for (const Item& item : debt_.items) {
    const std::string& why = left_out[position(item)];
    if (why.empty()) continue;
    facts_->dunnable[position(item)] = false;
    if (item.standing != Standing::kOverdue || (why != "no_rate" && why != "unknown_scenario")) continue;
    if (has_own_scenario(item)) {
      ++waiting_[why];
    } else if (of_debtor.insert(why).second) {
      ++waiting_[why];
    }
  }
}

void DebtorDay::score() {
  if (!rules_.scorecard) return;
  int64_t score = rules_.scorecard->base;
  for (const auto& characteristic : rules_.scorecard->characteristics) {
    const Known value = facts_->value(characteristic.feature, nullptr);
    facts_->score_lacks |= value.lacks;
    if (value.number == core::kNull) {
      score += characteristic.missing;
      continue;
    }
    const bool is_ratio = characteristic.feature == "late_share";
    for (const auto& bin : characteristic.bins) {
      if (bin.below && core::Decimal::of(value.number, is_ratio ? 6 : 0) >= *bin.below) continue;
      score += bin.points;
      break;
    }
  }
  facts_->score = score;
  for (const auto& risk_class : rules_.scorecard->classes) {
    if (score < risk_class.from) continue;
    facts_->risk_class = risk_class.id;
    return;
  }
}

void DebtorDay::choose_segment() {
  bool lacks = false;
  for (const rules::Segment& segment : rules_.strategy.segments) {
    const Answer answer = conditions_.answer(segment.when, facts_->lookup(nullptr));
    lacks |= answer == Answer::kOpen;
    if (answer != Answer::kYes) continue;
    facts_->segment_lacks = lacks;
    facts_->segment = segment.id;
    segment_scenario_ = segment.scenario;
    return;
  }
  facts_->segment_lacks = lacks;
}

/// The scenario under which an episode of the debtor's shared units is open.
const rules::Scenario* DebtorDay::kept_scenario() const {
  for (const auto& [key, unit] : memory_.units) {
    if (!unit.open || unit.own_scenario) continue;
    if (key.kind == core::UnitKind::kReceivable) {
      const Record* receivable = account_.receivable(key.id);
      if (receivable != nullptr && receivable->has(Field::kScenario)) continue;
    }
    return scenario_named(unit.scenario);
  }
  return nullptr;
}

const rules::Scenario* DebtorDay::debtor_scenario() {
  const std::string own = account_.debtor.text(Field::kScenario);
  if (own == "none") return nullptr;
  if (!rules_.strategy.reassign_daily) {
    if (const rules::Scenario* kept = kept_scenario()) return kept;
  }
  if (!own.empty()) return scenario_named(own);
  const bool apart = std::any_of(rules_.strategy.segments.begin(), rules_.strategy.segments.end(),
                                 [](const rules::Segment& segment) { return !segment.scenario.empty(); });
  if (facts_->segment_lacks && apart) {
    const rules::Scenario* kept = kept_scenario();
    scenario_hidden_ = kept == nullptr;
    return kept;
  }
  std::string id = segment_scenario_.empty() ? rules_.strategy.default_scenario : segment_scenario_;
  if (id.empty()) id = rules_.scenarios.front().id;
  const rules::ChampionChallenger& experiment = rules_.strategy.champion_challenger;
  if (!experiment.arms.empty() && experiment.arms.front().scenario == id) {
    auto bucket = static_cast<int64_t>(rules::experiment_bucket(experiment.experiment, account_.id));
    for (size_t arm = 1; arm < experiment.arms.size(); ++arm) {
      bucket -= experiment.arms[arm].percent * 100;
      if (bucket < 0) return scenario_named(experiment.arms[arm].scenario);
    }
  }
  return scenario_named(id);
}

const rules::Scenario* DebtorDay::scenario_of(const Item& item) const {
  if (!has_own_scenario(item)) return debtor_scenario_;
  if (account_.debtor.text(Field::kScenario) == "none") return nullptr;
  return scenario_named(item.record->text(Field::kScenario));
}

}  // namespace dunlin::audit
