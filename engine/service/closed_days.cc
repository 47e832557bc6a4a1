#include "engine/service/closed_days.h"

#include <algorithm>

#include "engine/settings/calendar_reader.h"
#include "rules/calendar/compile_calendars.h"

namespace dunlin::engine {

core::Result<ResultTable> closed_days(const SiteOptions& options, const std::string& calendar, int32_t year) {
  DUNLIN_ASSIGN(const ConfigurationBundle bundle, read_bundle(config_path(options)));
  std::vector<core::Error> errors;
  const auto policies = read_calendars(bundle, errors);
  if (!errors.empty()) return errors.front();
  // The years beside it too: what is observed may cross New Year.
  const rules::YearRange years{year - 1, year + 1};
  const rules::CalendarBook book = rules::compile_calendars(policies, years);
  const rules::Calendar* found = book.find(calendar);
  if (found == nullptr) {
    const std::vector<std::string> names = rules::calendar_names(policies);
    const std::vector<std::string_view> known(names.begin(), names.end());
    return core::Error{core::ErrorKind::kUsage, "--calendar " + calendar, "is not a calendar",
                       nearest_hint(known, calendar)};
  }
  const rules::Calendar weekends({}, found->working());
  ResultTable table{{{"date"}, {"weekday"}, {"holiday"}, {"business_day_lost", CellKind::kJson}}, {}};
  for (const rules::NamedDay& day : rules::named_holidays(policies, calendar, years)) {
    if (core::civil_of(day.date).year != year) continue;
    table.rows.push_back({to_string(day.date), std::string(rules::kWeekdayNames[core::weekday_of(day.date)]),
                          std::string(day.name), weekends.is_business_day(day.date) ? "true" : "false"});
  }
  return table;
}

}  // namespace dunlin::engine
