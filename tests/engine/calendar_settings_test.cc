// Calendars as an operator writes them: what a wrong file is told, what a right one changes, and what `check` shows of it.
#include <gtest/gtest.h>

#include "engine/settings/calendar_reader.h"
#include "engine/settings/configuration.h"
#include "rules/calendar/compile_calendars.h"
#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

constexpr const char* kScenario = "[[step]]\nid = \"a\"\ndays_past_due = 3\n";
constexpr const char* kRolls = "[standing]\ndue_roll = \"following\"\n";

ConfigurationCheck check_with(const std::string& policies, const std::string& file = {}, const std::string& text = {}) {
  ConfigurationBundle bundle{".", {{"dunlin.toml", policies}, {"scenarios/s.toml", kScenario}}};
  if (!file.empty()) bundle.files.emplace_back(file, text);
  return check_configuration(bundle);
}

TEST(CalendarSettings, WrongFilesAreToldWithTheirPlace) {
  const struct {
    const char* text;
    const char* where;
    const char* says;
  } kCases[] = {
      {"name = \"X\"\n", "calendars/x.toml:1:1", "needs \"id\""},
      {"id = \"X\"\nholyday = []\n", "calendars/x.toml:2:1", "did you mean \"holiday\"?"},
      {"id = \"X\"\nweekend = [\"sat\", \"sunn\"]\n", "calendars/x.toml:2:19", "did you mean \"sun\"?"},
      {"id = \"X\"\nweekend = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n", "calendars/x.toml:2:11",
       "at least one business day"},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\n", "calendars/x.toml:2:1", "one of date, easter, weekday and on"},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\ndate = \"01-01\"\neaster = 1\n", "calendars/x.toml:2:1", "one of date"},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\ndate = \"13-01\"\n", "calendars/x.toml:4:8", "MM-DD"},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\ndate = \"02-30\"\n", "calendars/x.toml:4:8", "not a day of the year"},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\nweekday = \"mon\"\n", "calendars/x.toml:4:11",
       "nth and month, before, after"},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\nweekday = \"mon\"\nnth = 0\nmonth = 1\n", "calendars/x.toml:5:7",
       "-1 the last"},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\ndate = \"01-01\"\nnth = 1\n", "calendars/x.toml:5:1",
       "belongs to a \"weekday\""},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\non = [\"2026-02-30\"]\n", "calendars/x.toml:4:7", "not a date"},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\ndate = \"01-01\"\nfrom = 2020\nuntil = 2019\n", "calendars/x.toml:6:9",
       "before \"from\""},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\ndate = \"01-01\"\nmove = { sunn = 1 }\n", "calendars/x.toml:5:10",
       "did you mean \"sun\"?"},
      {"id = \"X\"\n[[holiday]]\nname = \"h\"\ndate = \"01-01\"\nmove = { sun = 9 }\n", "calendars/x.toml:5:16", "-6 to 6"},
      {"id = \"X\"\nregions = [\"N\"]\n[[holiday]]\nname = \"h\"\ndate = \"01-01\"\nregions = [\"S\"]\n",
       "calendars/x.toml:6:12", "not among the regions"},
      {"id = \"X\"\nbase = \"DE-BX\"\n", "calendars/x.toml:1:1", "did you mean \"DE-B"},
      {"id = \"X\"\nbase = \"X\"\n", "calendars/x.toml:1:1", "the calendar itself"},
      {"id = \"DE\"\n", "calendars/x.toml:1:1", "is also in shipped calendars/de.toml"},
  };
  for (const auto& c : kCases) {
    const ConfigurationCheck check = check_with("", "calendars/x.toml", c.text);
    std::string all;
    bool found = false;
    for (const core::Error& error : check.errors) {
      all += core::describe(error) + "\n";
      const std::string said = error.what + " (" + error.hint + ")";
      found |= error.where == c.where && said.find(c.says) != std::string::npos;
    }
    EXPECT_TRUE(found) << "wanted " << c.where << ": " << c.says << "\nbut was told\n" << all;
  }
}

TEST(CalendarSettings, WrongNamesInDunlinTomlAreTold) {
  const ConfigurationCheck home = check_with("[engine]\ncalendar = \"DE-BX\"\n");
  ASSERT_EQ(home.errors.size(), 1U);
  EXPECT_EQ(home.errors[0].where, "dunlin.toml:2:12");
  const ConfigurationCheck zone = check_with("[engine]\ntimezone = \"Europe/Berln\"\n");
  ASSERT_EQ(zone.errors.size(), 1U);
  EXPECT_EQ(zone.errors[0].where, "dunlin.toml:2:12");
  EXPECT_EQ(zone.errors[0].hint, "did you mean \"Europe/Berlin\"?");
  const ConfigurationCheck roll = check_with("[standing]\ndue_roll = \"folowing\"\n");
  ASSERT_EQ(roll.errors.size(), 1U);
  EXPECT_EQ(roll.errors[0].hint, "did you mean \"following\"?");
}

