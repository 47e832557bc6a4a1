#include "engine/settings/policy_reader.h"

#include <algorithm>
#include <set>

#include "engine/settings/interest_reader.h"
#include "engine/settings/report_reader.h"
#include "engine/settings/source_reader.h"
#include "engine/settings/zone_reader.h"

namespace dunlin::engine {
namespace {

void read_timezone(const SectionReader& table, FileErrors& errors, Configuration& out) {
  const auto timezone = table.text("timezone");
  if (!timezone) return;
  out.timezone = *timezone;
  if (read_zone(*timezone)) return;
  const std::vector<std::string> names = zone_names();
  const std::vector<std::string_view> known(names.begin(), names.end());
  errors.at_value(*table.find("timezone"), "\"" + *timezone + "\" is not a time zone of this machine",
                  known.empty() ? "install the package tzdata" : nearest_hint(known, *timezone));
}

void read_engine(const TomlNode& node, FileErrors& errors, Configuration& out) {
  const SectionReader table(node, "[engine]", engine_settings(), errors);
  out.rules.base_currency = table.currency("base_currency", core::kEur);
  if (const auto country = table.text("country")) {
    out.rules.default_country = *country;
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (country->size() != 2 || !std::all_of(country->begin(), country->end(), is_capital)) {
      errors.at_value(*table.find("country"), "\"" + *country + "\" is not a country of ISO 3166",
                      "two capital letters such as \"DE\"");
    }
  }
  read_timezone(table, errors, out);
  out.rules.home_calendar = table.text("calendar").value_or("");
  out.threads = static_cast<uint32_t>(table.integer("threads").value_or(0));
  if (const TomlNode* memory = table.find("memory")) {
    out.memory_bytes = memory->kind == TomlKind::kText ? *parse_bytes(memory->text) : static_cast<uint64_t>(memory->integer);
  }
}

void read_experiment(const TomlNode& node, FileErrors& errors, rules::ChampionChallenger& out) {
  const SectionReader table(node, "[strategy.champion_challenger]", experiment_settings(), errors);
  out.experiment = table.text("experiment").value_or("");
  const TomlNode* arms = table.find("arms");
  if (arms == nullptr) return;
  int64_t sum = 0;
  std::set<std::string> scenarios;
  for (const TomlNode& entry : arms->children) {
    const SectionReader arm(entry, "an arm", arm_settings(), errors);
    out.arms.push_back({arm.text("scenario").value_or(""), static_cast<int32_t>(arm.integer("percent").value_or(0))});
    sum += out.arms.back().percent;
    if (!scenarios.insert(out.arms.back().scenario).second) {
      errors.at_value(entry, "two arms have the scenario \"" + out.arms.back().scenario + "\"", "name each once");
    }
  }
  if (sum != 100) {
    errors.at_value(*arms, "the percents of the arms sum to " + std::to_string(sum), "they must sum to 100");
  }
}

void read_strategy(const TomlNode& node, FileErrors& errors, Configuration& out) {
  const SectionReader table(node, "[strategy]", strategy_settings(), errors);
  out.rules.strategy.default_scenario = table.text("default_scenario").value_or("");
  enum class Reassign { kEpisode, kDaily };
  out.rules.strategy.reassign_daily = table.word("reassign", Reassign::kEpisode) == Reassign::kDaily;
  if (const TomlNode* experiment = table.find("champion_challenger")) {
    read_experiment(*experiment, errors, out.rules.strategy.champion_challenger);
  }
  const TomlNode* segments = table.find("segment");
  if (segments == nullptr) return;
  std::set<std::string> ids;
  for (const TomlNode& entry : segments->children) {
    const SectionReader segment(entry, "[[strategy.segment]]", segment_settings(), errors);
    rules::Segment out_segment;
    out_segment.id = segment.text("id").value_or("");
    out_segment.when = segment.expression("when");
    out_segment.scenario = segment.text("scenario").value_or("");
    if (!out_segment.id.empty() && !ids.insert(out_segment.id).second) {
      errors.at_value(*segment.find("id"), "segment id \"" + out_segment.id + "\" is used twice");
    }
    if (!out_segment.when.is_set() && &entry != &segments->children.back()) {
      errors.at_value(entry, "segment \"" + out_segment.id + "\" has no condition, so the segments behind it are never met",
                      "put it last, or give it a \"when\"");
    }
    if (!out_segment.when.is_set()) out_segment.when = {"true", errors.file(), entry.line, entry.column};
    out.rules.strategy.segments.push_back(std::move(out_segment));
  }
}

void read_standing(const TomlNode& node, FileErrors& errors, Configuration& out) {
  const SectionReader table(node, "[standing]", standing_settings(), errors);
  out.rules.net_credits = table.boolean("net_credits", true);
  out.rules.standing.grace_days = static_cast<core::Days>(table.integer("grace_days").value_or(0));
  out.rules.standing.due_roll = table.word("due_roll", rules::DueRoll::kNone);
  out.rules.standing.promise_tolerance_days = static_cast<core::Days>(
      table.integer("promise_tolerance_days").value_or(rules::StandingPolicy{}.promise_tolerance_days));
  out.rules.standing.dispute_excludes = table.word("dispute_excludes", rules::DisputeExcludes::kReceivable);
  out.rules.standing.limitation = table.word("limitation", rules::Limitation::kNone);
  out.rules.exclude_when = table.expression("exclude_when");
}

/// The three parts in any order, or the order of a law.
void read_claim_order(const SectionReader& table, FileErrors& errors, rules::ClaimOrder& order) {
  const TomlNode* within = table.find("within");
  if (within == nullptr) return;
  const std::vector<std::string> words = table.texts("within");
  if (within->kind == TomlKind::kText) {
    const auto preset = std::ranges::find(rules::kClaimOrderPresets, words.front(), &rules::ClaimOrderPreset::name);
    if (preset != rules::kClaimOrderPresets.end()) {
      order = preset->order;
      return;
    }
  }
  std::vector<rules::ClaimPart> parts;
  for (const std::string& word : words) {
    if (const auto part = core::parse_name<rules::ClaimPart>(rules::kClaimPartNames, word)) parts.push_back(*part);
  }
  if (words.size() != 3 || std::set(parts.begin(), parts.end()).size() != 3) {
    errors.at_value(*within, "\"within\" must name costs, interest and principal, each once",
                    "or the order of a law: \"de\", \"de-consumer-credit\", \"fr\" or \"us\"");
    return;
  }
  std::copy(parts.begin(), parts.end(), order.begin());
}

void read_allocation(const TomlNode& node, FileErrors& errors, Configuration& out) {
  const SectionReader table(node, "[allocation]", allocation_settings(), errors);
  out.rules.allocation.across = table.word("across", rules::Across::kOldestDue);
  out.rules.allocation.interest = table.word("interest", rules::AllocatedInterest::kCharged);
  out.rules.allocation.interest_rule = table.text("interest_rule").value_or(out.rules.allocation.interest_rule);
  read_claim_order(table, errors, out.rules.allocation.within);
}

rules::ScorecardPolicy::Bin read_bin(const TomlNode& node, FileErrors& errors) {
  const SectionReader table(node, "a bin", bin_settings(), errors);
  rules::ScorecardPolicy::Bin bin;
  if (const TomlNode* below = table.find("below")) {
    bin.below = below->kind == TomlKind::kInteger ? core::Decimal::of(below->integer) : *core::parse_decimal(below->text);
  }
  bin.in = table.texts("in");
  bin.points = table.integer("points").value_or(0);
  if (bin.below && !bin.in.empty()) errors.at_value(node, "a bin has either \"below\" or \"in\"");
  return bin;
}

rules::ScorecardPolicy::Characteristic read_characteristic(const TomlNode& node, FileErrors& errors) {
  const SectionReader table(node, "[[score.characteristic]]", characteristic_settings(), errors);
  rules::ScorecardPolicy::Characteristic out;
  out.feature = table.text("feature").value_or("");
  out.reason = table.text("reason").value_or("");
  out.missing = table.integer("missing").value_or(0);
  if (const TomlNode* bins = table.find("bins")) {
    for (const TomlNode& entry : bins->children) out.bins.push_back(read_bin(entry, errors));
  }
  return out;
}

void read_score(const TomlNode& node, FileErrors& errors, Configuration& out) {
  const SectionReader table(node, "[score]", score_settings(), errors);
  rules::ScorecardPolicy policy;
  policy.base = table.integer("base").value_or(0);
  if (const TomlNode* classes = table.find("risk_classes")) {
    for (const TomlNode& entry : classes->children) {
      const SectionReader row(entry, "a risk class", risk_class_settings(), errors);
      policy.classes.push_back({row.text("id").value_or(""), row.integer("from").value_or(0)});
    }
  }
  if (const TomlNode* characteristics = table.find("characteristic")) {
    for (const TomlNode& entry : characteristics->children) {
      policy.characteristics.push_back(read_characteristic(entry, errors));
    }
  }
  if (policy.characteristics.empty()) errors.at_value(node, "[score] has no [[score.characteristic]]", "add one");
  out.rules.scorecard = std::move(policy);
}

void read_attributes(const TomlNode& node, FileErrors& errors, Configuration& out) {
  constexpr rules::ValueType kTypes[] = {rules::ValueType::kNumber, rules::ValueType::kText, rules::ValueType::kDate,
                                         rules::ValueType::kBoolean};
  for (const TomlNode& entry : node.children) {
    const auto type = core::find_name(attribute_type_names(), entry.text);
    if (entry.kind == TomlKind::kText && type) {
      out.rules.attribute_types.emplace(entry.key, kTypes[*type]);
      continue;
    }
    errors.at_value(entry, "attribute \"" + entry.key + "\" cannot be " + canonical_text(entry),
                    "one of number, text, date, boolean");
  }
}

}  // namespace

void read_policies(const TomlNode& root, FileErrors& errors, Configuration& out) {
  const SectionReader top(root, "dunlin.toml", dunlin_root_settings(), errors);
  using Read = void (*)(const TomlNode&, FileErrors&, Configuration&);
  constexpr std::pair<std::string_view, Read> kSections[] = {
      {"engine", read_engine}, {"strategy", read_strategy}, {"standing", read_standing},    {"allocation", read_allocation},
      {"report", read_report}, {"score", read_score},       {"attributes", read_attributes}};
  for (const auto& [key, read] : kSections) {
    if (const TomlNode* node = top.find(key)) read(*node, errors, out);
  }
  if (const TomlNode* node = top.find("interest")) read_interest_rules(*node, errors, out.rules.interest);
  if (const TomlNode* node = top.find("gate")) {
    const SectionReader gate(*node, "[gate]", gate_settings(), errors);
    out.gate = gate.words<core::RecordKind>("require");
  }
  if (const TomlNode* node = top.find("queue")) {
    out.last_look = SectionReader(*node, "[queue]", queue_settings(), errors).boolean("last_look", false);
  }
  if (const TomlNode* node = top.find("source")) {
    for (const TomlNode& entry : node->children) {
      if (entry.kind != TomlKind::kTable) {
        errors.at_value(entry, "\"source." + entry.key + "\" must be a table", "write [source." + entry.key + "]");
        continue;
      }
      out.sources.emplace(entry.key, read_source(entry, entry.key, errors));
    }
  }
}

}  // namespace dunlin::engine
