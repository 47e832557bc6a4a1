// Hours of the day as UTC, on ordinary days and on those on which clocks change.
#include "rules/calendar/contact_window.h"

#include <gtest/gtest.h>

#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

using test::day;

constexpr int32_t kHour = 3600;

int64_t utc(std::string_view date, int32_t hour, int32_t minute = 0, int32_t second = 0) {
  return day(date).days * int64_t{86'400} + hour * kHour + minute * 60 + second;
}

/// Berlin of 2026: summer time from 29 March 01:00 to 25 October 01:00 UTC.
Zone berlin() { return {{0, utc("2026-03-29", 1), utc("2026-10-25", 1)}, {1 * kHour, 2 * kHour, 1 * kHour}}; }
Zone fixed(int32_t hours) { return {{0}, {hours * kHour}}; }

TEST(Zones, LocalTimesThatJumpAndRepeat) {
  const Zone zone = berlin();
  EXPECT_EQ(zone.instants_of(day("2026-01-10"), 8 * kHour).first, utc("2026-01-10", 7));
  EXPECT_EQ(zone.instants_of(day("2026-07-10"), 8 * kHour).first, utc("2026-07-10", 6));
  EXPECT_EQ(zone.instants_of(day("2026-03-29"), 8 * kHour).first, utc("2026-03-29", 6));
  const LocalInstants skipped = zone.instants_of(day("2026-03-29"), 2 * kHour + 1800);
  EXPECT_TRUE(skipped.skipped);
  EXPECT_EQ(skipped.first, utc("2026-03-29", 1));
  EXPECT_FALSE(zone.instants_of(day("2026-03-29"), 3 * kHour).skipped);
  EXPECT_EQ(zone.instants_of(day("2026-03-29"), 3 * kHour).first, utc("2026-03-29", 1));
  const LocalInstants twice = zone.instants_of(day("2026-10-25"), 2 * kHour + 1800);
  EXPECT_EQ(twice.first, utc("2026-10-25", 0, 30));
  EXPECT_EQ(twice.last, utc("2026-10-25", 1, 30));
  EXPECT_EQ(zone.date_at(utc("2026-01-10", 22, 59)), day("2026-01-10"));
  EXPECT_EQ(zone.date_at(utc("2026-01-10", 23)), day("2026-01-11"));
  EXPECT_EQ(Zone().instants_of(day("2026-01-10"), 5).first, utc("2026-01-10", 0, 0, 5));
}

TEST(ContactWindow, IsTheIntersectionOverTheZones) {
  const Zone here = berlin();
  const Zone east = fixed(9);
  const Zone west = fixed(-10);
  const struct {
    const char* name;
    const char* date;
    int32_t from, until;
    std::vector<const Zone*> zones;
    int64_t not_before, not_after;
  } kCases[] = {
      {"one zone", "2026-01-10", 8, 20, {&here}, utc("2026-01-10", 7), utc("2026-01-10", 19)},
      {"summer", "2026-07-10", 8, 20, {&here}, utc("2026-07-10", 6), utc("2026-07-10", 18)},
      {"latest start, earliest end", "2026-01-10", 8, 20, {&here, &east}, utc("2026-01-10", 7), utc("2026-01-10", 11)},
      {"a short day", "2026-03-29", 1, 4, {&here}, utc("2026-03-29", 0), utc("2026-03-29", 2)},
      {"the second of two starts", "2026-10-25", 2, 8, {&here}, utc("2026-10-25", 1), utc("2026-10-25", 7)},
      {"the first of two ends", "2026-10-25", 0, 2, {&here}, utc("2026-10-24", 22), utc("2026-10-25", 0)},
  };
  for (const auto& c : kCases) {
    const ContactWindow window = contact_window(day(c.date), c.from * kHour, c.until * kHour, c.zones);
    EXPECT_EQ(window.not_before, c.not_before) << c.name;
    EXPECT_EQ(window.not_after, c.not_after) << c.name;
    EXPECT_LE(window.not_before, window.not_after) << c.name;
  }
  const Zone* const apart[] = {&east, &west};
  for (const ContactWindow& empty : {contact_window(day("2026-01-10"), 8 * kHour, 20 * kHour, apart),
                                     contact_window(day("2026-01-10"), 8 * kHour, 20 * kHour, {}),
                                     contact_window(day("2026-01-10"), 20 * kHour, 8 * kHour, {apart, 1})}) {
    EXPECT_GT(empty.not_before, empty.not_after);
  }
}

TEST(ContactWindow, AnEndThatTheClockJumpsOverIsTheSecondBefore) {
  const Zone zone = berlin();
  const Zone* const zones[] = {&zone};
  const ContactWindow window = contact_window(day("2026-03-29"), 0, 2 * kHour + 1800, zones);
  EXPECT_EQ(window.not_after, utc("2026-03-29", 0, 59, 59));
}

TEST(ZonesOfPlaces, NameEveryClockThatAPlaceMayHave) {
  const auto of = [](std::string_view country, std::string_view region) {
    const auto zones = ZoneBook::zones_of(country, region);
    return std::vector<std::string_view>(zones.begin(), zones.end());
  };
  using Zones = std::vector<std::string_view>;
  EXPECT_EQ(of("DE", "BY"), Zones{"Europe/Berlin"});
  EXPECT_EQ(of("DE", ""), Zones{"Europe/Berlin"});
  EXPECT_EQ(of("US", "NY"), Zones{"America/New_York"});
  EXPECT_EQ(of("US", "US-TX"), (Zones{"America/Chicago", "America/Denver"}));
  EXPECT_EQ(of("US", "AZ"), (Zones{"America/Phoenix", "America/Denver"}));
  EXPECT_EQ(of("ES", "TF"), Zones{"Atlantic/Canary"});
  EXPECT_EQ(of("ES", "M"), Zones{"Europe/Madrid"});
  EXPECT_EQ(of("PT", "20"), Zones{"Atlantic/Azores"});
  EXPECT_EQ(of("US", "").size(), 8U);
  EXPECT_EQ(of("US", "").front(), "America/New_York");
  EXPECT_EQ(of("RU", "").size(), 11U);
  EXPECT_TRUE(of("XX", "").empty());
}

}  // namespace
}  // namespace dunlin::rules
