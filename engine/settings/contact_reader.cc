#include "engine/settings/contact_reader.h"

#include <algorithm>

namespace dunlin::engine {
namespace {

using rules::ContactPolicy;
using rules::ContactTimes;

/// The rule of a preset joins what is there already.
void add_rule(const ContactPreset& preset, const ContactPreset::Rule& rule, ContactPolicy& policy) {
  const ContactKeys& keys = rule.keys;
  const std::string name = preset.name + " " + rule.id;
  policy.min_days_between = std::max(policy.min_days_between, keys.min_days_between.value_or(0));
  for (rules::ContactCap cap : keys.caps) {
    cap.rule = name;
    cap.whom = preset.whom;
    policy.caps.push_back(std::move(cap));
  }
  if (keys.wait_after_conversation.value_or(0) > 0) {
    policy.waits.push_back({*keys.wait_after_conversation, keys.wait_channels, keys.wait_scope, name, preset.whom});
  }
  const ContactTimes times{keys.weekdays.value_or(rules::kAllWeekdays), keys.holidays.value_or(false), keys.hours, name,
                           preset.whom};
  if (times.restricts()) policy.times.push_back(times);
  if (keys.calendar_channels) policy.calendar_channels |= *keys.calendar_channels;
  if (keys.first_notice) {
    rules::FirstNotice notice = *keys.first_notice;
    notice.rule = name;
    notice.whom = preset.whom;
    policy.first_notices.push_back(std::move(notice));
  }
  if (!keys.required_fields.empty()) {
    policy.required_fields.push_back({name, keys.required_fields, preset.whom, keys.letters});
  }
}

bool opens_more_hours(const rules::WeekHours& own, const rules::WeekHours& theirs) {
  for (size_t day = 0; day < own.size(); ++day) {
    if (!own[day]) continue;
    if (!theirs[day] || own[day]->from < theirs[day]->from || own[day]->until > theirs[day]->until) return true;
  }
  return false;
}

/// The rule of a named preset that keeps contacts furthest apart.
std::string rule_of_gap(const ContactPresets& presets, const ContactPolicy& policy) {
  for (const std::string& name : policy.presets) {
    const auto preset = presets.find(name);
    if (preset == presets.end()) continue;
    for (const ContactPreset::Rule& rule : preset->second.rules) {
      if (rule.keys.min_days_between == policy.min_days_between) return name + " " + rule.id;
    }
  }
  return {};
}

/// The operator's own keys take the place of the presets'; where that loosens one, somebody should know.
class OwnKeys {
 public:
  OwnKeys(const ContactKeys& own, const std::string& rule_of_gap, ContactPolicy& policy, const std::string& place,
          std::vector<std::string>& warnings)
      : own_(own), rule_of_gap_(rule_of_gap), policy_(policy), place_(place), warnings_(warnings) {}

  void apply() {
    if (own_.min_days_between) replace_min_days(*own_.min_days_between);
    policy_.caps.insert(policy_.caps.end(), own_.caps.begin(), own_.caps.end());
    if (own_.wait_after_conversation) replace_waits(*own_.wait_after_conversation);
    ContactTimes times;
    if (own_.weekdays) replace_weekdays(times);
    if (own_.holidays) replace_holidays(times);
    if (own_.hours) replace_hours(times);
    std::erase_if(policy_.times, [](const ContactTimes& theirs) { return !theirs.restricts(); });
    if (times.restricts()) policy_.times.push_back(std::move(times));
    if (own_.calendar_channels) replace_channels(*own_.calendar_channels);
  }

 private:
  void warn(std::string_view key, const std::string& rule) {
    warnings_.push_back(place_ + ": contact." + std::string(key) + " takes the place of the stricter " + rule);
  }

  void replace_min_days(int32_t days) {
    if (days < policy_.min_days_between) warn("min_days_between", rule_of_gap_);
    policy_.min_days_between = days;
  }
  void replace_channels(core::ChannelSet channels) {
    for (const ContactTimes& theirs : policy_.times) {
      if ((policy_.calendar_channels & ~channels) != 0 && !theirs.rule.empty()) warn("calendar_channels", theirs.rule);
    }
    policy_.calendar_channels = channels;
  }
  void replace_waits(int32_t days) {
    for (const rules::ConversationWait& wait : policy_.waits) {
      if (days < wait.days) warn("wait_after_conversation", wait.rule);
    }
    policy_.waits.clear();
    if (days > 0) policy_.waits.push_back({.days = days});
  }
  void replace_weekdays(ContactTimes& times) {
    for (ContactTimes& theirs : policy_.times) {
      if ((*own_.weekdays & ~theirs.weekdays) != 0) warn("weekdays", theirs.rule);
      theirs.weekdays = rules::kAllWeekdays;
    }
    times.weekdays = *own_.weekdays;
  }
  void replace_holidays(ContactTimes& times) {
    for (ContactTimes& theirs : policy_.times) {
      if (!*own_.holidays && theirs.holidays) warn("holidays", theirs.rule);
      theirs.holidays = false;
    }
    times.holidays = *own_.holidays;
  }
  void replace_hours(ContactTimes& times) {
    for (ContactTimes& theirs : policy_.times) {
      if (theirs.hours && opens_more_hours(*own_.hours, *theirs.hours)) warn("hours", theirs.rule);
      theirs.hours.reset();
    }
    times.hours = own_.hours;
  }

