// Rules of holidays becoming days, and days being counted.
#include "rules/calendar/calendar.h"

#include <gtest/gtest.h>

#include "rules/calendar/compile_calendars.h"
#include "rules/calendar/due_roll.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

using test::day;

std::vector<std::string> texts(const std::vector<NamedDay>& days) {
  std::vector<std::string> out;
  for (const NamedDay& named : days) out.push_back(to_string(named.date));
  return out;
}

std::vector<std::string> days_of(HolidayRule rule, int32_t first, int32_t last, bool observed = false) {
  const CalendarPolicy policy{.id = "X", .observed = observed, .holidays = {std::move(rule)}};
  return texts(named_holidays({&policy, 1}, "X", {first, last}));
}

using Texts = std::vector<std::string>;

TEST(Easter, AgreesWithTheTables) {
  // Butcher's remainders are checked against a second algorithm (Gauss, with both of its exceptions) and known extremes.
  for (int32_t year = 1900; year <= 2199; ++year) {
    const int32_t century = year / 100;
    const int32_t m = (15 + century - century / 4 - (8 * century + 13) / 25) % 30;
    const int32_t n = (4 + century - century / 4) % 7;
    const int32_t d = (19 * (year % 19) + m) % 30;
    const int32_t e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7;
    int32_t after = 22 + d + e;  // of March
    const bool late = d == 29 && e == 6;
    const bool late_too = d == 28 && e == 6 && (11 * m + 11) % 30 < 19;
    if (late || late_too) after -= 7;
    EXPECT_EQ(easter_sunday(year), core::date_of(year, 3, 1) + (after - 1)) << year;
  }
  EXPECT_EQ(easter_sunday(2008), day("2008-03-23"));
  EXPECT_EQ(easter_sunday(2024), day("2024-03-31"));
  EXPECT_EQ(easter_sunday(2025), day("2025-04-20"));
  EXPECT_EQ(easter_sunday(2038), day("2038-04-25"));
}

TEST(HolidayRules, FindTheirDay) {
  EXPECT_EQ(days_of({.month = 12, .day = 25}, 2024, 2025), (Texts{"2024-12-25", "2025-12-25"}));
  EXPECT_EQ(days_of({.month = 2, .day = 29}, 2023, 2025), Texts{"2024-02-29"});
  EXPECT_EQ(days_of({.form = HolidayForm::kEaster, .days = -2}, 2024, 2024), Texts{"2024-03-29"});
  EXPECT_EQ(days_of({.form = HolidayForm::kNthWeekday, .month = 11, .weekday = 3, .nth = 4}, 2024, 2024),
            Texts{"2024-11-28"});
  EXPECT_EQ(days_of({.form = HolidayForm::kNthWeekday, .month = 5, .weekday = 0, .nth = -1}, 2024, 2024),
            Texts{"2024-05-27"});
  EXPECT_EQ(days_of({.form = HolidayForm::kNthWeekday, .month = 5, .weekday = 0, .nth = -2}, 2024, 2024),
            Texts{"2024-05-20"});
  EXPECT_EQ(days_of({.form = HolidayForm::kNthWeekday, .month = 2, .weekday = 3, .nth = 5}, 2023, 2025),
            Texts{"2024-02-29"});
  EXPECT_EQ(days_of({.form = HolidayForm::kWeekdayBefore, .month = 11, .day = 23, .weekday = 2}, 2022, 2023),
            (Texts{"2022-11-16", "2023-11-22"}));
  EXPECT_EQ(days_of({.form = HolidayForm::kWeekdayAfter, .month = 9, .day = 4, .weekday = 3}, 2024, 2025),
            (Texts{"2024-09-05", "2025-09-11"}));
  EXPECT_EQ(days_of({.form = HolidayForm::kOnce, .dates = {day("2017-10-31"), day("2050-01-01")}}, 2010, 2020),
            Texts{"2017-10-31"});
}