TEST(CalendarSettings, CalendarsAreReadOnceSomethingAsksZonesAlways) {
  const ConfigurationCheck plain = check_with("");
  ASSERT_TRUE(plain.ok());
  EXPECT_TRUE(plain.configuration.rules.calendars.empty());
  EXPECT_TRUE(plain.configuration.rules.calendar_book->empty());
  for (const char* zone : {"Europe/Berlin", "Pacific/Auckland"}) {
    EXPECT_NE(plain.configuration.rules.zones->find(zone), nullptr) << "interactions have days without any contact rule";
  }
  const ConfigurationCheck rolls = check_with(kRolls);
  ASSERT_TRUE(rolls.ok());
  EXPECT_EQ(rolls.configuration.rules.standing.due_roll, rules::DueRoll::kFollowing);
  EXPECT_NE(rolls.configuration.rules.calendar_book->find("CH-ZH"), nullptr);
  EXPECT_NE(plain.configuration.fingerprint, rolls.configuration.fingerprint);
}

TEST(CalendarSettings, AFileOfOnesOwnAddsOrTakesThePlace) {
  const std::string firm = "id = \"ACME\"\nbase = \"DE-BY\"\n[[holiday]]\nname = \"Betriebsferien\"\ndate = \"12-24\"\n";
  const ConfigurationCheck added = check_with(kRolls, "calendars/acme.toml", firm);
  ASSERT_TRUE(added.ok()) << core::describe(added.errors.front());
  const rules::Calendar* own = added.configuration.rules.calendar_book->find("ACME");
  ASSERT_NE(own, nullptr);
  EXPECT_TRUE(own->is_holiday(core::date_of(2026, 12, 24)));
  EXPECT_TRUE(own->is_holiday(core::date_of(2026, 1, 6)));
  const ConfigurationCheck other = check_with(kRolls, "calendars/de.toml", "id = \"DE\"\nholiday = []\n");
  ASSERT_TRUE(other.ok()) << core::describe(other.errors.front());
  EXPECT_FALSE(other.configuration.rules.calendar_book->of("DE", "").is_holiday(core::date_of(2026, 1, 1)));
  EXPECT_NE(added.configuration.fingerprint, other.configuration.fingerprint);
  EXPECT_EQ(check_with(kRolls, "calendars/acme.toml", "# said otherwise\n" + firm).configuration.fingerprint,
            added.configuration.fingerprint);
}

TEST(CalendarSettings, ARecordedBundleKeepsThem) {
  const ConfigurationBundle bundle{".", {{"calendars/x.toml", "id = \"X\"\n"}, {"dunlin.toml", kRolls}}};
  const auto unpacked = unpack_bundle(pack_bundle(bundle));
  ASSERT_TRUE(unpacked.ok());
  EXPECT_EQ((*unpacked).files, bundle.files);
}

TEST(CalendarSettings, CheckShowsTheClosedDays) {
  const DunlinBinary dunlin;
  ASSERT_EQ(dunlin.run({"init", "--slots", "4"}).code, 0);
  const Finished shown = dunlin.run({"check", "--calendar", "DE-BY", "--year", "2026", "--format", "csv"});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_NE(shown.out.find("2026-01-06,tue,Heilige Drei Könige,true\r\n"), std::string::npos) << shown.out;
  EXPECT_NE(shown.out.find("2026-08-15,sat,Mariä Himmelfahrt,false\r\n"), std::string::npos) << shown.out;
  const Finished observed = dunlin.run({"check", "--calendar", "US-OBSERVED", "--year", "2027", "--format", "csv"});
  EXPECT_NE(observed.out.find("2027-12-31,fri,New Year's Day,true\r\n"), std::string::npos) << observed.out;
  const Finished unknown = dunlin.run({"check", "--calendar", "DE-BX", "--year", "2026"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.err.find("did you mean"), std::string::npos) << unknown.err;
  EXPECT_EQ(dunlin.run({"check", "--calendar", "DE-BY"}).code, 2);
}

}  // namespace
}  // namespace dunlin::engine
