#include "engine/service/check.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/outbound/json_text.h"
#include "engine/settings/letter_check.h"

namespace dunlin::engine {
namespace {

namespace fs = std::filesystem;

/// Templates live in templates/<language>/<name>; until something sends them, one that is missing is worth a line only.
void note_missing_templates(const Configuration& configuration, const fs::path& directory,
                            std::vector<std::string>& warnings) {
  std::set<std::string> present;
  std::error_code error;
  for (fs::recursive_directory_iterator at(directory / "templates", error), end; !error && at != end; at.increment(error)) {
    present.insert(at->path().stem().string());
  }
  std::set<std::string> missing;
  const auto note = [&](const rules::Step& step) {
    if (!step.template_name.empty() && !present.contains(step.template_name)) missing.insert(step.template_name);
  };
  for (const rules::Scenario& scenario : configuration.rules.scenarios) {
    std::for_each(scenario.steps.begin(), scenario.steps.end(), note);
    for (const auto& answer : scenario.on) {
      if (answer) note(*answer);
    }
  }
  if (missing.empty()) return;
  std::string names;
  for (const std::string& name : missing) names += (names.empty() ? "" : ", ") + name;
  warnings.push_back("templates: no file yet for " + names + " (whoever sends the actions needs them)");
}

}  // namespace

core::Result<CheckResponse> check(const SiteOptions& options) {
  const std::string path = config_path(options);
  std::error_code error;
  if (!options.config.empty() && !fs::exists(path, error)) {
    return core::bad_configuration(path, "does not exist", "see --config");
  }
  if (!fs::exists(path, error) && !fs::is_directory(options.data, error)) {
    return core::bad_configuration(path, "does not exist", "make a configuration with dunlin init");
  }
  DUNLIN_ASSIGN(const ConfigurationBundle bundle, read_bundle(path));
  ConfigurationCheck checked = check_configuration(bundle);
  CheckResponse response;
  const Configuration& configuration = checked.configuration;
  response.errors = std::move(checked.errors);
  response.warnings = configuration.warnings;
  if (response.ok()) response.errors = check_letters(bundle, configuration);
  if (response.ok()) {
    response.fingerprint = configuration.fingerprint;
    note_missing_templates(configuration, bundle.directory, response.warnings);
  }
  response.scenarios = configuration.rules.scenarios.size();
  for (const rules::Scenario& scenario : configuration.rules.scenarios) response.steps += scenario.steps.size();
  response.segments = configuration.rules.strategy.segments.size();
  response.sources = configuration.sources.size();
  for (const rules::CalendarPolicy& calendar : configuration.rules.calendars) response.calendars.push_back(calendar.id);
  return response;
}

std::string check_json(const CheckResponse& response) {
  std::string out = response.ok() ? "{\"ok\":true" : "{\"ok\":false";
  out += ",\"config\":";
  append_json_string_or_null(response.fingerprint, out);
  out += ",\"errors\":[";
  for (const core::Error& error : response.errors) {
    if (out.back() != '[') out += ',';
    out += "{\"where\":";
    append_json_string_or_null(error.where, out);
    out += ",\"what\":";
    append_json_string(error.what, out);
    out += ",\"hint\":";
    append_json_string_or_null(error.hint, out);
    out += '}';
  }
  out += "],\"warnings\":[";
  for (const std::string& warning : response.warnings) {
    if (out.back() != '[') out += ',';
    append_json_string(warning, out);
  }
  out += "],\"calendars\":[";
  for (const std::string& calendar : response.calendars) {
    if (out.back() != '[') out += ',';
    append_json_string(calendar, out);
  }
  return out + "]}";
}

}  // namespace dunlin::engine