TEST(HolidayRules, HoldInTheirYears) {
  EXPECT_EQ(days_of({.month = 5, .day = 1, .from = 2001, .until = 2002}, 2000, 2005), (Texts{"2001-05-01", "2002-05-01"}));
  EXPECT_EQ(days_of({.month = 5, .day = 1, .from = 2004, .years = {2001}, .except_years = {2005}}, 2000, 2006),
            (Texts{"2001-05-01", "2004-05-01", "2006-05-01"}));
  EXPECT_EQ(days_of({.month = 5, .day = 1, .years = {2001, 2003}}, 2000, 2006), (Texts{"2001-05-01", "2003-05-01"}));
  // Saturday 1 January 2000, Sunday 2 January 2000.
  EXPECT_EQ(days_of({.month = 1, .day = 2, .weekdays = 0x3F}, 2000, 2001), Texts{"2001-01-02"});
}

TEST(HolidayRules, MoveAndAreObserved) {
  HolidayRule kings_day{.month = 4, .day = 27};
  kings_day.move[6] = -1;
  EXPECT_EQ(days_of(kings_day, 2024, 2025), (Texts{"2024-04-27", "2025-04-26"}));
  HolidayRule new_year{.month = 1, .day = 1};
  new_year.observed[5] = -1;
  new_year.observed[6] = 1;
  EXPECT_EQ(days_of(new_year, 2022, 2023), (Texts{"2022-01-01", "2023-01-01"}));
  EXPECT_EQ(days_of(new_year, 2022, 2023, true), (Texts{"2021-12-31", "2022-01-01", "2023-01-01", "2023-01-02"}));
  // The first Thursday of April 2026 is Maundy Thursday, that of 2025 is not in Holy Week.
  EXPECT_EQ(days_of({.form = HolidayForm::kNthWeekday, .month = 4, .weekday = 3, .nth = 1, .not_in_easter_week = true}, 2025,
                    2026),
            (Texts{"2025-04-03", "2026-04-09"}));
}

TEST(HolidayRules, SubstitutesTakeTheNextFreeWeekday) {
  const CalendarPolicy policy{.id = "GB",
                              .holidays = {{.name = "Boxing Day", .month = 12, .day = 26, .substitute = true},
                                           {.name = "Christmas Day", .month = 12, .day = 25, .substitute = true}}};
  const auto of = [&](int32_t year) { return texts(named_holidays({&policy, 1}, "GB", {year, year})); };
  EXPECT_EQ(of(2020), (Texts{"2020-12-25", "2020-12-26", "2020-12-28"}));                // Friday, Saturday
  EXPECT_EQ(of(2021), (Texts{"2021-12-25", "2021-12-26", "2021-12-27", "2021-12-28"}));  // Saturday, Sunday
  EXPECT_EQ(of(2022), (Texts{"2022-12-25", "2022-12-26", "2022-12-27"}));                // Sunday, Monday
  EXPECT_EQ(of(2023), (Texts{"2023-12-25", "2023-12-26"}));
  const auto named = named_holidays({&policy, 1}, "GB", {2021, 2021});
  EXPECT_EQ(named[2].name, "Christmas Day");
  EXPECT_EQ(named[3].name, "Boxing Day");
}

