// When claims are barred by time under the laws of the United Kingdom.
#include "rules/standing/limitation.h"

#include <gtest/gtest.h>

#include "tests/rules/standing_records.h"

namespace dunlin::rules {
namespace {

using test::Account;
using test::days;

TimeBars bars_of(const Account& account, const char* date, Limitation law = Limitation::kUk) {
  const test::Stood stood(account, date);
  TimeBars bars;
  compute_time_bars(stood.page, test::day(date), stood.balances, law, bars);
  return bars;
}

Account owed(const char* due) { return {.debtor = {.receivables = {{"R1", 10000, days(due)}}}}; }

TEST(Limitation, SixYearsAndFiveInScotland) {
  EXPECT_EQ(bars_of(owed("2018-05-10"), "2024-05-09").barred_on[0], days("2024-05-10"));
  Account scot = owed("2018-05-10");
  scot.debtor.texts[core::Field::kRegion] = "SCT";
  EXPECT_EQ(bars_of(scot, "2023-05-09").barred_on[0], days("2023-05-10"));
  EXPECT_EQ(bars_of(scot, "2023-05-09").extinguished[0], 0);
  EXPECT_EQ(bars_of(scot, "2023-05-10").extinguished[0], 1);
  EXPECT_EQ(bars_of(owed("2018-05-10"), "2030-01-01").extinguished[0], 0) << "barred, but it exists";
}

TEST(Limitation, RunsFromTheLastPaymentPromiseOrPlan) {
  Account account = owed("2015-01-10");
  account.debtor.payments = {{"P1", 100, days("2016-02-29"), "R1"}, {"P2", 100, days("2025-01-01"), "R1"}};
  EXPECT_EQ(bars_of(account, "2020-01-01").barred_on[0], days("2022-03-01")) << "29 February of no leap year";
  account.promises = {{"PR1", 100, "2017-03-04", "2017-03-10", "R1"}, {"PR2", 100, "2021-01-01", "2021-03-10", "R1"}};
  EXPECT_EQ(bars_of(account, "2020-01-01").barred_on[0], days("2023-03-04"));
  account.plans = {{.id = "PL1", .agreed_on = "2019-01-01", .instalments = "2019-02-01=100"}};
  EXPECT_EQ(bars_of(account, "2020-01-01").barred_on[0], days("2025-01-01"));
}

TEST(Limitation, TheRecordsOwnDateWinsAndNoneComputesNothing) {
  Account account = owed("2015-01-10");
  core::AccountPage page = test::page_of(account);
  page.group(core::RecordKind::kReceivable).rows.set_ints(core::Field::kTimeBarredOn, {days("2017-01-01")});
  Balances balances;
  allocate({.page = page, .date = test::day("2016-01-01")}, {}, balances);
  TimeBars bars;
  compute_time_bars(page, test::day("2016-01-01"), balances, Limitation::kUk, bars);
  EXPECT_EQ(bars.barred_on[0], days("2017-01-01"));
  compute_time_bars(page, test::day("2016-01-01"), balances, Limitation::kNone, bars);
  EXPECT_TRUE(bars.barred_on.empty());
}

}  // namespace
}  // namespace dunlin::rules