  const ContactKeys& own_;
  const std::string& rule_of_gap_;
  ContactPolicy& policy_;
  const std::string& place_;
  std::vector<std::string>& warnings_;
};

void add_presets(const SectionReader& table, const ContactPresets& presets, FileErrors& errors, Configuration& out) {
  ContactPolicy& policy = out.rules.contact;
  policy.presets = table.texts("presets");
  bool businesses = false;
  bool consumers = false;
  for (size_t i = 0; i < policy.presets.size(); ++i) {
    const std::string& name = policy.presets[i];
    const auto preset = presets.find(name);
    if (preset == presets.end()) {
      std::vector<std::string_view> names;
      for (const auto& known : presets) names.push_back(known.first);
      errors.at_value(table.find("presets")->children[i], "there is no preset \"" + name + "\"", nearest_hint(names, name));
      continue;
    }
    businesses |= preset->second.whom == rules::Protects::kBusinesses;
    consumers |= preset->second.whom == rules::Protects::kConsumers;
    for (const ContactPreset::Rule& rule : preset->second.rules) {
      add_rule(preset->second, rule, policy);
      if (rule.keys.limitation != rules::Limitation::kNone) out.rules.standing.limitation = rule.keys.limitation;
    }
  }
  if (!businesses || consumers) return;
  const TomlNode& node = *table.find("presets");
  out.warnings.push_back(errors.place(node.line, node.column) +
                         ": contact.presets protects businesses only: consumers are contacted without any preset (name "
                         "the one of their country too)");
}

void read_capacity(const TomlNode& node, FileErrors& errors, ContactPolicy& policy) {
  for (const TomlNode& entry : node.children) {
    const auto channel = core::parse_name<core::Channel>(core::kChannelNames, entry.key);
    if (!channel || entry.kind != TomlKind::kTable) {
      errors.at_key(entry, "\"" + entry.key + "\" in [contact.capacity] must be a channel with a table",
                    "such as call = { max = 1300, overflow = \"sms\" }");
      continue;
    }
    const SectionReader table(entry, "[contact.capacity]", capacity_settings(), errors);
    rules::ChannelCapacity& capacity = policy.capacity.emplace_back();
    capacity.channel = *channel;
    capacity.max = table.integer("max").value_or(0);
    if (table.find("overflow") != nullptr) capacity.overflow = table.word("overflow", core::Channel::kEmail);
    if (capacity.overflow == channel) {
      errors.at_value(*table.find("overflow"), "\"" + entry.key + "\" cannot overflow into itself");
    }
  }
  std::sort(policy.capacity.begin(), policy.capacity.end(),
            [](const auto& a, const auto& b) { return a.channel < b.channel; });
}

}  // namespace

void read_contact(const TomlNode* node, const ContactPresets& presets, FileErrors& errors, Configuration& out) {
  if (node == nullptr || node->kind != TomlKind::kTable) return;
  const SectionReader table(*node, "[contact]", contact_settings(), errors);
  ContactPolicy& policy = out.rules.contact;
  if (table.find("presets") != nullptr) add_presets(table, presets, errors, out);
  const ContactKeys own = read_contact_keys(table, errors);
  const std::string place = errors.place(node->line, node->column);
  OwnKeys(own, rule_of_gap(presets, policy), policy, place, out.warnings).apply();
  policy.roll = table.word("roll", rules::ContactRoll::kFollowing);
  if (policy.roll == rules::ContactRoll::kNone) {
    for (const ContactTimes& times : policy.times) {
      if (times.rule.empty()) continue;
      out.warnings.push_back(place + ": contact.roll = \"none\" contacts on days that " + times.rule + " closes");
    }
  }
  if (const TomlNode* capacity = table.find("capacity")) read_capacity(*capacity, errors, policy);
}

}  // namespace dunlin::engine
