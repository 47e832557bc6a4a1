#include <fstream>
#include <sstream>

#include "core/invariant.h"
#include "engine/settings/configuration.h"
#include "engine/settings/hours_text.h"
#include "engine/settings/interest_reader.h"
#include "engine/settings/letter_check.h"
#include "engine/settings/shipped_files.h"
#include "engine/settings/shipped_law.h"
#include "engine/settings/toml_tree.h"
#include "engine/settings/zone_reader.h"
#include "rules/features/feature_catalogue.h"
#include "rules/feel/compile.h"
#include "tests/fuzz/fuzz_target.h"

namespace dunlin::fuzz {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::vector<std::string> shipped_in(std::string_view folder) {
  std::vector<std::string> texts;
  for (const auto& [name, text] : engine::shipped_files()) {
    if (name.starts_with(folder)) texts.emplace_back(text);
  }
  return texts;
}

void check_file(const std::string& name, std::string_view bytes) {
  engine::ConfigurationBundle bundle{".", {{name, std::string(bytes)}}};
  if (name != "scenarios/s.toml") bundle.files.emplace_back("scenarios/s.toml", "[[step]]\nid = \"x\"\ndays_past_due = 1\n");
  engine::check_configuration(bundle);
}
void check_policies(std::string_view bytes) { check_file("dunlin.toml", bytes); }
void check_scenario(std::string_view bytes) { check_file("scenarios/s.toml", bytes); }
void check_calendar(std::string_view bytes) { check_file("calendars/x.toml", bytes); }
void check_source(std::string_view bytes) { check_file("sources/x.toml", bytes); }

std::vector<std::string> policies() {
  std::vector<std::string> texts;
  for (const auto& [name, text] : engine::shipped_files()) {
    if (name.starts_with("examples/") && name.ends_with("dunlin.toml")) texts.emplace_back(text);
  }
  return texts;
}
std::vector<std::string> scenarios() { return shipped_in("examples/b2b/scenarios/"); }
std::vector<std::string> calendars() { return shipped_in("calendars/"); }
std::vector<std::string> sources() { return shipped_in("sources/"); }

void compile_expression(std::string_view bytes) {
  rules::FeatureCatalogue features(core::kEur);
  const rules::NameCatalogue catalogue = features.name_catalogue(true);
  for (const rules::ValueType type : {rules::ValueType::kBoolean, rules::ValueType::kNumber}) {
    rules::compile(bytes, catalogue, type);
  }
}
std::vector<std::string> expressions() {
  return {"risk_class in (\"B\", \"C\") and overdue_balance >= 25",
          "not(days_past_due between 1 and 30) or kind = \"consumer\"",
          "if country = \"DE\" then overdue_balance / 3 else total_balance ** 2 > 1e3",
          "oldest_due < date(\"2026-01-31\") + 30",
          "max(overdue_balance, 5, -3) in [1..5), (7..9], < 3",
          "((((((1))))))*-2+3-4/5"};
}

void read_hours(std::string_view bytes) {
  engine::TomlNode node;
  node.kind = engine::TomlKind::kText;
  node.text = bytes;
  engine::parse_hours(node);
  engine::TomlNode table;
  node.key = bytes.substr(0, bytes.find('='));
  node.text = bytes.substr(std::min(bytes.size(), node.key.size() + 1));
  table.children.push_back(node);
  engine::parse_hours(table);
}
std::vector<std::string> hours() { return {"08:00-20:00", "mon-fri=08:30-24:00", "sat=10:00-12:00"}; }

void read_zone(std::string_view bytes) {
  const auto zone = engine::read_zone_bytes(bytes);
  if (!zone) return;
  INVARIANT(zone->utc_from.size() == zone->offset.size(), zone->utc_from.size(), zone->offset.size());
  for (const int32_t day : {-1, 0, 20'000, 47'000}) zone->instants_of(core::Date{day}, 7200);
}
std::vector<std::string> zones() {
  std::vector<std::string> files;
  for (const char* name : {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"}) {
    std::ifstream file(std::string("/usr/share/zoneinfo/") + name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    files.push_back(text.str());
  }
  return files;
}

/// A zone of two types whose only interest is its closing rule.
void read_zone_rule(std::string_view bytes) {
  std::string head("TZif2");
  head.append(15, '\0');
  const auto number = [&](uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) head.push_back(static_cast<char>(value >> shift));
  };
  std::string file;
  for (int block = 0; block < 2; ++block) {
    for (const uint32_t count : {0U, 0U, 0U, 0U, 1U, 4U}) number(count);
    head.append(6, '\0');
    head.append(std::string_view("UTC\0", 4));
    file += head;
    head.assign("TZif2");
    head.append(15, '\0');
  }
  read_zone(file + "\n" + std::string(bytes) + "\n");
}
std::vector<std::string> zone_rules() {
  return {"CET-1CEST,M3.5.0,M10.5.0/3", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "EST5EDT,J60/-3,300/26:59:59",
          "IST-1GMT0,M10.5.0,M3.5.0/1"};
}

void read_rates(std::string_view bytes) {
  std::vector<core::Error> errors;
  engine::FileErrors of_file("rates/x.csv", errors);
  rules::RateTables tables;
  engine::read_rates(std::string(bytes), of_file, tables);
}
std::vector<std::string> rates() { return shipped_in("rates/"); }

void read_letter(std::string_view bytes) {
  const size_t cut = bytes.find('\n');
  const std::string required(bytes.substr(0, cut));
  engine::letter_field(required);
  engine::missing_fields(bytes, {required, "if_interest:rate,period", "creditor_name"}, {});
}
std::vector<std::string> letters() {
  return {"if_costs:kind,amount\nDear {{ name }}, {{#if_interest}}{{rate}} {{period}}{{/if_interest}}",
          "creditor_name\n{{creditor_name}}"};
}

void read_bundle_text(std::string_view bytes) {
  const auto bundle = engine::unpack_bundle(std::string(bytes));
  if (bundle.ok()) engine::law_of(*bundle);
}
std::vector<std::string> bundles() {
  return {
      engine::pack_bundle({".", {{"dunlin.toml", "x = 1\n"}, {"scenarios/s.toml", ""}, {"shipped/calendars/x.toml", "y"}}})};
}

constexpr FuzzTarget kTargets[] = {{"policies", check_policies, policies},
                                   {"scenario", check_scenario, scenarios},
                                   {"calendar", check_calendar, calendars},
                                   {"source", check_source, sources},
                                   {"feel", compile_expression, expressions},
                                   {"hours", read_hours, hours},
                                   {"zone", read_zone, zones},
                                   {"zone-rule", read_zone_rule, zone_rules},
                                   {"rates", read_rates, rates},
                                   {"letter", read_letter, letters},
                                   {"bundle", read_bundle_text, bundles}};

}  // namespace

std::span<const FuzzTarget> configuration_targets() { return kTargets; }

}  // namespace dunlin::fuzz
