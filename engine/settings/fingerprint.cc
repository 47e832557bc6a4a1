#include "engine/settings/fingerprint.h"

#include <sodium.h>

#include <array>
#include <string_view>

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

void dump_policies(const rules::RulebookSource& source, Dump& dump) {
  dump.begin("policies");
  dump.text("base_currency", core::to_string(source.base_currency));
  dump.text("country", source.default_country);
  dump.number("across", static_cast<int64_t>(source.allocation.across));
  for (const rules::ClaimPart part : source.allocation.within) dump.number("within", static_cast<int64_t>(part));
  dump.number("grace_days", source.standing.grace_days);
  dump.number("promise_tolerance_days", source.standing.promise_tolerance_days);
  dump.number("dispute_excludes", static_cast<int64_t>(source.standing.dispute_excludes));
  dump.number("limitation", static_cast<int64_t>(source.standing.limitation));
  dump.number("due_roll", static_cast<int64_t>(source.standing.due_roll));
  dump.number("net_credits", source.net_credits);
  dump.text("exclude_when", source.exclude_when.text);
  dump.number("min_days_between", source.contact.min_days_between);
  for (const rules::ContactCap& cap : source.contact.caps) {
    dump.begin("cap");
    dump.number("channels", cap.channels);
    dump.number("max", cap.max);
    dump.number("per_days", cap.per_days);
    dump.number("scope", static_cast<int64_t>(cap.scope));
  }
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
  for (const rules::Segment& segment : source.strategy.segments) {
    dump.begin("segment");
    dump.text("id", segment.id);
    dump.text("when", segment.when.text);
    dump.text("scenario", segment.scenario);
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
  dump.amounts("fee.flat", step.fee.flat);
  dump.number("fee.per_receivable", step.fee.per == rules::FeePer::kReceivable);
  dump.number("stage", static_cast<int64_t>(step.stage));
  dump.number("action", static_cast<int64_t>(step.action));
  dump.number("priority", step.priority);
  dump.text("priority_rule", step.priority_rule.text);
  dump.set("cc", step.cc);
  dump.set("for_flag", step.for_flag);
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
  for (const rules::Step& step : scenario.steps) dump_step(step, dump);
}

}  // namespace

std::string canonical_rules(const rules::RulebookSource& source) {
  Dump dump;
  dump_policies(source, dump);
  dump_calendars(source, dump);
  dump_strategy(source, dump);
  if (source.scorecard) dump_score(*source.scorecard, dump);
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
