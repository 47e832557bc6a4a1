#include "engine/settings/calendar_reader.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/settings/shipped_law.h"
#include "rules/calendar/compile_calendars.h"

namespace dunlin::engine {
namespace {

using rules::HolidayForm;
using rules::HolidayRule;

constexpr std::string_view kFolder = "calendars/";
constexpr int64_t kMoveMax = 6;

uint8_t weekday_bits(const SectionReader& table, std::string_view key) {
  uint8_t bits = 0;
  for (const uint8_t weekday : table.words<uint8_t>(key)) bits = static_cast<uint8_t>(bits | 1U << weekday);
  return bits;
}

/// "12-25"; a leap year's, so that 29 February may be named.
bool read_month_day(const SectionReader& table, std::string_view key, HolidayRule& rule, FileErrors& errors) {
  const auto text = table.text(key);
  if (!text) return false;
  const auto date = core::parse_iso_date("2000-" + *text);
  if (!date) {
    errors.at_value(*table.find(key), "\"" + *text + "\" is not a day of the year", "write MM-DD, such as \"12-25\"");
    return false;
  }
  const core::CivilDate civil = core::civil_of(*date);
  rule.month = civil.month;
  rule.day = civil.day;
  return true;
}

void read_days(const SectionReader& table, HolidayRule& rule, FileErrors& errors) {
  const TomlNode* on = table.find("on");
  for (const TomlNode& entry : on->children) {
    const auto date = core::parse_iso_date(entry.text);
    if (date) {
      rule.dates.push_back(*date);
    } else {
      errors.at_value(entry, "\"" + entry.text + "\" is not a date", "write YYYY-MM-DD");
    }
  }
}

void read_weekday(const SectionReader& table, HolidayRule& rule, FileErrors& errors) {
  rule.weekday = table.word<uint8_t>("weekday", 0);
  const bool has_nth = table.find("nth") != nullptr;
  const bool has_month = table.find("month") != nullptr;
  const int forms = (has_nth || has_month) + (table.find("before") != nullptr) + (table.find("after") != nullptr);
  if (forms != 1 || has_nth != has_month) {
    errors.at_value(*table.find("weekday"), "\"weekday\" needs one of: nth and month, before, after");
    return;
  }
  if (has_nth) {
    rule.form = HolidayForm::kNthWeekday;
    rule.nth = static_cast<int32_t>(table.integer("nth").value_or(0));
    rule.month = static_cast<uint32_t>(table.integer("month").value_or(1));
    if (rule.nth == 0) errors.at_value(*table.find("nth"), "\"nth\" cannot be 0", "1 is the first, -1 the last");
    return;
  }
  rule.form = table.find("before") != nullptr ? HolidayForm::kWeekdayBefore : HolidayForm::kWeekdayAfter;
  read_month_day(table, rule.form == HolidayForm::kWeekdayBefore ? "before" : "after", rule, errors);
}

void read_form(const SectionReader& table, HolidayRule& rule, FileErrors& errors) {
  constexpr std::string_view kForms[] = {"date", "easter", "weekday", "on"};
  const auto has = [&](std::string_view key) { return table.table().find(key) != nullptr; };
  if (std::count_if(std::begin(kForms), std::end(kForms), has) != 1) {
    errors.at_value(table.table(), "a holiday needs one of date, easter, weekday and on");
    return;
  }
  for (const std::string_view key : {"nth", "month", "before", "after"}) {
    if (!has("weekday") && has(key)) {
      errors.at_key(*table.table().find(key), "\"" + std::string(key) + "\" belongs to a \"weekday\"");
    }
  }
  if (table.find("date") != nullptr) {
    read_month_day(table, "date", rule, errors);
  } else if (table.find("easter") != nullptr) {
    rule.form = HolidayForm::kEaster;
    rule.days = static_cast<int32_t>(table.integer("easter").value_or(0));
  } else if (table.find("weekday") != nullptr) {
    read_weekday(table, rule, errors);
  } else if (table.find("on") != nullptr) {
    rule.form = HolidayForm::kOnce;
    read_days(table, rule, errors);
  }
}

/// `{ sun = -1 }`.
std::array<int8_t, 7> read_shift(const SectionReader& table, std::string_view key, FileErrors& errors) {
  std::array<int8_t, 7> shift{};
  const TomlNode* node = table.find(key);
  if (node == nullptr) return shift;
  for (const TomlNode& entry : node->children) {
    const auto weekday = core::find_name(rules::kWeekdayNames, entry.key);
    if (!weekday) {
      errors.at_key(entry, "\"" + entry.key + "\" is not a weekday", nearest_hint(rules::kWeekdayNames, entry.key));
    } else if (entry.kind != TomlKind::kInteger || entry.integer < -kMoveMax || entry.integer > kMoveMax) {
      errors.at_value(entry, "\"" + entry.key + "\" must be a number of days", "-6 to 6");
    } else {
      shift[*weekday] = static_cast<int8_t>(entry.integer);
    }
  }
  return shift;
}

std::vector<int32_t> read_years(const SectionReader& table, std::string_view key) {
  std::vector<int32_t> years;
  const TomlNode* node = table.find(key);
  if (node == nullptr) return years;
  for (const TomlNode& entry : node->children) years.push_back(static_cast<int32_t>(entry.integer));
  return years;
}

std::optional<int32_t> read_year(const SectionReader& table, std::string_view key) {
  const auto year = table.integer(key);
  return year ? std::optional(static_cast<int32_t>(*year)) : std::nullopt;
}

std::vector<std::string> read_regions(const SectionReader& table, std::string_view key,
                                      const std::vector<std::string>& known, FileErrors& errors) {
  const TomlNode* node = table.find(key);
  if (node == nullptr) return {};
  const std::vector<std::string_view> names(known.begin(), known.end());
  for (const TomlNode& entry : node->children) {
    if (std::find(known.begin(), known.end(), entry.text) != known.end()) continue;
    errors.at_value(entry, "region \"" + entry.text + "\" is not among the regions of the calendar",
                    nearest_hint(names, entry.text));
  }
  return table.texts(key);
}

HolidayRule read_holiday(const TomlNode& node, const std::vector<std::string>& regions, FileErrors& errors) {
  const SectionReader table(node, "[[holiday]]", holiday_settings(), errors);
  HolidayRule rule;
  rule.name = table.text("name").value_or("");
  read_form(table, rule, errors);
  rule.from = read_year(table, "from");
  rule.until = read_year(table, "until");
  if (rule.from && rule.until && *rule.until < *rule.from) {
    errors.at_value(*table.find("until"), "\"until\" is before \"from\"");
  }
  rule.years = read_years(table, "years");
  rule.except_years = read_years(table, "except_years");
  if (table.find("weekdays") != nullptr) rule.weekdays = weekday_bits(table, "weekdays");
  rule.move = read_shift(table, "move", errors);
  rule.observed = read_shift(table, "observed", errors);
  rule.substitute = table.boolean("substitute", false);
  rule.not_in_easter_week = table.boolean("not_in_easter_week", false);
  rule.regions = read_regions(table, "regions", regions, errors);
  rule.not_regions = read_regions(table, "not_regions", regions, errors);
  if (!rule.regions.empty() && !rule.not_regions.empty()) {
    errors.at_value(node, "a holiday has either \"regions\" or \"not_regions\"");
  }
  return rule;
}

/// A calendar and the file it came from.
struct FoundCalendar {
  rules::CalendarPolicy policy;
  std::string file;
};

/// The places of what is wrong between calendars are the heads of their files.
void check_together(const std::vector<FoundCalendar>& found, std::vector<core::Error>& errors) {
  std::vector<rules::CalendarPolicy> policies;
  std::map<std::string, std::string> file_of;
  for (const FoundCalendar& calendar : found) {
    policies.push_back(calendar.policy);
    const auto [at, is_new] = file_of.emplace(calendar.policy.id, calendar.file);
    if (is_new || calendar.policy.id.empty()) continue;
    errors.push_back(core::bad_configuration(calendar.file + ":1:1",
                                             "calendar id \"" + calendar.policy.id + "\" is also in " + at->second,
                                             "a file with that name takes its place"));
  }
  const std::vector<std::string> names = rules::calendar_names(policies);
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const FoundCalendar& calendar : found) {
    const std::string& base = calendar.policy.base;
    if (base.empty()) continue;
    if (base == calendar.policy.id || base.starts_with(calendar.policy.id + "-")) {
      errors.push_back(core::bad_configuration(calendar.file + ":1:1", "base \"" + base + "\" is the calendar itself"));
    } else if (std::find(names.begin(), names.end(), base) == names.end()) {
      errors.push_back(core::bad_configuration(calendar.file + ":1:1", "base \"" + base + "\" is no calendar",
                                               nearest_hint(known, base)));
    }
  }
}

}  // namespace

