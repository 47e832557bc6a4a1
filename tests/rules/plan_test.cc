// The life of payment plans: instalments filled in their order, missed, one too many missed, full.
#include <gtest/gtest.h>

#include "tests/rules/standing_records.h"

namespace dunlin::rules {
namespace {

using test::Account;
using test::days;
using test::Stood;

/// 3 times 100.00 at month ends, agreed on 15 January, two days of tolerance.
Account planned(std::vector<test::MoneyRow> payments, int64_t max_missed = core::kNull) {
  return {.debtor = {.receivables = {{"R1", 30000, days("2023-12-10")}}, .payments = std::move(payments)},
          .plans = {{.id = "PL1",
                     .agreed_on = "2024-01-15",
                     .instalments = "2024-01-31=10000;2024-02-29=10000;2024-03-31=10000",
                     .receivables = "R1",
                     .max_missed = max_missed}}};
}
test::MoneyRow paid(std::string id, int64_t amount, const char* on) {
  return {.id = std::move(id), .amount = amount, .date = days(on), .receivable = "R1"};
}

struct PlanCase {
  const char* name;
  std::vector<test::MoneyRow> payments;
  int64_t max_missed;
  const char* date;
  const char* status;
  const char* standing;
  int32_t full, missed;
  const char* broken_on = "";
  const char* fulfilled_on = "";
};

TEST(Plan, LivesAsItsMoneyComes) {
  const std::vector<test::MoneyRow> in_time = {paid("P1", 10000, "2024-01-31"), paid("P2", 10000, "2024-02-29"),
                                               paid("P3", 10000, "2024-03-31")};
  const PlanCase cases[] = {
      {"not_agreed_yet", {}, 1, "2024-01-14", "absent", "overdue", 0, 0},
      {"covers_from_its_day", {}, 1, "2024-01-15", "active", "planned", 0, 0},
      {"not_missed_in_the_tolerance", {}, 0, "2024-02-02", "active", "planned", 0, 0},
      {"one_missed_may_be", {}, 1, "2024-02-03", "active", "planned", 0, 1},
      {"one_missed_may_not_be", {}, 0, "2024-02-03", "broken", "overdue", 0, 1, "2024-02-03"},
      {"two_missed_at_once", {}, 1, "2024-03-03", "broken", "overdue", 0, 2, "2024-03-03"},
      {"broken_for_good", {paid("P1", 20000, "2024-03-04")}, 1, "2024-03-10", "broken", "overdue", 0, 2, "2024-03-03"},
      {"missed_and_caught_up", {paid("P1", 10000, "2024-02-20")}, 1, "2024-03-03", "active", "planned", 1, 1},
      {"part_is_not_full", {paid("P1", 9999, "2024-01-20")}, 0, "2024-02-03", "broken", "overdue", 0, 1, "2024-02-03"},
      {"money_before_it_was_agreed",
       {paid("P1", 10000, "2024-01-14")},
       0,
       "2024-02-03",
       "broken",
       "overdue",
       0,
       1,
       "2024-02-03"},
      {"in_time", in_time, 0, "2024-03-30", "active", "planned", 2, 0},
      {"full_it_ends", in_time, 0, "2024-03-31", "fulfilled", "closed", 3, 0, "", "2024-03-31"},
      {"all_at_once", {paid("P1", 30000, "2024-01-16")}, 0, "2024-01-16", "fulfilled", "closed", 3, 0, "", "2024-01-16"},
  };
  for (const PlanCase& c : cases) {
    SCOPED_TRACE(c.name);
    const Stood stood(planned(c.payments, c.max_missed), c.date);
    EXPECT_EQ(stood.plan(), c.status);
    EXPECT_EQ(stood.standing(), c.standing);
    EXPECT_EQ(stood.covers.plans.full[0], c.full);
    EXPECT_EQ(stood.covers.plans.missed[0], c.missed);
    EXPECT_EQ(stood.covers.plans.broken_on[0], days(c.broken_on));
    EXPECT_EQ(stood.covers.plans.fulfilled_on[0], days(c.fulfilled_on));
  }
}

TEST(Plan, OneMissedMayBeUnlessItSaysOtherwise) {
  EXPECT_EQ(Stood(planned({}), "2024-02-10").plan(), "active");
  EXPECT_EQ(Stood(planned({}), "2024-03-10").plan(), "broken");
}

TEST(Plan, MoneyTakenBackMakesAnInstalmentMissedFromThatDay) {
  std::vector<test::MoneyRow> payments = {paid("P1", 10000, "2024-01-31")};
  payments.push_back({.id = "P2", .amount = 10000, .date = days("2024-02-20"), .reverses = "P1"});
  EXPECT_EQ(Stood(planned(payments, 0), "2024-02-19").plan(), "active");
  const Stood stood(planned(payments, 0), "2024-03-31");
  EXPECT_EQ(stood.plan(), "broken");
  EXPECT_EQ(stood.covers.plans.broken_on[0], days("2024-02-20"));
}

TEST(Plan, APromiseComesBeforeAPlan) {
  Account account = planned({});
  account.promises = {{"PR1", 500, "2024-01-20", "2024-01-25", "R1"}};
  EXPECT_EQ(Stood(account, "2024-01-21").standing(), "promised");
  EXPECT_EQ(Stood(account, "2024-01-28").standing(), "planned") << "the promise is broken, the plan goes on";
}

}  // namespace
}  // namespace dunlin::rules
