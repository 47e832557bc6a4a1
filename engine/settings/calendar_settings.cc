// Declarations of calendars/*.toml.
#include <array>

#include "engine/settings/setting.h"
#include "rules/calendar/calendar_rule.h"

namespace dunlin::engine {
namespace {

using enum SettingType;

constexpr int64_t kYearMin = 1900;
constexpr int64_t kYearMax = 2200;

constexpr Setting kCalendar[] = {
    {.key = "id",
     .help = "name of the calendar: an ISO 3166 country makes it that country's, any other is a calendar to be named",
     .required = true},
    {.key = "name", .help = "what people call it"},
    {.key = "source", .help = "the law or publication that it follows"},
    {.key = "base", .help = "a calendar whose holidays hold here too, such as \"DE-BY\""},
    {.key = "regions", .type = kTexts, .help = "each makes a calendar ID-REGION of the holidays that hold there"},
    {.key = "weekend",
     .type = kWords,
     .default_text = R"(["sat", "sun"])",
     .names = rules::kWeekdayNames,
     .help = "days of the week that are no business days; default: those of the base"},
    {.key = "observed",
     .type = kBoolean,
     .default_text = "false",
     .help = "the weekdays on which holidays of a weekend are observed are holidays too"},
    {.key = "holiday", .type = kTables, .help = "its holidays"},
};

constexpr Setting kHoliday[] = {
    {.key = "name", .help = "what the day is called", .required = true},
    {.key = "date", .unit = "MM-DD", .help = "the same day every year"},
    {.key = "easter",
     .type = kInteger,
     .unit = "days",
     .min = -100,
     .max = 200,
     .help = "days after Easter Sunday, negative before"},
    {.key = "weekday",
     .type = kWord,
     .names = rules::kWeekdayNames,
     .help = "a weekday: with nth and month, before or after"},
    {.key = "nth", .type = kInteger, .min = -5, .max = 5, .help = "which one of the month; -1 is the last"},
    {.key = "month", .type = kInteger, .min = 1, .max = 12, .help = "the month of nth"},
    {.key = "before", .unit = "MM-DD", .help = "the last such weekday before this day"},
    {.key = "after", .unit = "MM-DD", .help = "the first such weekday after this day"},
    {.key = "on", .type = kTexts, .unit = "YYYY-MM-DD", .help = "these days only"},
    {.key = "from", .type = kInteger, .unit = "year", .min = kYearMin, .max = kYearMax, .help = "first year"},
    {.key = "until", .type = kInteger, .unit = "year", .min = kYearMin, .max = kYearMax, .help = "last year"},
    {.key = "years",
     .type = kIntegers,
     .unit = "years",
     .min = kYearMin,
     .max = kYearMax,
     .help = "in these years; beside from and until: in these too"},
    {.key = "except_years",
     .type = kIntegers,
     .unit = "years",
     .min = kYearMin,
     .max = kYearMax,
     .help = "not in these years"},
    {.key = "weekdays", .type = kWords, .names = rules::kWeekdayNames, .help = "counts only when it falls on one of these"},
    {.key = "move", .type = kTable, .unit = "days", .help = "by weekday: kept so many days later instead, { sun = -1 }"},
    {.key = "observed",
     .type = kTable,
     .unit = "days",
     .help = "by weekday: kept on that day too where the calendar counts observed days, { sat = -1, sun = 1 }"},
    {.key = "substitute",
     .type = kBoolean,
     .default_text = "false",
     .help = "on a weekend the next weekday that is no holiday is one too"},
    {.key = "not_in_easter_week",
     .type = kBoolean,
     .default_text = "false",
     .help = "in the week that ends with Easter Sunday it is kept a week later"},
    {.key = "regions", .type = kTexts, .help = "only there; default: everywhere"},
    {.key = "not_regions", .type = kTexts, .help = "everywhere but there; not in the calendar without a region"},
};

}  // namespace

std::span<const Setting> calendar_settings() { return kCalendar; }
std::span<const Setting> holiday_settings() { return kHoliday; }

}  // namespace dunlin::engine
