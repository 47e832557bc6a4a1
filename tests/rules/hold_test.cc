// Holds: what they cover, how long, and how they stop the delinquency clock.
#include <gtest/gtest.h>

#include "rules/allocation/money_columns.h"
#include "rules/standing/day_span.h"
#include "tests/rules/standing_records.h"

namespace dunlin::rules {
namespace {

using core::HoldReason;
using test::Account;
using test::days;
using test::Stood;

Account held(std::vector<test::HoldRow> holds) {
  return {.debtor = {.receivables = {{"R1", 10000, days("2024-01-31")}, {"R2", 5000, days("2024-01-31")}}},
          .holds = std::move(holds)};
}

struct HoldCase {
  const char* name;
  std::vector<test::HoldRow> holds;
  const char* date;
  const char* first;   // standing of R1
  const char* second;  // standing of R2
};

TEST(Hold, CoversWhatItNames) {
  constexpr HoldReason kSpace = HoldReason::kBreathingSpace;
  constexpr HoldReason kBankrupt = HoldReason::kBankruptcy;
  const HoldCase cases[] = {
      {"before", {{"H1", "2024-03-01", "2024-03-10"}}, "2024-02-29", "overdue", "overdue"},
      {"first_day", {{"H1", "2024-03-01", "2024-03-10"}}, "2024-03-01", "held", "held"},
      {"last_day", {{"H1", "2024-03-01", "2024-03-10"}}, "2024-03-10", "held", "held"},
      {"after", {{"H1", "2024-03-01", "2024-03-10"}}, "2024-03-11", "overdue", "overdue"},
      {"one_receivable", {{"H1", "2024-03-01", "", HoldReason::kGrace, "R2"}}, "2024-03-01", "overdue", "held"},
      {"without_end_it_stays", {{"H1", "2024-03-01"}}, "2039-01-01", "held", "held"},
      {"breathing_space_of_one_is_of_all", {{"H1", "2024-03-01", "", kSpace, "R2"}}, "2024-03-01", "held", "held"},
      {"breathing_space_day_60", {{"H1", "2024-03-01", "", kSpace}}, "2024-04-29", "held", "held"},
      {"breathing_space_day_61", {{"H1", "2024-03-01", "", kSpace}}, "2024-04-30", "overdue", "overdue"},
      {"breathing_space_with_end", {{"H1", "2024-03-01", "2024-12-31", kSpace}}, "2024-12-31", "held", "held"},
      {"bankruptcy_of_one_is_of_all_and_stays", {{"H1", "2024-03-01", "", kBankrupt, "R1"}}, "2029-01-01", "held", "held"},
      {"of_a_receivable_nobody_knows", {{"H1", "2024-03-01", "", kSpace, "R9"}}, "2024-03-05", "overdue", "overdue"},
      {"upside_down", {{"H1", "2024-03-10", "2024-03-01"}}, "2024-03-10", "overdue", "overdue"},
  };
  for (const HoldCase& c : cases) {
    SCOPED_TRACE(c.name);
    const Stood stood(held(c.holds), c.date);
    EXPECT_EQ(stood.standing(0), c.first);
    EXPECT_EQ(stood.standing(1), c.second);
  }
}

TEST(Hold, TheStatutoryOneSpeaksForTheReceivable) {
  const Stood stood(held({{"H1", "2024-03-01"}, {"H2", "2024-03-02", "", HoldReason::kBreathingSpace}}), "2024-03-05");
  EXPECT_EQ(stood.covers.holds.by[0], 1U);
  EXPECT_EQ(stood.covers.holds.statutory[0], 1U);
  EXPECT_EQ(Stood(held({{"H1", "2024-03-01"}}), "2024-03-05").covers.holds.statutory[0], kNoRow);
}

struct ClockCase {
  const char* name;
  std::vector<test::HoldRow> holds;
  const char* date;
  core::Days grace;
  int32_t delinquent;
};

// Due on 31 January: 1 February is day 1.
TEST(Hold, StopsTheDelinquencyClock) {
  const ClockCase cases[] = {
      {"none", {}, "2024-02-20", 0, 20},
      {"the_day_it_begins_counts", {{"H1", "2024-02-11", "2024-02-15"}}, "2024-02-11", 0, 11},
      {"stands_still", {{"H1", "2024-02-11", "2024-02-15"}}, "2024-02-15", 0, 11},
      {"goes_on", {{"H1", "2024-02-11", "2024-02-15"}}, "2024-02-20", 0, 16},
      {"touching_are_one", {{"H1", "2024-02-11", "2024-02-15"}, {"H2", "2024-02-16", "2024-02-18"}}, "2024-02-20", 0, 13},
      {"a_day_between", {{"H1", "2024-02-11", "2024-02-15"}, {"H2", "2024-02-17", "2024-02-18"}}, "2024-02-20", 0, 15},
      {"overlapping_are_one", {{"H1", "2024-02-11", "2024-02-15"}, {"H2", "2024-02-12", "2024-02-18"}}, "2024-02-20", 0, 13},
      {"one_inside_another", {{"H1", "2024-02-11", "2024-02-18"}, {"H2", "2024-02-12", "2024-02-13"}}, "2024-02-20", 0, 13},
      {"of_another_receivable", {{"H1", "2024-02-11", "2024-02-15", HoldReason::kManual, "R2"}}, "2024-02-20", 0, 20},
      {"of_it_and_of_the_debtor",
       {{"H1", "2024-02-11", "2024-02-15", HoldReason::kManual, "R1"}, {"H2", "2024-02-16", "2024-02-18"}},
       "2024-02-20",
       0,
       13},
      {"before_the_due_date", {{"H1", "2024-01-20", "2024-02-05"}}, "2024-02-20", 0, 15},
      {"in_the_grace", {{"H1", "2024-01-20", "2024-02-05"}}, "2024-02-20", 10, 10},
      {"across_the_grace", {{"H1", "2024-02-08", "2024-02-15"}}, "2024-02-20", 10, 5},
      {"tomorrow", {{"H1", "2024-02-21", "2024-03-15"}}, "2024-02-20", 0, 20},
      {"without_end", {{"H1", "2024-02-11"}}, "2024-06-30", 0, 11},
  };
  for (const ClockCase& c : cases) {
    SCOPED_TRACE(c.name);
    const Stood stood(held(c.holds), c.date, {.grace_days = c.grace});
    EXPECT_EQ(stood.standings.days_delinquent[0], c.delinquent);
  }
}

// The same count, day by day from the text: days in (due + grace, D] that lie in no (from, until] of merged holds.
TEST(Hold, ClockEqualsTheCountDayByDay) {
  uint32_t seed = 7;
  const auto roll = [&](uint32_t bound) {
    seed = seed * 1664525U + 1013904223U;
    return static_cast<int32_t>((seed >> 8) % bound);
  };
  for (int round = 0; round < 300; ++round) {
    const int32_t due = test::day("2024-01-31").days;
    const core::Days grace = roll(6);
    const core::Date date{due + roll(80)};
    std::vector<test::HoldRow> holds;
    std::vector<uint8_t> covered(200, 0), begins(200, 0);
    for (int i = roll(5); i > 0; --i) {
      const int32_t from = roll(70);
      const int32_t until = from + roll(12);
      holds.push_back(
          {"H" + std::to_string(i), core::to_string(core::Date{due + from}), core::to_string(core::Date{due + until})});
      if (due + from > date.days) continue;
      for (int32_t day = from; day <= until; ++day) covered[static_cast<size_t>(day)] = 1;
    }
    int32_t expected = 0;
    for (int32_t day = grace + 1; due + day <= date.days; ++day) {
      // A covered day counts only where its run of covered days begins.
      const auto at = static_cast<size_t>(day);
      expected += covered[at] == 0 || covered[at - 1] == 0 ? 1 : 0;
    }
    const Stood stood(held(holds), core::to_string(date), {.grace_days = grace});
    ASSERT_EQ(stood.standings.days_delinquent[0], expected) << "round " << round;
  }
}

TEST(DaySpan, Merges) {
  std::vector<DaySpan> spans = {{20, 25}, {1, 5}, {6, 8}, {10, 12}, {11, 11}, {9, 4}};
  merge_spans(spans);
  ASSERT_EQ(spans.size(), 3U);
  EXPECT_EQ(spans[0].last, 8);
  EXPECT_EQ(spans[1].first, 10);
  EXPECT_EQ(spans[1].last, 12);
}

}  // namespace
}  // namespace dunlin::rules
