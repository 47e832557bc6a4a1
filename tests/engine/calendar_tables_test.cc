// The shipped calendars against published tables of holidays, day by day from 1990 to 2050. Where a calendar differs on
// purpose, the difference stands here with its reason; nothing else may differ.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "engine/settings/calendar_reader.h"
#include "rules/calendar/compile_calendars.h"

namespace dunlin::engine {
namespace {

constexpr int32_t kFirstYear = 1990;
constexpr int32_t kLastYear = 2050;

/// Entries of a table that the calendar leaves out, by the end of their names.
struct LeftOut {
  const char* table;  ///< how its name begins
  const char* name;
  const char* why;
};
const LeftOut kLeftOut[] = {
    {"DE_", "Break", "school holidays close no office"},
    {"DE_SN", "Corpus Christi", "only in a few municipalities of the Sorbs (Fronleichnamsverordnung 1993)"},
    {"DE_TH", "Corpus Christi", "only in the Eichsfeld and some places beside it (ThürFtG § 10)"},
    {"AT_", "Good Friday", "banks close; no holiday since 2019 and before only for some confessions (ARG § 7)"},
    {"AT_", "Christmas Eve", "banks close; a working day by law"},
    {"AT_", "New Year's Eve", "banks close; a working day by law"},
    {"BE_", "Good Friday", "banks close; not among the legal holidays"},
    {"BE_", "Friday after Ascension Day", "banks close; not among the legal holidays"},
    {"BE_", "Bank Holiday", "banks close on 26 December; not among the legal holidays"},
    {"IE_", "Good Friday", "banks close; not among the public holidays"},
    {"IE_", "National Day of Mourning", "of 2001, not 2011, and no public holiday by statute"},
    {"LU_", "Good Friday", "banks close; not among the legal holidays"},
    {"LU_", "Christmas Eve (afternoon)", "banks close; a working day by law"},
    {"LU_", "New Year's Eve", "banks close; a working day by law"},
    {"PT_", "Carnival", "optional (Código do Trabalho 235)"},
    {"PT_", "Christmas Eve", "banks or offices by custom; a working day by law"},
    {"PT_", "New Year's Eve", "banks or offices by custom; a working day by law"},
    {"PT_", "Second Day of Christmas", "optional; a working day by law"},
    {"PT_", "Saint Anthony's Day", "of the municipality of Lisbon"},
};

/// The table of the United States mixes in days that are no holidays; these are the federal ones.
const char* const kFederal[] = {"New Year's Day",
                                "Martin Luther King Jr. Day",
                                "Washington's Birthday",
                                "Memorial Day",
                                "Juneteenth National Independence Day",
                                "Independence Day",
                                "Labor Day",
                                "Columbus Day",
                                "Veterans Day",
                                "Thanksgiving Day",
                                "Christmas Day"};
constexpr std::string_view kObserved = " (observed)";

bool counts(std::string_view table, std::string_view calendar, std::string name) {
  if (table.starts_with("US_")) {
    const bool observed = name.ends_with(kObserved);
    if (observed) name.resize(name.size() - kObserved.size());
    return (!observed || calendar == "US-OBSERVED") &&
           std::find(std::begin(kFederal), std::end(kFederal), name) != std::end(kFederal);
  }
  return std::none_of(std::begin(kLeftOut), std::end(kLeftOut),
                      [&](const LeftOut& out) { return table.starts_with(out.table) && name.ends_with(out.name); });
}

/// Lines `"2024-01-01": "New Year's Day; Another"` of a flat JSON object.
std::map<core::Date, std::vector<std::string>> read_table(std::istream& file) {
  std::map<core::Date, std::vector<std::string>> days;
  for (std::string line; std::getline(file, line);) {
    const size_t at = line.find('"');
    const size_t colon = line.find("\": \"");
    const auto date = at == std::string::npos ? std::nullopt : core::parse_iso_date(line.substr(at + 1, 10));
    if (!date || colon == std::string::npos) continue;
    std::string names = line.substr(colon + 4, line.rfind('"') - colon - 4);
    for (size_t end = 0; end != std::string::npos;) {
      end = names.find("; ");
      days[*date].push_back(names.substr(0, end));
      if (end != std::string::npos) names.erase(0, end + 2);
    }
  }
  return days;
}

struct TablePair {
  std::string table, calendar;
};

std::vector<TablePair> pairs() {
  std::vector<TablePair> all = {
      {"XECB", "TARGET"}, {"US_COMMON", "US"}, {"US_COMMON", "US-OBSERVED"}, {"DE_AUGSBURG", "DE-BY-AUGSBURG"}};
  for (const char* country : {"DE", "FR", "IT", "ES", "PL", "NL", "BE", "AT", "GB", "CH", "IE", "LU", "PT"}) {
    all.push_back({std::string(country) + "_COMMON", country});
  }
  for (const char* land : {"BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"}) {
    all.push_back({std::string("DE_") + land, std::string("DE-") + land});
  }
  for (const char* nation : {"ENG", "WLS", "SCT", "NIR"}) {
    all.push_back({std::string("GB_") + nation, std::string("GB-") + nation});
  }
  for (const char* canton : {"AG", "AI", "AR", "BE", "BL", "BS", "FR", "GE", "GL", "GR", "JU", "LU", "NE",
                             "NW", "OW", "SG", "SH", "SO", "SZ", "TG", "TI", "UR", "VD", "VS", "ZG", "ZH"}) {
    all.push_back({std::string("CH_") + canton, std::string("CH-") + canton});
  }
  return all;
}

TEST(CalendarTables, EveryDayAgreesOrHasAReason) {
  const char* set = std::getenv("DUNLIN_SHARED");
  const std::filesystem::path folder =
      std::filesystem::path(set != nullptr ? set : std::string(DUNLIN_SOURCE_DIR) + "/../shared") / "data" / "holidays";
  if (!std::filesystem::exists(folder)) {
    const char* required = std::getenv("DUNLIN_REQUIRE_SHARED");
    if (required != nullptr && std::string_view(required) == "1") FAIL() << "no tables in " << folder;
    GTEST_SKIP() << "no tables of holidays in " << folder << ": set DUNLIN_SHARED";
  }
  std::vector<core::Error> errors;
  const auto policies = read_calendars({}, errors);
  ASSERT_TRUE(errors.empty()) << describe(errors.front());
  const rules::CalendarBook book = rules::compile_calendars(policies);
  size_t compared = 0;
  for (const TablePair& pair : pairs()) {
    SCOPED_TRACE(pair.table);
    std::ifstream file(folder / (pair.table + ".json"));
    ASSERT_TRUE(file) << pair.table;
    const auto table = read_table(file);
    ASSERT_FALSE(table.empty());
    const int32_t first_year = std::max(kFirstYear, core::civil_of(table.begin()->first).year);
    const auto in_years = [&](core::Date date) {
      const int32_t year = core::civil_of(date).year;
      return year >= first_year && year <= kLastYear;
    };
    const rules::Calendar* calendar = book.find(pair.calendar);
    ASSERT_NE(calendar, nullptr) << pair.calendar;
    std::set<core::Date> expected;
    for (const auto& [date, names] : table) {
      const bool kept = std::any_of(names.begin(), names.end(),
                                    [&](const std::string& name) { return counts(pair.table, pair.calendar, name); });
      if (kept && in_years(date)) expected.insert(date);
    }
    for (const core::Date date : expected) {
      EXPECT_TRUE(calendar->is_holiday(date))
          << pair.calendar << " lacks " << to_string(date) << " " << table.at(date).front();
    }
    for (const core::Date date : calendar->holidays()) {
      if (!in_years(date)) continue;
      EXPECT_TRUE(expected.contains(date)) << pair.calendar << " has " << to_string(date) << " too";
    }
    compared += expected.size();
  }
  EXPECT_GT(compared, 25'000U);
}

}  // namespace
}  // namespace dunlin::engine
