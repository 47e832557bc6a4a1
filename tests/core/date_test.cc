#include "core/date.h"

#include <gtest/gtest.h>

namespace dunlin::core {
namespace {

TEST(Date, CountsEveryDayOfTheCalendar) {
  // 1970-01-01 was a Thursday; every day follows the one before, through leap years and centuries.
  CivilDate expected{1599, 12, 31};
  Date date = date_of(1599, 12, 31);
  uint32_t weekday = weekday_of(date);
  EXPECT_EQ(date_of(1970, 1, 1).days, 0);
  EXPECT_EQ(weekday_of(date_of(1970, 1, 1)), 3U);
  while (expected.year < 2405) {
    const CivilDate civil = civil_of(date);
    ASSERT_EQ(civil.year, expected.year);
    ASSERT_EQ(civil.month, expected.month);
    ASSERT_EQ(civil.day, expected.day);
    ASSERT_EQ(date_of(civil.year, civil.month, civil.day), date);
    ASSERT_EQ(weekday_of(date), weekday);
    date = date + 1;
    weekday = (weekday + 1) % 7;
    if (++expected.day > days_in_month(expected.year, expected.month)) {
      expected.day = 1;
      if (++expected.month > 12) {
        expected.month = 1;
        ++expected.year;
      }
    }
  }
}

TEST(Date, KnowsLeapYears) {
  for (const auto& [year, leap] : {std::pair(2000, true), {1900, false}, {2024, true}, {2023, false}, {2100, false}}) {
    EXPECT_EQ(is_leap_year(year), leap) << year;
    EXPECT_EQ(days_in_month(year, 2), leap ? 29U : 28U) << year;
  }
}

TEST(Date, ReadsIsoStrictly) {
  struct Case {
    const char* text;
    bool good;
  };
  for (const Case& test :
       {Case{"2024-02-29", true}, Case{"0001-01-01", true}, Case{"9999-12-31", true}, Case{"2023-02-29", false},
        Case{"2024-2-29", false}, Case{"2024-02-30", false}, Case{"2024-13-01", false}, Case{"2024-00-10", false},
        Case{"2024-01-00", false}, Case{"0000-01-01", false}, Case{"", false}, Case{"2024/01/01", false},
        Case{" 2024-01-01", false}, Case{"2024-01-01 ", false}, Case{"-024-01-01", false}, Case{"2024-+1-01", false},
        Case{"２024-01-0", false}}) {
    const auto date = parse_iso_date(test.text);
    ASSERT_EQ(date.has_value(), test.good) << test.text;
    if (date) {
      EXPECT_EQ(to_string(*date), test.text);
    }
  }
}

TEST(Date, AddsMonthsToTheLastDayWhereShorter) {
  struct Case {
    const char* from;
    int32_t months;
    const char* expected;
  };
  for (const Case& test :
       {Case{"2024-01-31", 1, "2024-02-29"}, Case{"2023-01-31", 1, "2023-02-28"}, Case{"2024-02-29", 12, "2025-02-28"},
        Case{"2024-03-31", -1, "2024-02-29"}, Case{"2024-01-15", -1, "2023-12-15"}, Case{"2024-12-31", 2, "2025-02-28"},
        Case{"2024-05-31", 0, "2024-05-31"}, Case{"2024-01-31", -25, "2021-12-31"},
        Case{"2024-06-30", 1200, "2124-06-30"}}) {
    EXPECT_EQ(to_string(add_months(*parse_iso_date(test.from), test.months)), test.expected) << test.from;
  }
  EXPECT_EQ(to_string(end_of_month(*parse_iso_date("2024-02-01"))), "2024-02-29");
  EXPECT_EQ(to_string(end_of_month(*parse_iso_date("2023-12-31"))), "2023-12-31");
}

TEST(Date, MissingOrdersBeforeEveryDate) {
  EXPECT_FALSE(kNoDate.is_set());
  EXPECT_LT(kNoDate, date_of(1, 1, 1));
  EXPECT_EQ(to_string(kNoDate), "");
  EXPECT_EQ(date_of(2024, 3, 1) - date_of(2024, 2, 1), 29);
  EXPECT_EQ(date_of(2024, 3, 1) - 1, date_of(2024, 2, 29));
}

}  // namespace
}  // namespace dunlin::core
