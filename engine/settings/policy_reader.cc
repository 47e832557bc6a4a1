#include "engine/settings/policy_reader.h"

#include <algorithm>
#include <set>

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

void read_strategy(const TomlNode& node, FileErrors& errors, Configuration& out) {
  const SectionReader table(node, "[strategy]", strategy_settings(), errors);
  out.rules.strategy.default_scenario = table.text("default_scenario").value_or("");
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

void read_allocation(const TomlNode& node, FileErrors& errors, Configuration& out) {
  const SectionReader table(node, "[allocation]", allocation_settings(), errors);
  out.rules.allocation.across = table.word("across", rules::Across::kOldestDue);
  if (out.rules.allocation.across == rules::Across::kHighestRate) {
    errors.at_value(*table.find("across"), "\"across\" = \"highest_rate\" is not supported by this version yet",
                    "it needs interest rules");
  }
  const TomlNode* within = table.find("within");
  if (within == nullptr) return;
  const auto parts = table.words<rules::ClaimPart>("within");
  if (parts.size() != 3 || std::set(parts.begin(), parts.end()).size() != 3) {
    errors.at_value(*within, "\"within\" must name costs, interest and principal, each once");
    return;
  }
  std::copy(parts.begin(), parts.end(), out.rules.allocation.within.begin());
}

rules::ContactCap read_cap(const TomlNode& node, FileErrors& errors) {
  const SectionReader table(node, "[[contact.cap]]", cap_settings(), errors);
  rules::ContactCap cap;
  const std::vector<std::string> channels = table.texts("channel");
  if (table.find("channel") != nullptr) cap.channels = 0;
  for (const std::string& name : channels) {
    const auto channel = core::parse_name<core::Channel>(core::kChannelNames, name);
    cap.channels |= channel ? core::bit(*channel) : core::kEveryChannel;
  }
  if (cap.channels == 0) errors.at_value(*table.find("channel"), "a cap needs at least one channel", "\"*\" means all");
  cap.max = static_cast<int32_t>(table.integer("max").value_or(0));
  cap.per_days = static_cast<int32_t>(table.integer("per_days").value_or(1));
  cap.scope = table.word("scope", rules::CapScope::kDebtor);
  return cap;
}

void read_contact(const TomlNode& node, FileErrors& errors, Configuration& out) {
  const SectionReader table(node, "[contact]", contact_settings(), errors);
  out.rules.contact.min_days_between = static_cast<int32_t>(table.integer("min_days_between").value_or(0));
  if (const TomlNode* caps = table.find("cap")) {
    for (const TomlNode& entry : caps->children) out.rules.contact.caps.push_back(read_cap(entry, errors));
  }
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
      {"engine", read_engine},   {"strategy", read_strategy}, {"standing", read_standing}, {"allocation", read_allocation},
      {"contact", read_contact}, {"report", read_report},     {"score", read_score},       {"attributes", read_attributes}};
  for (const auto& [key, read] : kSections) {
    if (const TomlNode* node = top.find(key)) read(*node, errors, out);
  }
  if (const TomlNode* node = top.find("gate")) {
    const SectionReader gate(*node, "[gate]", gate_settings(), errors);
    out.gate = gate.words<core::RecordKind>("require");
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
