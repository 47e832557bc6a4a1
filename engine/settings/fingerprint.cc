#include "engine/settings/fingerprint.h"

#include <sodium.h>

#include <array>
#include <set>
#include <string_view>

#include "core/hash.h"
#include "rules/calendar/zones_of_places.h"

namespace dunlin::engine {
namespace {

/// Writes `path=value` lines. Texts carry their length, so that no text can look like another line.
class Dump {
 public:
  void number(std::string_view key, int64_t value) { line(key, std::to_string(value)); }
  void text(std::string_view key, std::string_view value) {
    line(key, std::to_string(value.size()) + ":" + std::string(value));
  }
  void amounts(std::string_view key, const std::vector<std::pair<uint32_t, int64_t>>& amounts) {
    std::string value;
    for (const auto& [currency, minor] : amounts) {
      value += core::to_string(core::Currency{currency}) + " " + std::to_string(minor) + ";";
    }
    line(key, value);
  }
  void money(std::string_view key, const rules::MoneyThreshold& money) {
    number(std::string(key) + ".form", static_cast<int64_t>(money.form));
    amounts(key, money.amounts);
  }
  template <class Enum>
  void set(std::string_view key, const std::vector<Enum>& values) {
    std::string value;
    for (const Enum entry : values) value += std::to_string(static_cast<int>(entry)) + ";";
    line(key, value);
  }
  void begin(std::string_view section) { text_ += "[" + std::string(section) + "]\n"; }
  std::string take() { return std::move(text_); }