rules::CalendarPolicy read_calendar(const TomlNode& root, FileErrors& errors) {
  const SectionReader table(root, "the calendar", calendar_settings(), errors);
  rules::CalendarPolicy policy;
  policy.id = table.text("id").value_or("");
  policy.name = table.text("name").value_or(policy.id);
  policy.source = table.text("source").value_or("");
  policy.base = table.text("base").value_or("");
  policy.regions = table.texts("regions");
  policy.observed = table.boolean("observed", false);
  if (table.find("weekend") != nullptr) {
    policy.working = static_cast<uint8_t>(~weekday_bits(table, "weekend") & rules::kEveryWeekday);
    if (*policy.working == 0) {
      errors.at_value(*table.find("weekend"), "a week needs at least one business day");
      policy.working = std::nullopt;
    }
  }
  if (const TomlNode* holidays = table.find("holiday")) {
    for (const TomlNode& entry : holidays->children) {
      policy.holidays.push_back(read_holiday(entry, policy.regions, errors));
    }
  }
  return policy;
}

std::vector<rules::CalendarPolicy> read_calendars(const ConfigurationBundle& bundle, std::vector<core::Error>& errors) {
  std::map<std::string, std::pair<std::string, std::string_view>> files;  // name -> how messages call it, text
  for (const auto& [name, text] : law_of(bundle)) {
    if (name.starts_with(kFolder)) files.emplace(name, std::make_pair("shipped " + std::string(name), text));
  }
  for (const auto& [name, text] : bundle.files) {
    if (name.starts_with(kFolder)) files.insert_or_assign(name, std::make_pair(name, std::string_view(text)));
  }
  std::vector<FoundCalendar> found;
  for (const auto& [name, file] : files) {
    core::Result<TomlNode> parsed = parse_toml(file.second, file.first);
    if (!parsed) {
      errors.push_back(parsed.error());
      continue;
    }
    FileErrors of_file(file.first, errors);
    found.push_back({read_calendar(*parsed, of_file), file.first});
  }
  check_together(found, errors);
  std::vector<rules::CalendarPolicy> policies;
  for (FoundCalendar& calendar : found) policies.push_back(std::move(calendar.policy));
  return policies;
}

bool uses_calendars(const rules::RulebookSource& source) {
  const auto& times = source.contact.times;
  const bool closes = std::any_of(times.begin(), times.end(), [](const auto& rule) { return rule.holidays; });
  return source.standing.due_roll != rules::DueRoll::kNone || closes || !source.contact.first_notices.empty() ||
         !source.home_calendar.empty();
}

}  // namespace dunlin::engine
