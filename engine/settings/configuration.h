// The whole configuration of a store: texts in, policies out, every error at once with its place. A run records the bundle
// of texts, so that a resumed run is decided by what it began with and not by what lies on disk by then.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "ingest/mapping/source_mapping.h"
#include "rules/rulebook_source.h"

namespace dunlin::engine {

/// Rules of jurisdictions, one file each.
inline constexpr std::string_view kContactRulesFolder = "contact_rules/";

/// Decision tables.
inline constexpr std::string_view kDecisionsFolder = "decisions/";

/// Configuration files by name relative to the configuration's folder, sorted: calendars/*.toml, contact_rules/*.toml,
/// decisions/*.dmn, dunlin.toml, rates/*.csv, scenarios/*.toml, sources/*.toml, templates/<language>/*. Those of a recorded run
/// name the law that it went by, too (shipped_law.h).
struct ConfigurationBundle {
  std::string directory;
  std::vector<std::pair<std::string, std::string>> files;
  std::string policies_file = "dunlin.toml";  ///< how messages call dunlin.toml: --config may name another file
};

/// Reads dunlin.toml (`config_path`, may be absent: all defaults) and what lies beside it.
core::Result<ConfigurationBundle> read_bundle(const std::string& config_path);
/// One text that holds the files that decide (not sources and templates), and back: what the run record keeps.
std::string pack_bundle(const ConfigurationBundle& bundle);
core::Result<ConfigurationBundle> unpack_bundle(const std::string& packed);

/// What reports assume; runs never read it. Rates and probabilities are millionths of one, one a bucket of ageing.
struct ReportPolicy {
  std::vector<int64_t> loss_rates;             ///< empty: the illustrative matrix of IFRS 9
  std::vector<int64_t> default_probabilities;  ///< empty: losses by probability of default are not asked for
  int64_t loss_given_default = 450'000;
  int64_t effective_rate = 0;  ///< a year
  core::Days recovery_days = 365;
  std::vector<int64_t> collection_probabilities;  ///< empty: learned from what was paid in the weeks before
  core::Days delay_without_history = 0;
};

struct Configuration {
  rules::RulebookSource rules;
  std::map<std::string, ingest::SourceMapping> sources;
  std::vector<int32_t> ageing_bounds = {30, 60, 90, 120};
  ReportPolicy report;
  std::vector<core::RecordKind> gate;  ///< [gate] require
  bool last_look = false;              ///< [queue] last_look
  std::string timezone = "Europe/Berlin";
  uint32_t threads = 0;  ///< 0: all cores
  uint64_t memory_bytes = 512ULL << 20;
  std::string fingerprint;            ///< "sha256:<hex>" of what decides: machine settings and comments are not in it
  std::vector<std::string> warnings;  ///< one line each, with place
};

/// Every error of the bundle, each with file:line:column, or the configuration. Expressions are compiled too
/// (rules/rulebook.h).
struct ConfigurationCheck {
  Configuration configuration;
  std::vector<core::Error> errors;
  bool ok() const { return errors.empty(); }
};
ConfigurationCheck check_configuration(const ConfigurationBundle& bundle);
/// The configuration, or its first error (with the number of others in the hint).
core::Result<Configuration> load_configuration(const ConfigurationBundle& bundle);

}  // namespace dunlin::engine
