// The whole bundle at once: every file read, scenarios met with each other, expressions compiled, and every error told.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <utility>

#include "core/limits.h"
#include "engine/settings/calendar_reader.h"
#include "engine/settings/configuration.h"
#include "engine/settings/contact_reader.h"
#include "engine/settings/fingerprint.h"
#include "engine/settings/interest_reader.h"
#include "engine/settings/kind_condition.h"
#include "engine/settings/letter_check.h"
#include "engine/settings/policy_reader.h"
#include "engine/settings/scenario_reader.h"
#include "engine/settings/segment_reader.h"
#include "engine/settings/shipped_law.h"
#include "engine/settings/shipped_presets.h"
#include "engine/settings/source_reader.h"
#include "engine/settings/zone_reader.h"
#include "rules/calendar/compile_calendars.h"
#include "rules/rulebook.h"

namespace dunlin::engine {
namespace {

/// The number that a text begins with; 0 when there is none.
size_t leading_number(std::string_view text) {
  size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

class BundleReader {
 public:
  explicit BundleReader(const ConfigurationBundle& bundle) : bundle_(bundle) {}

  ConfigurationCheck read() {
    read_law();
    read_presets();
    for (const auto& [name, text] : bundle_.files) read_file(name, text);
    read_segment_file();
    check_scenario_names();
    read_days_and_hours();
    check_interest();
    if (!check_.configuration.rules.scenarios.empty()) compile();
    std::stable_sort(check_.errors.begin(), check_.errors.end(), before);
    check_.configuration.fingerprint = fingerprint_of(check_.configuration.rules);
    return std::move(check_);
  }

 private:
  void read_law();
  void read_presets();
  void read_preset_file(const std::string& name, std::string_view text);
  void read_file(const std::string& name, const std::string& text);
  void read_segment_file();
  void check_scenario_names();
  void read_days_and_hours();
  void check_zones(const std::vector<std::string>& missing);
  void check_home_calendar(const std::vector<rules::CalendarPolicy>& calendars);
  void check_interest();
  void check_step_interest(const rules::Step& step);
  void check_allocation_rule();
  void warn_of_consumers(const rules::Scenario& scenario);
  void check_rule_name(std::string_view name, const std::string& place);
  void check_reference(const std::string& scenario, const TomlNode* place, const std::string& what);
  void compile();
  std::string place_of_score(const std::string& path) const;
  static bool before(const core::Error& a, const core::Error& b);

  const ConfigurationBundle& bundle_;
  ConfigurationCheck check_;
  LawTexts law_;
  ContactPresets presets_;
  FeePresets fees_;
  TomlNode policies_;  // of dunlin.toml, to find places again
};

/// The law under the operator's own files: that of a recorded run, else this binary's.
void BundleReader::read_law() {
  law_ = law_of(bundle_);
  ShippedPresets recorded;
  if (has_law(bundle_)) recorded = presets_of(law_, check_.errors);
  const ShippedPresets& presets = has_law(bundle_) ? recorded : shipped_presets();
  check_.configuration.rules.interest = presets.interest;
  check_.configuration.rules.rates = presets.rates;
  fees_ = presets.fees;
}

/// The operator's own files of contact rules, then those of the law that no own file takes the place of.
void BundleReader::read_presets() {
  for (const auto& [name, text] : bundle_.files) {
    if (name.starts_with(kContactRulesFolder)) read_preset_file(name, text);
  }
  for (const auto& [name, text] : law_) {
    const std::string stem = std::filesystem::path(name).stem().string();
    if (name.starts_with(kContactRulesFolder) && !presets_.contains(stem)) read_preset_file(std::string(name), text);
  }
}

void BundleReader::read_preset_file(const std::string& name, std::string_view text) {
  const std::string stem = std::filesystem::path(name).stem().string();
  const core::Result<TomlNode> parsed = parse_toml(text, name);
  if (!parsed) {
    check_.errors.push_back(parsed.error());
    presets_[stem].name = stem;
    return;
  }
  FileErrors errors(name, check_.errors);
  presets_[stem] = read_preset(*parsed, stem, errors);
}

void BundleReader::read_file(const std::string& name, const std::string& text) {
  if (name.starts_with(kContactRulesFolder) || name.starts_with(kTemplatesFolder) || is_of_law(name)) return;
  if (name.starts_with(kDecisionsFolder)) return;  // read_segment_file() reads the one that is named
  const std::string& shown = name == "dunlin.toml" ? bundle_.policies_file : name;
  if (name.starts_with("rates/")) {
    FileErrors errors(shown, check_.errors);
    return read_rates(text, errors, check_.configuration.rules.rates);
  }
  core::Result<TomlNode> parsed = parse_toml(text, shown);
  if (!parsed) {
    check_.errors.push_back(parsed.error());
    return;
  }
  FileErrors errors(shown, check_.errors);
  Configuration& out = check_.configuration;
  const std::string stem = std::filesystem::path(name).stem().string();
  if (name == "dunlin.toml") {
    policies_ = std::move(*parsed);
    read_policies(policies_, errors, out);
    // [standing] limitation, where it is written, wins over what a preset brings.
    const TomlNode* standing = policies_.find("standing");
    const bool written = standing != nullptr && standing->find("limitation") != nullptr;
    const rules::Limitation limitation = out.rules.standing.limitation;
    read_contact(policies_.find("contact"), presets_, errors, out);
    if (!written) return;
    const rules::Limitation of_preset = std::exchange(out.rules.standing.limitation, limitation);
    if (limitation == rules::Limitation::kNone && of_preset != rules::Limitation::kNone) {
      const TomlNode& place = *standing->find("limitation");
      out.warnings.push_back(errors.place(place.line, place.column) +
                             ": standing.limitation takes the place of the stricter one of a preset");
    }
  } else if (name.starts_with("scenarios/")) {
    out.rules.scenarios.push_back(read_scenario(*parsed, stem, fees_, errors, out.warnings));
  } else if (name.starts_with("sources/")) {
    if (out.sources.contains(stem)) {
      errors.at_value(*parsed, "source \"" + stem + "\" is also in dunlin.toml", "keep one of them");
    }
    out.sources.insert_or_assign(stem, read_source(*parsed, stem, errors));
  }
}

/// `[strategy] segments`: a decision table in the place of [[strategy.segment]].
void BundleReader::read_segment_file() {
  const TomlNode* strategy = policies_.find("strategy");
  const TomlNode* named = strategy == nullptr ? nullptr : strategy->find("segments");
  if (named == nullptr || named->kind != TomlKind::kText) return;
  FileErrors at_name(bundle_.policies_file, check_.errors);
  if (const TomlNode* inline_segments = strategy->find("segment")) {
    at_name.at_value(*inline_segments, "there are segments here and in " + named->text, "keep one of them");
    return;
  }
  std::vector<std::string_view> tables;
  const std::string* text = nullptr;
  for (const auto& [name, content] : bundle_.files) {
    if (name.starts_with(kDecisionsFolder)) tables.push_back(name);
    if (name == named->text && name.starts_with(kDecisionsFolder)) text = &content;
  }
  if (text == nullptr) {
    const std::string hint = nearest_hint(tables, named->text);
    at_name.at_value(*named, "there is no file \"" + named->text + "\"",
                     hint.empty() ? "decision tables lie beside dunlin.toml, as decisions/NAME.dmn" : hint);
    return;
  }
  const core::Result<DecisionTable> table = parse_decision_table(*text, named->text);
  if (!table) {
    check_.errors.push_back(table.error());
    return;
  }
  FileErrors errors(named->text, check_.errors);
  rules::RulebookSource& source = check_.configuration.rules;
  source.strategy.segments = read_segment_table(*table, errors);
  std::vector<std::string_view> ids;
  for (const rules::Scenario& scenario : source.scenarios) ids.push_back(scenario.id);
  for (const rules::Segment& segment : source.strategy.segments) {
    if (segment.scenario.empty() || std::find(ids.begin(), ids.end(), segment.scenario) != ids.end()) continue;
    errors.at(segment.when.line, segment.when.column,
              "segment \"" + segment.id + "\" names scenario \"" + segment.scenario + "\", which no file has",
              nearest_hint(ids, segment.scenario));
  }
}

void BundleReader::check_reference(const std::string& scenario, const TomlNode* place, const std::string& what) {
  std::vector<std::string_view> ids;
  for (const rules::Scenario& known : check_.configuration.rules.scenarios) ids.push_back(known.id);
  if (scenario.empty() || std::find(ids.begin(), ids.end(), scenario) != ids.end()) return;
  FileErrors errors(bundle_.policies_file, check_.errors);
  errors.at_value(place == nullptr ? policies_ : *place, what + " names scenario \"" + scenario + "\", which no file has",
                  nearest_hint(ids, scenario));
}

void BundleReader::check_scenario_names() {
  rules::RulebookSource& source = check_.configuration.rules;
  std::set<std::string_view> ids;
  for (const rules::Scenario& scenario : source.scenarios) {
    if (ids.insert(scenario.id).second) continue;
    check_.errors.push_back(
        core::bad_configuration(scenario.file + ":1:1", "scenario id \"" + scenario.id + "\" is used by another file too"));
  }
  const TomlNode* strategy = policies_.find("strategy");
  const TomlNode* chosen = strategy == nullptr ? nullptr : strategy->find("default_scenario");
  check_reference(source.strategy.default_scenario, chosen, "default_scenario");
  const TomlNode* segments = strategy == nullptr ? nullptr : strategy->find("segment");
  for (size_t i = 0; segments != nullptr && i < source.strategy.segments.size(); ++i) {
    const rules::Segment& segment = source.strategy.segments[i];
    check_reference(segment.scenario, segments->children[i].find("scenario"), "segment \"" + segment.id + "\"");
  }
  const TomlNode* experiment = strategy == nullptr ? nullptr : strategy->find("champion_challenger");
  const TomlNode* arms = experiment == nullptr ? nullptr : experiment->find("arms");
  for (size_t i = 0; i < source.strategy.champion_challenger.arms.size(); ++i) {
    check_reference(source.strategy.champion_challenger.arms[i].scenario, arms->children[i].find("scenario"), "an arm");
  }
  if (source.scenarios.empty()) {
    check_.configuration.warnings.push_back(
        "scenarios: there is no scenario, so runs emit nothing (add scenarios/NAME.toml)");
  } else if (source.scenarios.size() == 1 && source.strategy.default_scenario.empty()) {
    source.strategy.default_scenario = source.scenarios.front().id;
  } else if (source.strategy.default_scenario.empty()) {
    check_.errors.push_back(
        core::bad_configuration(bundle_.policies_file + ":1:1", "there are several scenarios but no default_scenario",
                                "add [strategy] default_scenario = \"" + source.scenarios.front().id + "\""));
  }
}

/// Zones, which say on which day an interaction was, and calendars, where something asks for them. The operator's own
/// calendars are checked in any case.
void BundleReader::read_days_and_hours() {
  rules::RulebookSource& source = check_.configuration.rules;
  const auto is_calendar = [](const auto& file) { return file.first.starts_with("calendars/"); };
  const bool has_own = std::any_of(bundle_.files.begin(), bundle_.files.end(), is_calendar);
  const bool used = uses_calendars(source);
  if (used || has_own) {
    auto calendars = read_calendars(bundle_, check_.errors);
    check_home_calendar(calendars);
    if (used) {
      source.calendar_book = std::make_shared<const rules::CalendarBook>(rules::compile_calendars(calendars));
      source.calendars = std::move(calendars);
    }
  }
  const std::string& home = check_.configuration.timezone;
  source.zones = read_zones(home);
  check_zones(missing_zones(*source.zones, uses_zones(source)));
}

/// Debtors' clocks come from the machine's time zone database: without a zone nobody could say when a call is allowed.
void BundleReader::check_zones(const std::vector<std::string>& missing) {
  const TomlNode* engine = policies_.find("engine");
  const TomlNode* written = engine == nullptr ? nullptr : engine->find("timezone");
  // A zone that the file names has been reported at its place.
  if (missing.empty() || (missing.size() == 1 && written != nullptr && written->text == missing.front())) return;
  std::string names;
  for (size_t i = 0; i < std::min<size_t>(missing.size(), 3); ++i) names += (i == 0 ? "" : ", ") + missing[i];
  if (missing.size() > 3) names += " and " + std::to_string(missing.size() - 3) + " more";
  check_.errors.push_back(core::bad_configuration(bundle_.policies_file + ":1:1",
                                                  "the time zone database of this machine lacks " + names,
                                                  "install the package tzdata, whole"));
}

void BundleReader::check_home_calendar(const std::vector<rules::CalendarPolicy>& calendars) {
  const std::string& home = check_.configuration.rules.home_calendar;
  const std::vector<std::string> names = rules::calendar_names(calendars);
  if (home.empty() || std::find(names.begin(), names.end(), home) != names.end()) return;
  const std::vector<std::string_view> known(names.begin(), names.end());
  FileErrors errors(bundle_.policies_file, check_.errors);
  errors.at_value(*policies_.find("engine")->find("calendar"), "there is no calendar \"" + home + "\"",
                  nearest_hint(known, home));
}

/// References that nobody has are typing errors where they are near to one that somebody has; else loaded rate records may
/// bring them.
void BundleReader::check_interest() {
  const rules::RulebookSource& source = check_.configuration.rules;
  std::vector<std::string_view> tables;
  for (const auto& [name, table] : source.rates) tables.push_back(name);
  const TomlNode* own = policies_.find("interest");
  for (size_t i = 0; own != nullptr && i < own->children.size(); ++i) {
    const TomlNode* reference = own->children[i].find("reference");
    if (reference == nullptr || reference->kind != TomlKind::kText || source.rates.contains(reference->text)) continue;
    FileErrors errors(bundle_.policies_file, check_.errors);
    std::string hint = nearest_hint(tables, reference->text);
    const std::string what = "reference \"" + reference->text + "\" is no table of config/rates or rates/*.csv";
    if (!hint.empty()) {
      errors.at_value(*reference, what, std::move(hint));
    } else {
      check_.configuration.warnings.push_back(errors.place(reference->line, reference->column) + ": " + what +
                                              ": without loaded rates of that name it bears nothing");
    }
  }
  for (const rules::Scenario& scenario : source.scenarios) {
    for (const rules::Step& step : scenario.steps) check_step_interest(step);
    for (const auto& step : scenario.on) {
      if (step) check_step_interest(*step);
    }
  }
  check_allocation_rule();
  for (const rules::Scenario& scenario : source.scenarios) warn_of_consumers(scenario);
}

/// What is for businesses only does nothing in a scenario that is written for consumers: legal, but hardly meant.
void BundleReader::warn_of_consumers(const rules::Scenario& scenario) {
  const rules::RulebookSource& source = check_.configuration.rules;
  const auto is_theirs = [](const rules::PolicyText& text) { return asks_only_for(text.text, "consumer"); };
  const auto sends = [&](const rules::Segment& segment) {
    return segment.scenario == scenario.id && is_theirs(segment.when);
  };
  if (!is_theirs(scenario.applies_to) && std::ranges::none_of(source.strategy.segments, sends)) return;
  for (const rules::Step& step : scenario.steps) {
    const auto rule = step.interest ? source.interest.find(step.interest->rule) : source.interest.end();
    const bool of_business = rule != source.interest.end() && rule->second.only_for == core::DebtorKind::kBusiness;
    if (!of_business && step.fee.only_for != core::DebtorKind::kBusiness) continue;
    check_.configuration.warnings.push_back(step.file + ":" + std::to_string(step.line) + ": step \"" + step.id +
                                            "\" has interest or a fee for businesses only, and its scenario is meant for "
                                            "consumers: they are charged nothing");
  }
}

void BundleReader::check_step_interest(const rules::Step& step) {
  if (!step.interest || step.interest->rule.empty()) return;
  check_rule_name(step.interest->rule,
                  step.file + ":" + std::to_string(step.interest->line) + ":" + std::to_string(step.interest->column));
}

void BundleReader::check_allocation_rule() {
  const TomlNode* allocation = policies_.find("allocation");
  const TomlNode* rule = allocation == nullptr ? nullptr : allocation->find("interest_rule");
  if (rule == nullptr || rule->kind != TomlKind::kText) return;
  check_rule_name(rule->text, FileErrors(bundle_.policies_file, check_.errors).place(rule->line, rule->column));
}

void BundleReader::check_rule_name(std::string_view name, const std::string& place) {
  const rules::InterestRules& known = check_.configuration.rules.interest;
  if (name == rules::kStatutory || known.contains(name)) return;
  std::vector<std::string_view> names = {rules::kStatutory};
  for (const auto& [rule_name, rule] : known) names.push_back(rule_name);
  std::string hint = nearest_hint(names, name);
  if (hint.empty()) hint = "\"statutory\", a statutory preset, or a rule of [interest.NAME] in dunlin.toml";
  check_.errors.push_back(
      core::bad_configuration(place, "there is no interest rule \"" + std::string(name) + "\"", std::move(hint)));
}

void BundleReader::compile() {
  // What has been reported already is mended in a copy, so that the compiler speaks of expressions only.
  rules::RulebookSource source = check_.configuration.rules;
  const auto is_known = [&](const std::string& id) {
    return std::any_of(source.scenarios.begin(), source.scenarios.end(), [&](const auto& s) { return s.id == id; });
  };
  for (rules::Scenario& scenario : source.scenarios) {
    if (scenario.steps.size() > core::kStepsMax) scenario.steps.resize(core::kStepsMax);
  }
  for (rules::Segment& segment : source.strategy.segments) {
    if (!is_known(segment.scenario)) segment.scenario.clear();
  }
  if (!is_known(source.strategy.default_scenario)) source.strategy.default_scenario = source.scenarios.front().id;
  for (const auto& arm : source.strategy.champion_challenger.arms) {
    if (is_known(arm.scenario)) continue;
    source.strategy.champion_challenger.arms.clear();
    break;
  }
  std::vector<core::Error> found;
  const auto rulebook = rules::compile_rulebook(source, found);
  const bool was_sound = check_.errors.empty();
  for (core::Error& error : found) {
    if (error.where.starts_with("score")) error.where = place_of_score(error.where);
    const auto same = [&](const core::Error& known) { return known.where == error.where; };
    if (std::none_of(check_.errors.begin(), check_.errors.end(), same)) check_.errors.push_back(std::move(error));
  }
  if (rulebook == nullptr && was_sound && check_.errors.empty()) {
    check_.errors.push_back(core::bad_configuration(bundle_.policies_file, "the rules cannot be compiled"));
  }
}

/// `score.characteristic[2].bins[1]` as `dunlin.toml:31:9`.
std::string BundleReader::place_of_score(const std::string& path) const {
  const TomlNode* node = &policies_;
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('.', at), path.size());
    std::string part = path.substr(at, end - at);
    size_t index = 0;
    if (const size_t bracket = part.find('['); bracket != std::string::npos) {
      index = leading_number(std::string_view(part).substr(bracket + 1));
      part.resize(bracket);
    }
    const TomlNode* child = node->find(part);
    if (child != nullptr && index > 0 && index <= child->children.size()) child = &child->children[index - 1];
    if (child == nullptr) break;
    node = child;
    at = end + 1;
  }
  return bundle_.policies_file + ":" + std::to_string(node->line) + ":" + std::to_string(node->column);
}

/// By file, then by line and column as numbers.
bool BundleReader::before(const core::Error& a, const core::Error& b) {
  const auto key = [](const core::Error& error) {
    const size_t column = error.where.rfind(':');
    const size_t line = column == std::string::npos || column == 0 ? std::string::npos : error.where.rfind(':', column - 1);
    if (line == std::string::npos) return std::make_tuple(error.where, size_t{0}, size_t{0});
    return std::make_tuple(error.where.substr(0, line), leading_number(std::string_view(error.where).substr(line + 1)),
                           leading_number(std::string_view(error.where).substr(column + 1)));
  };
  return key(a) < key(b);
}

}  // namespace

ConfigurationCheck check_configuration(const ConfigurationBundle& bundle) { return BundleReader(bundle).read(); }

core::Result<Configuration> load_configuration(const ConfigurationBundle& bundle) {
  ConfigurationCheck check = check_configuration(bundle);
  if (check.ok()) return std::move(check.configuration);
  core::Error first = check.errors.front();
  if (check.errors.size() > 1) {
    first.hint += (first.hint.empty() ? "" : "; ") + std::string("and ") + std::to_string(check.errors.size() - 1) +
                  " more: run dunlin check";
  }
  return first;
}

}  // namespace dunlin::engine
