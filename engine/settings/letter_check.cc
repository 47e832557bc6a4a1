#include "engine/settings/letter_check.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/settings/kind_condition.h"

namespace dunlin::engine {
namespace {

constexpr std::string_view kCondition = "if_";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// What stands between double braces, blanks around it left out; sections keep their '#'.
std::set<std::string, std::less<>> placeholders_of(std::string_view text) {
  std::set<std::string, std::less<>> found;
  for (size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
    const size_t end = text.find("}}", at);
    if (end == std::string_view::npos) break;
    found.emplace(trimmed(text.substr(at + 2, end - at - 2)));
    at = end;
  }
  return found;
}

/// Whether a condition can hold for a step; of conditions that the configuration does not know nobody can say no.
bool may_hold(std::string_view condition, const rules::Step& step) {
  if (condition == "if_interest" || condition == "if_rate_above_statutory") return step.interest.has_value();
  if (condition == "if_costs") return step.fee.form != rules::FeeForm::kNone;
  if (condition == "if_electronic") {
    return step.channels.empty() || std::any_of(step.channels.begin(), step.channels.end(), [](core::Channel channel) {
             return channel != core::Channel::kLetter && channel != core::Channel::kCall;
           });
  }
  return true;
}

bool is_in_writing(const rules::Step& step) {
  const bool only_calls =
      !step.channels.empty() &&
      std::all_of(step.channels.begin(), step.channels.end(), [](auto channel) { return channel == core::Channel::kCall; });
  return step.action == core::ActionKind::kContact && !only_calls;
}

bool is_pre_due(const rules::Step& step) { return step.days.value_or(0) < 0; }

/// The steps of which a rule speaks: the first of an episode that contacts in writing, those behind it, or all of them with
/// the answers to events. Reminders before the due date collect nothing yet.
std::vector<const rules::Step*> letters_of(const rules::Scenario& scenario, rules::Letters letters) {
  std::vector<const rules::Step*> found;
  bool first = true;
  for (const rules::Step& step : scenario.steps) {
    if (!is_in_writing(step) || is_pre_due(step)) continue;
    const bool wanted = letters == rules::Letters::kEvery || first == (letters == rules::Letters::kFirst);
    if (wanted) found.push_back(&step);
    first = false;
  }
  if (letters != rules::Letters::kEvery) return found;
  for (const auto& answer : scenario.on) {
    if (answer && is_in_writing(*answer)) found.push_back(&*answer);
  }
  return found;
}

/// False when no debtor whom the rule protects can come to the scenario.
bool may_reach(rules::Protects whom, const rules::Scenario& scenario, const rules::StrategyPolicy& strategy) {
  if (whom == rules::Protects::kEverybody) return true;
  const std::string_view others = whom == rules::Protects::kConsumers ? "business" : "consumer";
  if (asks_only_for(scenario.applies_to.text, others)) return false;
  const auto& arms = strategy.champion_challenger.arms;
  if (scenario.id == strategy.default_scenario ||
      std::any_of(arms.begin(), arms.end(), [&](const auto& arm) { return arm.scenario == scenario.id; })) {
    return true;
  }
  bool sent = false;
  for (const rules::Segment& segment : strategy.segments) {
    if (segment.scenario != scenario.id) continue;
    if (!asks_only_for(segment.when.text, others)) return true;
    sent = true;
  }
  return !sent;
}

/// What one file of a letter lacks of what one rule requires.
void check_letter(const std::pair<std::string, std::string>& file, const rules::RequiredFields& required,
                  const rules::Scenario& scenario, const rules::Step& step, std::vector<core::Error>& errors) {
  for (const std::string& field : missing_fields(file.second, required.fields, step)) {
    errors.push_back(core::bad_configuration(file.first + ":1:1",
                                             std::string(required.letters == rules::Letters::kFirst ? "the first" : "a") +
                                                 " letter of scenario \"" + scenario.id + "\", step \"" + step.id +
                                                 "\", lacks \"" + field + "\"",
                                             required.rule + " requires it"));
  }
}

}  // namespace

LetterField letter_field(std::string_view required) {
  LetterField field;
  if (const size_t colon = required.find(':'); required.starts_with(kCondition) && colon != std::string_view::npos) {
    field.condition = std::string(required.substr(0, colon));
    required.remove_prefix(colon + 1);
  }
  while (!required.empty()) {
    const size_t comma = std::min(required.find(','), required.size());
    field.names.emplace_back(trimmed(required.substr(0, comma)));
    required.remove_prefix(std::min(required.size(), comma + 1));
  }
  return field;
}

std::vector<std::string> missing_fields(std::string_view text, const std::vector<std::string>& required,
                                        const rules::Step& step) {
  const auto placeholders = placeholders_of(text);
  std::vector<std::string> missing;
  for (const std::string& entry : required) {
    const LetterField field = letter_field(entry);
    const bool conditional = !field.condition.empty();
    if (conditional && !may_hold(field.condition, step)) continue;
    const bool whole = placeholders.contains(entry);
    const bool section = conditional && placeholders.contains("#" + field.condition);
    const bool all = std::all_of(field.names.begin(), field.names.end(),
                                 [&](const std::string& name) { return placeholders.contains(name); });
    if (!whole && !section && !all) missing.push_back(entry);
  }
  return missing;
}

std::vector<core::Error> check_letters(const ConfigurationBundle& bundle, const Configuration& configuration) {
  std::vector<core::Error> errors;
  for (const auto& file : bundle.files) {
    if (!file.first.starts_with(kTemplatesFolder)) continue;
    const std::string name = std::filesystem::path(file.first).stem().string();
    for (const rules::Scenario& scenario : configuration.rules.scenarios) {
      for (const rules::RequiredFields& required : configuration.rules.contact.required_fields) {
        if (!may_reach(required.whom, scenario, configuration.rules.strategy)) continue;
        for (const rules::Step* step : letters_of(scenario, required.letters)) {
          if (step->template_name == name) check_letter(file, required, scenario, *step, errors);
        }
      }
    }
  }
  return errors;
}

}  // namespace dunlin::engine
