// Open days and hours of a place, and which closed days a contact leaves ahead of.
#include "rules/contact/open_hours.h"

#include <gtest/gtest.h>

#include "rules/contact/debtor_places.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

using test::day;

WeekHours every_day(int32_t from, int32_t until) {
  WeekHours hours;
  hours.fill(DayHours{from, until});
  return hours;
}

int64_t utc(const char* date, int32_t second) { return int64_t{day(date).days} * 86'400 + second; }

TEST(OpenHours, IntersectionOverZonesAndRules) {
  const Zone east{{0}, {-4 * 3600}};
  const Zone west{{0}, {-7 * 3600}};
  Place place;
  place.zones = {&east, &west};
  ContactPolicy policy;
  policy.times.push_back({.hours = every_day(8 * 3600, 21 * 3600)});
  const Permission both = open_hours(policy, std::nullopt, place, day("2024-07-01"));
  EXPECT_EQ(both.not_before, utc("2024-07-01", 15 * 3600)) << "eight in the west";
  EXPECT_EQ(both.not_after, utc("2024-07-02", 1 * 3600)) << "nine in the evening in the east";
  policy.times.push_back({.hours = every_day(9 * 3600, 12 * 3600)});
  const Permission stricter = open_hours(policy, std::nullopt, place, day("2024-07-01"));
  EXPECT_EQ(stricter.not_before, utc("2024-07-01", 16 * 3600));
  EXPECT_EQ(stricter.not_after, utc("2024-07-01", 16 * 3600)) << "both ends are inside";
  policy.times.push_back({.hours = every_day(20 * 3600, 21 * 3600)});
  EXPECT_EQ(open_hours(policy, std::nullopt, place, day("2024-07-01")).answer, Deferral::kNoCommonHours);
}

struct DayCase {
  const char* name;
  const char* date;
  Deferral expected;
};
class OpenDays : public testing::TestWithParam<DayCase> {};

TEST_P(OpenDays, WeekdaysHolidaysAndWeekdaysWithoutHours) {
  const Calendar calendar({day("2024-04-01")});
  Place place;
  place.calendar = &calendar;
  ContactPolicy policy;
  WeekHours hours = every_day(8 * 3600, 20 * 3600);
  hours[6].reset();
  policy.times.push_back({.weekdays = 0x5F, .holidays = true, .hours = hours});
  EXPECT_EQ(open_hours(policy, std::nullopt, place, day(GetParam().date)).answer, GetParam().expected);
  policy.roll = ContactRoll::kNone;
  EXPECT_EQ(open_hours(policy, std::nullopt, place, day(GetParam().date)).answer, Deferral::kNone);
}

INSTANTIATE_TEST_SUITE_P(Table, OpenDays,
                         testing::Values(DayCase{"tuesday", "2024-04-02", Deferral::kNone},
                                         DayCase{"saturday_is_not_among_the_weekdays", "2024-04-06",
                                                 Deferral::kClosedWeekday},
                                         DayCase{"sunday_has_no_hours", "2024-04-07", Deferral::kClosedWeekday},
                                         DayCase{"easter_monday", "2024-04-01", Deferral::kPublicHoliday}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(OpenHours, RulesForConsumersDoNotBindBusinesses) {
  ContactPolicy policy;
  policy.times.push_back({.weekdays = 0x1F, .whom = Protects::kConsumers});
  const core::Date sunday = day("2024-04-07");
  EXPECT_EQ(open_hours(policy, core::DebtorKind::kBusiness, Place(), sunday).answer, Deferral::kNone);
  EXPECT_EQ(open_hours(policy, core::DebtorKind::kConsumer, Place(), sunday).answer, Deferral::kClosedWeekday);
  EXPECT_EQ(open_hours(policy, std::nullopt, Place(), sunday).answer, Deferral::kClosedWeekday) << "kind unknown: bound";
}

/// A step of `scheduled` leaves on `leaves` when on that day the run looks so far ahead that it covers the scheduled day.
struct RollCase {
  const char* name;
  ContactRoll roll;
  const char* scheduled;
  const char* leaves;
};
class Rolls : public testing::TestWithParam<RollCase> {};

TEST_P(Rolls, LeaveOnTheDayOfTheRule) {
  // The TARGET holidays of dun.rundate.
  const Calendar calendar({day("2024-03-29"), day("2024-04-01"), day("2024-12-25"), day("2024-12-26"), day("2025-05-01")});
  Place place;
  place.calendar = &calendar;
  ContactPolicy policy;
  policy.times.push_back({.weekdays = kMondayToFriday, .holidays = true});
  policy.roll = GetParam().roll;
  // The first run that is open and sees the step as due, from long before its day.
  core::Date run = day(GetParam().scheduled) - 20;
  while (!is_open_day(policy, std::nullopt, place, run) ||
         run + days_looked_ahead(policy, std::nullopt, place, run) < day(GetParam().scheduled)) {
    run = run + 1;
  }
  EXPECT_EQ(core::to_string(run), GetParam().leaves);
}

constexpr auto kFollowing = ContactRoll::kFollowing;
constexpr auto kPreceding = ContactRoll::kPreceding;
constexpr auto kModified = ContactRoll::kModifiedFollowing;
INSTANTIATE_TEST_SUITE_P(RunDates, Rolls,
                         testing::Values(RollCase{"good_friday_following", kFollowing, "2024-03-29", "2024-04-02"},
                                         RollCase{"good_friday_preceding", kPreceding, "2024-03-29", "2024-03-28"},
                                         RollCase{"good_friday_modified", kModified, "2024-03-29", "2024-03-28"},
                                         RollCase{"easter_sunday_following", kFollowing, "2024-03-31", "2024-04-02"},
                                         RollCase{"easter_sunday_preceding", kPreceding, "2024-03-31", "2024-03-28"},
                                         RollCase{"easter_sunday_modified", kModified, "2024-03-31", "2024-03-28"},
                                         RollCase{"easter_monday_modified", kModified, "2024-04-01", "2024-04-02"},
                                         RollCase{"first_of_june_following", kFollowing, "2024-06-01", "2024-06-03"},
                                         RollCase{"first_of_june_preceding", kPreceding, "2024-06-01", "2024-05-31"},
                                         RollCase{"first_of_june_modified", kModified, "2024-06-01", "2024-06-03"},
                                         RollCase{"christmas_following", kFollowing, "2024-12-25", "2024-12-27"},
                                         RollCase{"christmas_preceding", kPreceding, "2024-12-25", "2024-12-24"},
                                         RollCase{"christmas_modified", kModified, "2024-12-25", "2024-12-27"},
                                         RollCase{"may_day_preceding", kPreceding, "2025-05-01", "2025-04-30"},
                                         RollCase{"may_day_modified", kModified, "2025-05-01", "2025-05-02"},
                                         RollCase{"open_day_preceding", kPreceding, "2024-07-03", "2024-07-03"},
                                         RollCase{"open_day_modified", kModified, "2024-07-03", "2024-07-03"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(DebtorPlaces, OwnZonesThenThoseOfThePlaceThenTheInstallations) {
  ZoneBook zones;
  for (const char* name : {"Europe/Berlin", "America/New_York", "Pacific/Honolulu"}) zones.add(name, {{0}, {0}});
  zones.set_default("Europe/Berlin");
  const core::AccountPage page = test::make_page(
      {{.id = "A", .texts = {{core::Field::kTimezones, "Pacific/Honolulu;America/New_York"}, {core::Field::kCountry, "US"}}},
       {.id = "B", .texts = {{core::Field::kCountry, "US"}, {core::Field::kRegion, "NY"}}},
       {.id = "C", .texts = {{core::Field::kTimezones, "Mars/Olympus"}}},
       {.id = "E"}});
  DebtorPlaces places(page, nullptr, &zones, "DE");
  EXPECT_EQ(places.of(0).zones, (std::vector{zones.find("Pacific/Honolulu"), zones.find("America/New_York")}));
  EXPECT_EQ(places.of(1).zones, (std::vector{zones.find("America/New_York")}));
  EXPECT_EQ(places.of(2).zones, (std::vector{zones.find("Europe/Berlin")}));
  EXPECT_EQ(places.of(3).zones, (std::vector{zones.find("Europe/Berlin")}));
}

}  // namespace
}  // namespace dunlin::rules
