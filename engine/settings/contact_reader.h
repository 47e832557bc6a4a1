// [contact] of dunlin.toml, and the presets that it names: contact_rules/NAME.toml beside it, else as shipped.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/settings/configuration.h"
#include "engine/settings/section_reader.h"

namespace dunlin::engine {

/// The keys of one table, as far as they are given.
struct ContactKeys {
  std::optional<int32_t> min_days_between, wait_after_conversation;
  core::ChannelSet wait_channels = core::kEveryChannel;
  rules::CapScope wait_scope = rules::CapScope::kDebtor;
  std::optional<uint8_t> weekdays;
  std::optional<bool> holidays;
  std::optional<rules::WeekHours> hours;
  std::optional<core::ChannelSet> calendar_channels;
  std::vector<rules::ContactCap> caps;
  std::optional<rules::FirstNotice> first_notice;
  std::vector<std::string> required_fields;
  rules::Letters letters = rules::Letters::kFirst;
  rules::Limitation limitation = rules::Limitation::kNone;  ///< of presets
};

struct ContactPreset {
  std::string name;
  rules::Protects whom = rules::Protects::kEverybody;
  struct Rule {
    std::string id;
    ContactKeys keys;
  };
  std::vector<Rule> rules;
};
using ContactPresets = std::map<std::string, ContactPreset, std::less<>>;

/// The keys that [contact] and the rules of presets share.
ContactKeys read_contact_keys(const SectionReader& table, FileErrors& errors);
ContactPreset read_preset(const TomlNode& root, const std::string& name, FileErrors& errors);

/// `node`: [contact], null when there is none. Fills out.rules.contact and says where a key loosens a preset.
void read_contact(const TomlNode* node, const ContactPresets& presets, FileErrors& errors, Configuration& out);

}  // namespace dunlin::engine