TEST(CompiledCalendars, KnowRegionsAndBases) {
  const CalendarPolicy policies[] = {
      {.id = "DE",
       .regions = {"BY", "BE"},
       .holidays = {{.month = 1, .day = 1},
                    {.month = 1, .day = 6, .regions = {"BY"}},
                    {.month = 3, .day = 8, .not_regions = {"BY"}}}},
      {.id = "ACME", .base = "DE-BY", .working = 0x1E, .holidays = {{.month = 12, .day = 24}}},
      {.id = "A", .base = "B", .holidays = {{.month = 7, .day = 1}}},
      {.id = "B", .base = "A", .holidays = {{.month = 7, .day = 2}}}};
  EXPECT_EQ(calendar_names(policies), (Texts{"DE", "DE-BY", "DE-BE", "ACME", "A", "B"}));
  const CalendarBook book = compile_calendars(policies, {2026, 2026});
  EXPECT_EQ(book.find("DE")->holidays().size(), 1U);
  EXPECT_EQ(book.find("DE-BE")->holidays().size(), 2U);
  EXPECT_TRUE(book.of("DE", "BY").is_holiday(day("2026-01-06")));
  EXPECT_TRUE(book.of("DE", "DE-BY").is_holiday(day("2026-01-06")));
  EXPECT_FALSE(book.of("DE", "XX").is_holiday(day("2026-01-06")));
  EXPECT_TRUE(book.of("DE", "XX").is_holiday(day("2026-01-01")));
  EXPECT_FALSE(book.of("FR", "").is_holiday(day("2026-01-01")));
  EXPECT_FALSE(book.of("FR", "").is_business_day(day("2026-01-03")));  // a Saturday
  const Calendar* own = book.find("ACME");
  ASSERT_NE(own, nullptr);
  EXPECT_TRUE(own->is_holiday(day("2026-01-06")));
  EXPECT_TRUE(own->is_holiday(day("2026-12-24")));
  EXPECT_FALSE(own->is_business_day(day("2026-06-01")));  // a Monday, the weekend of this firm
  EXPECT_TRUE(book.find("A")->is_holiday(day("2026-07-02")));
  EXPECT_EQ(book.find("XX"), nullptr);
  EXPECT_TRUE(named_holidays(policies, "DE-XX", {}).empty());
}

TEST(Calendar, CountsBusinessDays) {
  const Calendar calendar({day("2024-03-29"), day("2024-04-01")});  // Good Friday and Easter Monday
  EXPECT_EQ(calendar.following(day("2024-03-28")), day("2024-03-28"));
  EXPECT_EQ(calendar.following(day("2024-03-29")), day("2024-04-02"));
  EXPECT_EQ(calendar.preceding(day("2024-04-01")), day("2024-03-28"));
  EXPECT_EQ(calendar.modified_following(day("2024-03-30")), day("2024-03-28"));
  EXPECT_EQ(calendar.modified_following(day("2024-04-06")), day("2024-04-08"));
  EXPECT_EQ(calendar.add_business_days(day("2024-03-28"), 2), day("2024-04-03"));
  EXPECT_EQ(calendar.add_business_days(day("2024-03-30"), 0), day("2024-03-30"));
}

TEST(DueRoll, MovesDueDatesOfAPageOnly) {
  const Calendar germany({day("2024-12-25"), day("2024-12-26")});
  const Calendar weekends_only;
  core::AccountPage page = test::make_page({{.id = "D1",
                                             .receivables = {{"R1", 100, day("2024-12-25").days},
                                                             {"R2", 100, day("2024-12-24").days},
                                                             {"R3", 100, day("2024-06-01").days}}},
                                            {.id = "D2", .receivables = {{"R4", 100, day("2024-12-25").days}}}});
  const Calendar* const of_debtor[] = {&germany, &weekends_only};
  const std::vector<int64_t> agreed = roll_due_dates(page, of_debtor);
  const auto* due = page.rows(core::RecordKind::kReceivable).ints(core::Field::kDueDate);
  ASSERT_EQ(agreed.size(), 4U);
  EXPECT_EQ(agreed[0], day("2024-12-25").days);
  EXPECT_EQ((*due)[0], day("2024-12-27").days);
  EXPECT_EQ((*due)[1], day("2024-12-24").days);
  EXPECT_EQ((*due)[2], day("2024-06-03").days);
  EXPECT_EQ((*due)[3], day("2024-12-25").days);
  EXPECT_TRUE(roll_due_dates(page, of_debtor).empty());  // a business day stays
}

}  // namespace
}  // namespace dunlin::rules