 private:
  void line(std::string_view key, const std::string& value) { text_ += std::string(key) + "=" + value + "\n"; }
  std::string text_;
};

void dump_times(const rules::ContactTimes& times, Dump& dump) {
  dump.begin("times");
  dump.number("whom", static_cast<int64_t>(times.whom));
  dump.number("weekdays", times.weekdays);
  dump.number("holidays", times.holidays);
  if (!times.hours) return;
  for (const auto& hours : *times.hours) {
    dump.number("from", hours ? hours->from : -1);
    dump.number("until", hours ? hours->until : -1);
  }
}

void dump_contact(const rules::ContactPolicy& contact, Dump& dump) {
  dump.number("min_days_between", contact.min_days_between);
  dump.number("calendar_channels", contact.calendar_channels);
  dump.number("roll", static_cast<int64_t>(contact.roll));
  for (const rules::ContactCap& cap : contact.caps) {
    dump.begin("cap");
    dump.number("whom", static_cast<int64_t>(cap.whom));
    dump.number("channels", cap.channels);
    dump.number("max", cap.max);
    dump.number("per_days", cap.per_days);
    dump.number("scope", static_cast<int64_t>(cap.scope));
    dump.number("counts", static_cast<int64_t>(cap.counts));
  }
  for (const rules::ConversationWait& wait : contact.waits) {
    dump.begin("wait");
    dump.number("whom", static_cast<int64_t>(wait.whom));
    dump.number("channels", wait.channels);
    dump.number("days", wait.days);
    dump.number("scope", static_cast<int64_t>(wait.scope));
  }
  for (const rules::ContactTimes& times : contact.times) dump_times(times, dump);
  for (const rules::FirstNotice& notice : contact.first_notices) {
    dump.begin("first_notice");
    dump.number("whom", static_cast<int64_t>(notice.whom));
    dump.number("kind", static_cast<int64_t>(notice.kind));
    dump.number("blocks", static_cast<int64_t>(notice.blocks));
  }
  for (const rules::RequiredFields& required : contact.required_fields) {
    dump.begin("required_fields");
    dump.number("whom", static_cast<int64_t>(required.whom));
    if (required.letters != rules::Letters::kFirst) dump.number("letters", static_cast<int64_t>(required.letters));
    for (const std::string& field : required.fields) dump.text("field", field);
  }
  for (const rules::ChannelCapacity& capacity : contact.capacity) {
    dump.begin("capacity");
    dump.number("channel", static_cast<int64_t>(capacity.channel));
    dump.number("max", capacity.max);
    dump.number("overflow", capacity.overflow ? static_cast<int64_t>(*capacity.overflow) : -1);
  }
}

/// What the clocks of places and of the default zone say, not which version of the database says it: one that changes none
/// of them decides nothing.
void dump_zones(const rules::ZoneBook& book, Dump& dump) {
  core::StreamHash128 hash;
  const auto add = [&](const auto& values) {
    hash.update({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(values[0])});
  };
  std::vector<std::string_view> names = rules::zones_of_all_places();
  names.push_back(book.default_name());
  for (const std::string_view name : names) {
    const rules::Zone* zone = book.find(name);
    if (zone == nullptr) continue;
    hash.update(std::string(name) + " " + std::to_string(zone->offset.size()) + "\n");
    add(zone->utc_from);
    add(zone->offset);
  }
  dump.text("zones", core::to_hex(hash.digest()));
}

void dump_policies(const rules::RulebookSource& source, Dump& dump) {
  dump.begin("policies");
  dump.text("base_currency", core::to_string(source.base_currency));
  dump.text("country", source.default_country);
  dump.text("timezone", source.zones->default_name());
  dump_zones(*source.zones, dump);
  dump.number("across", static_cast<int64_t>(source.allocation.across));
  for (const rules::ClaimPart part : source.allocation.within) dump.number("within", static_cast<int64_t>(part));
  dump.number("allocated_interest", static_cast<int64_t>(source.allocation.interest));
  if (source.allocation.reads_interest_rule()) dump.text("allocation_rule", source.allocation.interest_rule);
  dump.number("grace_days", source.standing.grace_days);
  dump.number("promise_tolerance_days", source.standing.promise_tolerance_days);
  dump.number("dispute_excludes", static_cast<int64_t>(source.standing.dispute_excludes));
  dump.number("limitation", static_cast<int64_t>(source.standing.limitation));
  dump.number("due_roll", static_cast<int64_t>(source.standing.due_roll));
  dump.number("net_credits", source.net_credits);
  dump.text("exclude_when", source.exclude_when.text);
  dump_contact(source.contact, dump);
  for (const auto& [name, type] : source.attribute_types) {
    dump.begin("attribute");
    dump.text("name", name);
    dump.number("type", static_cast<int64_t>(type));
  }
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += value + ";";
  return text;
}

void dump_holiday(const rules::HolidayRule& rule, Dump& dump) {
  dump.begin("holiday");
  dump.number("form", static_cast<int64_t>(rule.form));
  for (const int64_t part : {int64_t{rule.month}, int64_t{rule.day}, int64_t{rule.days}, int64_t{rule.weekday},
                             int64_t{rule.nth}, int64_t{rule.weekdays}}) {
    dump.number("day", part);
  }
  for (const core::Date date : rule.dates) dump.number("on", date.days);
  if (rule.from) dump.number("from", *rule.from);
  if (rule.until) dump.number("until", *rule.until);
  for (const int32_t year : rule.years) dump.number("year", year);
  for (const int32_t year : rule.except_years) dump.number("except_year", year);
  for (const int8_t days : rule.move) dump.number("move", days);
  for (const int8_t days : rule.observed) dump.number("observed", days);
  dump.number("substitute", rule.substitute);
  dump.number("not_in_easter_week", rule.not_in_easter_week);
  dump.text("regions", joined(rule.regions));
  dump.text("not_regions", joined(rule.not_regions));
}

void dump_calendars(const rules::RulebookSource& source, Dump& dump) {
  dump.text("home_calendar", source.home_calendar);
  for (const rules::CalendarPolicy& calendar : source.calendars) {
    dump.begin("calendar");
    dump.text("id", calendar.id);
    dump.text("base", calendar.base);
    dump.text("regions", joined(calendar.regions));
    dump.number("observed", calendar.observed);
    if (calendar.working) dump.number("working", *calendar.working);
    for (const rules::HolidayRule& rule : calendar.holidays) dump_holiday(rule, dump);
  }
}

void dump_strategy(const rules::RulebookSource& source, Dump& dump) {
  dump.begin("strategy");
  dump.text("default_scenario", source.strategy.default_scenario);
  dump.number("reassign_daily", source.strategy.reassign_daily);
  dump.text("experiment", source.strategy.champion_challenger.experiment);
  for (const auto& arm : source.strategy.champion_challenger.arms) {
    dump.text("arm", arm.scenario);
    dump.number("percent", arm.percent);
  }
  for (const rules::Segment& segment : source.strategy.segments) {
    dump.begin("segment");
    dump.text("id", segment.id);
    dump.text("when", segment.when.text);
    dump.text("scenario", segment.scenario);
  }
}

void dump_fee(const rules::FeeRule& fee, Dump& dump) {
  if (fee.form == rules::FeeForm::kNone) return;
  dump.begin("fee");
  dump.number("form", static_cast<int64_t>(fee.form));
  dump.amounts("flat", fee.flat);
  dump.number("percent", fee.percent);
  for (const rules::FeeRule::Band& band : fee.bands) {
    dump.number("bound", band.bound);
    dump.number("inclusive", band.inclusive);
    dump.number("open", band.open);
    dump.number("fee", band.fee);
    dump.number("percent_over", band.percent_over);
  }
  for (const rules::FeeRule::Slice& slice : fee.slices) {
    dump.number("width", slice.width);
    dump.number("share", slice.percent);
  }
  dump.text("currency", core::to_string(core::Currency{fee.currency}));
  dump.text("fee_currency", core::to_string(core::Currency{fee.fee_currency}));
  dump.number("min", fee.min);
  dump.number("max", fee.max);
  dump.number("rounding", static_cast<int64_t>(fee.rounding));
  dump.number("per", static_cast<int64_t>(fee.per));
  if (fee.only_for) dump.number("only_for", static_cast<int64_t>(*fee.only_for));
  if (fee.reminder_for) dump.number("reminder_for", static_cast<int64_t>(*fee.reminder_for));
}

void dump_interest_rule(const rules::InterestRule& rule, const rules::RateTables& rates, Dump& dump) {
  dump.begin("interest");
  dump.text("id", rule.id);
  dump.text("reference", rule.reference);
  dump.number("rate", rule.rate);
  for (const rules::DatedMargin& margin : rule.margins) {
    dump.text("margin_from", core::to_string(margin.from));
    dump.number("margin", margin.value);
  }
  dump.number("sample", static_cast<int64_t>(rule.sample));
  dump.number("lock", static_cast<int64_t>(rule.lock));
  dump.number("round_up", rule.round_up);
  dump.number("compounding", static_cast<int64_t>(rule.compounding));
  dump.number("convention", static_cast<int64_t>(rule.convention));
  if (rule.only_for) dump.number("only_for", static_cast<int64_t>(*rule.only_for));
  const auto table = rates.find(rule.reference);
  if (table == rates.end()) return;
  for (const rules::DatedRate& rate : table->second.values()) {
    dump.number("from", rate.from);
    dump.number("value", rate.value);
  }
}

/// Rules that decide: those that a step names, and all statutory ones where the law chooses among them.
void dump_interest(const rules::RulebookSource& source, Dump& dump) {
  std::set<std::string_view> named;
  if (source.allocation.reads_interest_rule()) named.insert(source.allocation.interest_rule);
  const auto note = [&](const rules::Step& step) {
    if (step.interest) named.insert(step.interest->rule);
  };
  for (const rules::Scenario& scenario : source.scenarios) {
    for (const rules::Step& step : scenario.steps) note(step);
    for (const auto& step : scenario.on) {
      if (step) note(*step);
    }
  }
  for (const auto& [name, rule] : source.interest) {
    const bool by_law = named.contains(rules::kStatutory) && name.starts_with("statutory-");
    if (by_law || named.contains(name)) dump_interest_rule(rule, source.rates, dump);
  }
}

void dump_score(const rules::ScorecardPolicy& card, Dump& dump) {
  dump.begin("score");
  dump.number("base", card.base);
  for (const auto& risk_class : card.classes) {
    dump.text("class", risk_class.id);
    dump.number("from", risk_class.from);
  }
  for (const auto& characteristic : card.characteristics) {
    dump.begin("characteristic");
    dump.text("feature", characteristic.feature);
    dump.text("reason", characteristic.reason);
    dump.number("missing", characteristic.missing);
    for (const auto& bin : characteristic.bins) {
      dump.begin("bin");
      if (bin.below) dump.text("below", core::to_string(*bin.below));
      for (const std::string& value : bin.in) dump.text("in", value);
      dump.number("points", bin.points);
    }
  }
}

void dump_step(const rules::Step& step, Dump& dump) {
  dump.begin("step");
  dump.text("id", step.id);
  if (step.days) dump.number("days", *step.days);
  dump.number("from", static_cast<int64_t>(step.origin));
  dump.number("end_of_month", step.end_of_month);
  dump.number("days_since_previous", step.days_since_previous);
  dump.text("when", step.when.text);
  dump.money("min_balance", step.min_balance);
  if (step.min_percent) dump.number("min_percent", *step.min_percent);
  dump.set("channels", step.channels);
  dump.text("template", step.template_name);
  dump_fee(step.fee, dump);
  dump.text("fee_after", step.fee_after);
  if (step.interest) {
    dump.text("interest", step.interest->rule);
    dump.number("interest.show", step.interest->show);
    dump.number("interest.charge", step.interest->charge);
  }
  dump.number("stage", static_cast<int64_t>(step.stage));
  dump.number("action", static_cast<int64_t>(step.action));
  dump.number("priority", step.priority);
  dump.text("priority_rule", step.priority_rule.text);
  dump.set("cc", step.cc);
  dump.set("for_flag", step.for_flag);
  if (step.overflow) dump.number("overflow", static_cast<int64_t>(*step.overflow));
  dump.number("repeat", step.repeat);
  dump.number("every", step.every);
  dump.number("completes", static_cast<int64_t>(step.completes));
  dump.number("when_blocked", static_cast<int64_t>(step.when_blocked));
  dump.number("blocked_days", step.blocked_days);
}

void dump_scenario(const rules::Scenario& scenario, Dump& dump) {
  dump.begin("scenario");
  dump.text("id", scenario.id);
  dump.number("unit", static_cast<int64_t>(scenario.unit));
  dump.number("clock", static_cast<int64_t>(scenario.clock));
  dump.number("catch_up", static_cast<int64_t>(scenario.catch_up));
  dump.number("anchor_paid", static_cast<int64_t>(scenario.anchor_paid));
  dump.number("consolidate", static_cast<int64_t>(scenario.consolidate));
  dump.number("list", static_cast<int64_t>(scenario.list));
  dump.money("min_balance", scenario.min_balance);
  dump.money("min_debtor_balance", scenario.min_debtor_balance);
  dump.number("min_days_between_contacts", scenario.min_days_between_contacts);
  dump.text("applies_to", scenario.applies_to.text);
  dump.number("descend", scenario.descend);
  for (const rules::Step& step : scenario.steps) dump_step(step, dump);
  for (const auto& answer : scenario.on) {
    if (answer) dump_step(*answer, dump);
  }
}

}  // namespace

std::string canonical_rules(const rules::RulebookSource& source) {
  Dump dump;
  dump_policies(source, dump);
  dump_calendars(source, dump);
  dump_strategy(source, dump);
  if (source.scorecard) dump_score(*source.scorecard, dump);
  dump_interest(source, dump);
  for (const rules::Scenario& scenario : source.scenarios) dump_scenario(scenario, dump);
  return dump.take();
}

std::string fingerprint_of(const rules::RulebookSource& source) {
  const std::string text = canonical_rules(source);
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::string hex(digest.size() * 2, '0');
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (size_t i = 0; i < digest.size(); ++i) {
    hex[2 * i] = kDigits[digest[i] >> 4];
    hex[2 * i + 1] = kDigits[digest[i] & 15];
  }
  return "sha256:" + hex;
}

}  // namespace dunlin::engine
