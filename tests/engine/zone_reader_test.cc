// The system's zones as tables: before 2037, behind the last change that the files list, and what is no zone at all.
#include "engine/settings/zone_reader.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dunlin::engine {
namespace {

int64_t utc(int32_t year, uint32_t month, uint32_t day, int32_t hour, int32_t minute = 0) {
  return core::date_of(year, month, day).days * int64_t{86'400} + hour * 3600 + minute * 60;
}

TEST(ZoneReader, OffsetsAgreeWithTheClocks) {
  const struct {
    const char* zone;
    int64_t at;
    int32_t minutes;
  } kCases[] = {{"Europe/Berlin", utc(2026, 1, 15, 12), 60},
                {"Europe/Berlin", utc(2026, 3, 29, 0, 59), 60},
                {"Europe/Berlin", utc(2026, 3, 29, 1), 120},
                {"Europe/Berlin", utc(2026, 10, 25, 0, 59), 120},
                {"Europe/Berlin", utc(2026, 10, 25, 1), 60},
                {"Europe/Berlin", utc(1975, 7, 1, 12), 60},
                {"Europe/Berlin", utc(2080, 7, 1, 12), 120},
                {"America/New_York", utc(2050, 7, 1, 12), -240},
                {"America/New_York", utc(2099, 12, 31, 12), -300},
                {"America/Phoenix", utc(2024, 7, 1, 12), -420},
                {"Australia/Lord_Howe", utc(2060, 1, 1, 12), 660},
                {"Australia/Lord_Howe", utc(2060, 7, 1, 12), 630},
                {"Europe/Dublin", utc(2070, 7, 1, 12), 60},
                {"Europe/Dublin", utc(2070, 1, 1, 12), 0},
                {"Asia/Kolkata", utc(2026, 1, 1, 12), 330},
                {"Asia/Kathmandu", utc(1980, 1, 1, 12), 330},
                {"Asia/Kathmandu", utc(2026, 1, 1, 12), 345},
                {"Europe/Moscow", utc(2012, 1, 1, 12), 240},
                {"Europe/Moscow", utc(2026, 1, 1, 12), 180},
                {"America/Sao_Paulo", utc(2015, 1, 1, 12), -120},
                {"America/Sao_Paulo", utc(2026, 1, 1, 12), -180},
                {"US/Eastern", utc(2026, 1, 1, 12), -300},
                {"UTC", utc(2026, 1, 1, 12), 0}};
  for (const auto& c : kCases) {
    const auto zone = read_zone(c.zone);
    ASSERT_TRUE(zone.has_value()) << c.zone << ": is tzdata installed?";
    EXPECT_EQ(zone->offset_at(c.at), c.minutes * 60) << c.zone << " at " << c.at;
  }
}

TEST(ZoneReader, EveryZoneOfAPlaceIsOneOfTheSystem) {
  const auto book = read_zones("Europe/Berlin");
  ASSERT_FALSE(book->empty());
  const std::pair<const char*, const char*> kPlaces[] = {{"US", ""},   {"US", "TX"}, {"CA", ""}, {"CA", "ON"}, {"AU", ""},
                                                         {"RU", ""},   {"BR", "AM"}, {"ES", ""}, {"PT", "20"}, {"MX", "BCN"},
                                                         {"ID", "PA"}, {"DE", "BY"}, {"CL", ""}, {"NZ", ""},   {"FR", ""}};
  for (const auto& [country, region] : kPlaces) {
    const auto zones = rules::ZoneBook::zones_of(country, region);
    EXPECT_FALSE(zones.empty()) << country << "-" << region;
    for (const std::string_view zone : zones) EXPECT_NE(book->find(zone), nullptr) << zone;
  }
}

TEST(ZoneReader, ZonesThatTheMachineLacksAreTold) {
  EXPECT_TRUE(missing_zones(*read_zones("Europe/Berlin"), true).empty()) << "is tzdata whole?";
  rules::ZoneBook book;
  book.set_default("Europe/Berlin");
  EXPECT_EQ(missing_zones(book, false), std::vector<std::string>{"Europe/Berlin"});
  EXPECT_GT(missing_zones(book, true).size(), 300U);
  book.add("Europe/Berlin", {{0}, {3600}});
  EXPECT_TRUE(missing_zones(book, false).empty());
  const std::vector<std::string> missing = missing_zones(book, true);
  EXPECT_TRUE(std::binary_search(missing.begin(), missing.end(), "America/Los_Angeles"));
  EXPECT_FALSE(std::binary_search(missing.begin(), missing.end(), "Europe/Berlin"));
}

TEST(ZoneReader, WhatIsNoZoneIsNothing) {
  for (const char* name : {"Europe/Berln", "", "/etc/passwd", "../zoneinfo/UTC", "zone.tab", "Europe"}) {
    EXPECT_FALSE(read_zone(name).has_value()) << name;
  }
  EXPECT_FALSE(read_zone_bytes("").has_value());
  EXPECT_FALSE(read_zone_bytes("TZif2").has_value());
  const std::string zeros(300, '\0');
  EXPECT_FALSE(read_zone_bytes("TZif2" + zeros).has_value());
  const std::vector<std::string> names = zone_names();
  EXPECT_TRUE(std::binary_search(names.begin(), names.end(), "Europe/Berlin"));
  EXPECT_FALSE(std::binary_search(names.begin(), names.end(), "posix/Europe/Berlin"));
}

TEST(ZoneReader, TablesAreShort) {
  const auto zone = read_zone("America/New_York");
  ASSERT_TRUE(zone.has_value());
  EXPECT_LT(zone->utc_from.size(), 300U);
  EXPECT_TRUE(std::is_sorted(zone->utc_from.begin(), zone->utc_from.end()));
  EXPECT_EQ(zone->utc_from.size(), zone->offset.size());
}

}  // namespace
}  // namespace dunlin::engine
