// Which days of a page's holds bear no interest.
#include "rules/interest/skipped_days.h"

#include <gtest/gtest.h>

#include "tests/rules/standing_records.h"

namespace dunlin::rules {
namespace {

using core::HoldReason;
using test::Account;
using test::days;

/// `from..to` of each interval on the date, one a line.
std::string skipped_on(const std::vector<test::HoldRow>& holds, const char* date) {
  const core::AccountPage page =
      test::page_of({.debtor = {.receivables = {{"R1", 9'000, days("2024-01-10")}}}, .holds = holds});
  SkippedIntervals skipped;
  gather_skipped_days(page, test::day(date), skipped);
  std::string text;
  for (const SkippedDays& one : skipped.days) {
    text += core::to_string(core::Date{one.from}) + ".." + core::to_string(core::Date{one.to}) + "\n";
  }
  return text;
}

constexpr HoldReason kSpace = HoldReason::kBreathingSpace;

TEST(SkippedDays, OfBreathingSpacesAndBankruptcies) {
  const std::vector<test::HoldRow> holds = {{"H1", "2024-02-01", "2024-02-10", kSpace},
                                            {"H2", "2024-02-11", "2024-02-20", HoldReason::kBankruptcy, "R1"},
                                            {"H3", "2024-03-01", "2024-03-31", HoldReason::kManual},
                                            {"H4", "2024-04-01", "", kSpace}};
  EXPECT_EQ(skipped_on(holds, "2024-01-31"), "");
  EXPECT_EQ(skipped_on(holds, "2024-02-05"), "2024-02-01..2024-02-10\n");
  EXPECT_EQ(skipped_on(holds, "2024-03-31"), "2024-02-01..2024-02-20\n");
  EXPECT_EQ(skipped_on(holds, "2024-04-01"), "2024-02-01..2024-02-20\n2024-04-01..2024-05-30\n") << "60 days";
}

/// It waits for its receivable and stops nothing meanwhile; one that names a known receivable stops all of the debtor's.
TEST(SkippedDays, NoneOfAReceivableThatNobodyKnows) {
  EXPECT_EQ(skipped_on({{"H1", "2024-02-01", "2024-02-10", kSpace, "R9"}}, "2024-03-01"), "");
  EXPECT_EQ(skipped_on({{"H1", "2024-02-01", "2024-02-10", kSpace, "R9"}, {"H2", "2024-02-05", "2024-02-07", kSpace, "R1"}},
                       "2024-03-01"),
            "2024-02-05..2024-02-07\n");
}

}  // namespace
}  // namespace dunlin::rules
