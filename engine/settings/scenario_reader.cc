#include "engine/settings/scenario_reader.h"

#include <algorithm>
#include <map>
#include <span>

#include "core/limits.h"
#include "engine/settings/interest_reader.h"

namespace dunlin::engine {
namespace {

using rules::Step;

Step read_step(const SectionReader& table, const FeePresets& fees, FileErrors& errors) {
  Step step;
  step.file = errors.file();
  step.line = table.table().line;
  step.id = table.text("id").value_or("");
  if (const auto days = table.integer("days_past_due")) step.days = static_cast<int32_t>(*days);
  step.origin = table.word("from", rules::StepOrigin::kDueDate);
  step.end_of_month = table.boolean("end_of_month", false);
  step.days_since_previous = static_cast<int32_t>(table.integer("days_since_previous_step").value_or(0));
  step.when = table.expression("when");
  step.min_balance = table.money("min_balance");
  if (const auto percent = table.integer("min_percent")) step.min_percent = static_cast<int32_t>(*percent);
  step.channels = table.words<core::Channel>("channels");
  step.template_name = table.text("template").value_or("");
  if (const TomlNode* fee = table.find("fee")) step.fee = read_fee(*fee, fees, errors);
  step.fee_after = table.text("fee_after").value_or("");
  step.interest = read_step_interest(table, errors);
  step.stage = table.word("stage", core::Stage::kAmicable);
  step.action = table.word("action", core::ActionKind::kContact);
  step.priority = static_cast<int32_t>(table.integer("priority").value_or(50));
  step.priority_rule = table.expression("priority");
  step.cc = table.words<core::ContactRole>("cc");
  step.for_flag = table.words<core::DebtorFlag>("for_flag");
  if (table.find("overflow") != nullptr) step.overflow = table.word("overflow", core::Channel::kEmail);
  step.repeat = static_cast<int32_t>(table.integer("repeat").value_or(1));
  step.every = static_cast<int32_t>(table.integer("every").value_or(1));
  step.completes = table.word("completes", rules::Completes::kEmitted);
  step.when_blocked = table.word("when_blocked", rules::WhenBlocked::kWait);
  step.blocked_days = static_cast<int32_t>(table.integer("blocked_days").value_or(0));
  return step;
}

/// Keys of a step that an event has no use for: it comes when it comes, and is answered once.
constexpr std::string_view kNotOfEvents[] = {
    "id",     "days_past_due", "from",      "end_of_month", "days_since_previous_step",
    "repeat", "every",         "completes", "when_blocked", "blocked_days"};

std::vector<Setting> event_settings() {
  std::vector<Setting> settings;
  for (const Setting& setting : step_settings()) {
    if (!core::find_name(kNotOfEvents, setting.key)) settings.push_back(setting);
  }
  return settings;
}

bool is_pre_due(const Step& step) { return step.days && *step.days < 0; }

/// Two steps on the same day make sense only when something else tells them apart.
bool tells_apart(const Step& step) {
  return step.when.is_set() || step.days_since_previous > 0 || !step.for_flag.empty() || step.min_percent ||
         step.min_balance.form != rules::MoneyThreshold::Form::kNone;
}

void check_rise(const Step& earlier, const Step& later, const TomlNode& node, FileErrors& errors) {
  if (earlier.origin != later.origin || earlier.end_of_month != later.end_of_month) return;
  if (*later.days > *earlier.days) return;
  if (*later.days == *earlier.days && (tells_apart(later) || tells_apart(earlier))) return;
  const TomlNode* days = node.find("days_past_due");
  errors.at_value(*days,
                  "step \"" + later.id + "\" comes after \"" + earlier.id + "\" but its days_past_due " +
                      std::to_string(*later.days) + " does not rise above " + std::to_string(*earlier.days),
                  "order the steps by days_past_due");
}

void check_step(const Step& step, const TomlNode& node, bool is_first_episode_step, FileErrors& errors) {
  if (is_pre_due(step) && step.origin == rules::StepOrigin::kIssueDate) {
    errors.at_value(node, "step \"" + step.id + "\" counts backwards from the issue date",
                    "a reminder before the due date counts from the due date");
  }
  if (is_pre_due(step) && step.end_of_month) {
    errors.at_key(*node.find("end_of_month"),
                  "step \"" + step.id + "\" is a reminder before the due date, which no month ends",
                  "take end_of_month away: a reminder leaves on its own day");
  }
  if (step.days) return;
  if (is_first_episode_step) {
    errors.at_value(node, "the first step of an episode, \"" + step.id + "\", needs days_past_due",
                    "days_since_previous_step alone has no step to count from");
  } else if (step.days_since_previous == 0) {
    errors.at_value(node, "step \"" + step.id + "\" has neither days_past_due nor days_since_previous_step",
                    "say when it is reached");
  }
}

bool only_calls(const Step& step) {
  return step.action == core::ActionKind::kCallTask ||
         (step.channels.size() == 1 && step.channels[0] == core::Channel::kCall);
}

/// `fee_after` names a written step without a fee among those that may come before this one in the episode; where a fee
/// needs it, it is there.
void check_fee_after(const Step& step, std::span<const Step> before, const TomlNode& node, FileErrors& errors,
                     std::vector<std::string>& warnings) {
  const rules::FeeRule& fee = step.fee;
  if (step.fee_after.empty()) {
    if (!fee.reminder_for) return;
    const std::string kind(core::name_of(core::kDebtorKindNames, *fee.reminder_for));
    const std::string what = "the fee of step \"" + step.id + "\" is charged to a " + kind + " only after a free reminder";
    const std::string hint = "name it: fee_after = \"ID\"";
    if (fee.only_for == fee.reminder_for) return errors.at_value(*node.find("fee"), what, hint);
    warnings.push_back(errors.place(node.line, node.column) + ": " + what + ", so none is charged (" + hint + ")");
    return;
  }
  const TomlNode& named = *node.find("fee_after");
  std::vector<std::string_view> earlier;
  for (const Step& other : before) {
    if (!is_pre_due(other)) earlier.push_back(other.id);
  }
  const auto found = std::find_if(before.begin(), before.end(),
                                  [&](const Step& other) { return !is_pre_due(other) && other.id == step.fee_after; });
  if (found == before.end()) {
    errors.at_value(named, "\"fee_after\" names \"" + step.fee_after + "\", which is no earlier step of an episode",
                    nearest_hint(earlier, step.fee_after));
  } else if (found->fee.form != rules::FeeForm::kNone) {
    errors.at_value(named, "\"fee_after\" names \"" + step.fee_after + "\", which has a fee itself",
                    "the reminder that comes first is free");
  } else if (only_calls(*found)) {
    errors.at_value(named, "\"fee_after\" names \"" + step.fee_after + "\", which is a call",
                    "the reminder that comes first is in writing");
  } else if (fee.form == rules::FeeForm::kNone) {
    errors.at_value(named, "step \"" + step.id + "\" has \"fee_after\" but no fee");
  }
}

void read_events(const TomlNode& node, const FeePresets& fees, FileErrors& errors, rules::Scenario& scenario,
                 std::vector<std::string>& warnings) {
  const SectionReader events(node, "[on]", on_settings(), errors);
  const std::vector<Setting> settings = event_settings();
  for (size_t event = 0; event < core::kEventKindNames.size(); ++event) {
    const TomlNode* entry = events.find(core::kEventKindNames[event]);
    if (entry == nullptr) continue;
    const std::string id = "on." + std::string(core::kEventKindNames[event]);
    for (const TomlNode& key : entry->children) {
      if (!core::find_name(kNotOfEvents, key.key)) continue;
      errors.at_key(key, "\"" + key.key + "\" has no meaning in [" + id + "]",
                    "an event is answered once, on the day on which it is seen");
    }
    const SectionReader table(*entry, "[" + id + "]", settings, errors, kNotOfEvents);
    Step step = read_step(table, fees, errors);
    step.id = id;
    check_fee_after(step, scenario.steps, *entry, errors, warnings);
    scenario.on[event] = std::move(step);
  }
}

/// How often a step is taken and when it counts as taken.
void check_taking(const Step& step, const TomlNode& node, FileErrors& errors) {
  if (step.id.starts_with("on.")) {
    errors.at_value(node, "step \"" + step.id + "\" is called like an event",
                    "ids that begin with \"on.\" are those of [on.EVENT]");
  }
  if (step.repeat > 1 && node.find("every") == nullptr) {
    errors.at_value(node, "step \"" + step.id + "\" has \"repeat\" but not \"every\"", "say after how many days");
  }
  const bool plain =
      step.repeat == 1 && step.completes == rules::Completes::kEmitted && step.when_blocked == rules::WhenBlocked::kWait;
  if (is_pre_due(step) && !plain) {
    errors.at_value(node, "step \"" + step.id + "\" comes before the due date: it is taken once, when it is emitted",
                    "leave out repeat, completes and when_blocked");
  }
}

void check_steps(const std::vector<Step>& steps, const TomlNode& nodes, FileErrors& errors,
                 std::vector<std::string>& warnings) {
  std::map<std::string, uint32_t> lines;
  const Step* last_pre_due = nullptr;
  const Step* last_episode = nullptr;
  bool has_episode_step = false;
  for (size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    const TomlNode& node = nodes.children[i];
    if (const auto [at, is_new] = lines.emplace(step.id, node.line); !is_new && !step.id.empty()) {
      errors.at_value(node, "step id \"" + step.id + "\" is used twice in this scenario",
                      "first on line " + std::to_string(at->second));
    }
    check_step(step, node, !is_pre_due(step) && !has_episode_step, errors);
    check_fee_after(step, std::span(steps).first(i), node, errors, warnings);
    check_taking(step, node, errors);
    if (is_pre_due(step)) {
      if (has_episode_step) {
        errors.at_value(node, "step \"" + step.id + "\" comes before the due date but stands behind later steps",
                        "put the steps with negative days_past_due first");
      } else if (last_pre_due != nullptr) {
        check_rise(*last_pre_due, step, node, errors);
      }
      last_pre_due = &step;
      if (step.days_since_previous > 0 || step.fee.form != rules::FeeForm::kNone || step.interest) {
        warnings.push_back(errors.place(node.line, node.column) + ": step \"" + step.id +
                           "\" comes before the due date: it never charges, and no gap to other steps applies");
      }
      continue;
    }
    has_episode_step = true;
    if (!step.days) continue;
    if (last_episode != nullptr) check_rise(*last_episode, step, node, errors);
    last_episode = &step;
  }
}

}  // namespace

rules::Scenario read_scenario(const TomlNode& root, const std::string& stem, const FeePresets& fees, FileErrors& errors,
                              std::vector<std::string>& warnings) {
  rules::Scenario scenario;
  scenario.file = errors.file();
  scenario.id = stem;
  const SectionReader top(root, "a scenario file", scenario_root_settings(), errors);
  if (const TomlNode* node = top.find("scenario")) {
    const SectionReader table(*node, "[scenario]", scenario_settings(), errors);
    scenario.id = table.text("id").value_or(stem);
    scenario.unit = table.word("unit", core::UnitKind::kDebtor);
    scenario.clock = table.word("clock", rules::Clock::kDaysPastDue);
    scenario.catch_up = table.word("catch_up", rules::CatchUp::kNext);
    scenario.anchor_paid = table.word("anchor_paid", rules::AnchorPaid::kKeep);
    scenario.consolidate = table.word("consolidate", rules::Consolidate::kHighest);
    if (table.find("list") != nullptr) {
      enum class Written { kFired, kOverdue, kAll };
      constexpr rules::ListRule kRules[] = {rules::ListRule::kFired, rules::ListRule::kOverdue, rules::ListRule::kAll};
      scenario.list = kRules[static_cast<size_t>(table.word("list", Written::kFired))];
    }
    scenario.min_balance = table.money("min_balance");
    scenario.min_debtor_balance = table.money("min_debtor_balance");
    scenario.min_days_between_contacts = static_cast<int32_t>(table.integer("min_days_between_contacts").value_or(0));
    scenario.applies_to = table.expression("applies_to");
    scenario.descend = table.boolean("descend", false);
    if (scenario.id == "none" || scenario.id.empty() || scenario.id.size() > core::kIdBytesMax) {
      errors.at_value(*node, "a scenario cannot be called \"" + scenario.id + "\"",
                      "1 to 64 bytes, and \"none\" means no dunning");
    }
  }
  const TomlNode* steps = top.find("step");
  if (steps == nullptr) {
    errors.at_value(root, "scenario \"" + scenario.id + "\" has no [[step]]", "write at least one");
    return scenario;
  }
  if (steps->children.size() > core::kStepsMax) {
    errors.at_value(*steps, "scenario \"" + scenario.id + "\" has " + std::to_string(steps->children.size()) + " steps",
                    "at most " + std::to_string(core::kStepsMax));
  }
  for (const TomlNode& node : steps->children) {
    scenario.steps.push_back(read_step(SectionReader(node, "[[step]]", step_settings(), errors), fees, errors));
  }
  if (const TomlNode* events = top.find("on")) read_events(*events, fees, errors, scenario, warnings);
  check_steps(scenario.steps, *steps, errors, warnings);
  return scenario;
}

}  // namespace dunlin::engine
