// contact_rules/*.toml, and the keys that its rules share with [contact].
#include <algorithm>

#include "engine/settings/contact_reader.h"
#include "engine/settings/hours_text.h"

namespace dunlin::engine {
namespace {

core::ChannelSet channels_of(const SectionReader& table, std::string_view key) {
  core::ChannelSet channels = 0;
  for (const std::string& name : table.texts(key)) {
    const auto channel = core::parse_name<core::Channel>(core::kChannelNames, name);
    channels |= channel ? core::bit(*channel) : core::kEveryChannel;
  }
  return channels;
}

std::optional<int32_t> days_of(const SectionReader& table, std::string_view key) {
  const auto days = table.integer(key);
  if (!days) return std::nullopt;
  return static_cast<int32_t>(*days);
}

rules::ContactCap read_cap(const TomlNode& node, FileErrors& errors) {
  const SectionReader table(node, "[[contact.cap]]", cap_settings(), errors);
  rules::ContactCap cap;
  if (table.find("channel") != nullptr) cap.channels = channels_of(table, "channel");
  if (cap.channels == 0) errors.at_value(*table.find("channel"), "a cap needs at least one channel", "\"*\" means all");
  cap.max = static_cast<int32_t>(table.integer("max").value_or(0));
  cap.per_days = static_cast<int32_t>(table.integer("per_days").value_or(1));
  cap.scope = table.word("scope", rules::CapScope::kDebtor);
  cap.counts = table.word("counts", rules::CapCounts::kAttempt);
  return cap;
}

ContactPreset::Rule read_rule(const TomlNode& node, FileErrors& errors) {
  const SectionReader table(node, "[[rule]]", preset_rule_settings(), errors);
  ContactPreset::Rule rule;
  rule.id = table.text("id").value_or("");
  rule.keys = read_contact_keys(table, errors);
  if (table.find("channel") != nullptr) rule.keys.wait_channels = channels_of(table, "channel");
  rule.keys.wait_scope = table.word("scope", rules::CapScope::kDebtor);
  rule.keys.required_fields = table.texts("required_fields");
  rule.keys.letters = table.word("letters", rules::Letters::kFirst);
  rule.keys.limitation = table.word("limitation", rules::Limitation::kNone);
  if (const TomlNode* notice = table.find("first_notice")) {
    const SectionReader period(*notice, "first_notice", first_notice_settings(), errors);
    rules::FirstNotice& read = rule.keys.first_notice.emplace();
    read.kind = period.word("kind", rules::NoticeKind::kUsValidation);
    read.blocks = period.word("blocks", rules::NoticeBlocks::kNextStep);
  }
  return rule;
}

}  // namespace

ContactKeys read_contact_keys(const SectionReader& table, FileErrors& errors) {
  ContactKeys keys;
  keys.min_days_between = days_of(table, "min_days_between");
  keys.wait_after_conversation = days_of(table, "wait_after_conversation");
  if (table.find("weekdays") != nullptr) {
    uint8_t days = 0;
    for (const std::string& day : table.texts("weekdays")) days |= static_cast<uint8_t>(1U << weekday_named(day));
    if (days == 0) errors.at_value(*table.find("weekdays"), "\"weekdays\" leaves no day open");
    keys.weekdays = days;
  }
  if (table.find("holidays") != nullptr) keys.holidays = table.boolean("holidays", false);
  keys.hours = table.hours("hours");
  if (table.find("calendar_channels") != nullptr) keys.calendar_channels = channels_of(table, "calendar_channels");
  if (const TomlNode* caps = table.find("cap")) {
    for (const TomlNode& entry : caps->children) keys.caps.push_back(read_cap(entry, errors));
  }
  return keys;
}

ContactPreset read_preset(const TomlNode& root, const std::string& name, FileErrors& errors) {
  const SectionReader table(root, "a preset of contact rules", preset_settings(), errors);
  ContactPreset preset;
  preset.name = name;
  preset.whom = table.word("protects", rules::Protects::kEverybody);
  if (const TomlNode* list = table.find("rule")) {
    for (const TomlNode& entry : list->children) preset.rules.push_back(read_rule(entry, errors));
  }
  return preset;
}

}  // namespace dunlin::engine
