// The facts that a scenario may answer, and the day from which each is one.
#include "rules/standing/debtor_events.h"

#include <gtest/gtest.h>

#include "tests/rules/standing_records.h"

namespace dunlin::rules {
namespace {

using test::Account;
using test::days;

/// `kind record date` of each, one a line.
std::string events_on(const Account& account, const char* date) {
  const test::Stood stood(account, date);
  DebtorEvents events;
  collect_debtor_events(stood.page, test::day(date), stood.covers, events);
  EXPECT_EQ(events.begin, (std::vector<uint32_t>{0, static_cast<uint32_t>(events.size())}));
  std::string text;
  for (size_t i = 0; i < events.size(); ++i) {
    text += std::string(core::name_of(core::kEventKindNames, events.kind[i])) + " " + std::string(events.record_id[i]) +
            " " + core::to_string(core::Date{events.on[i]}) + "\n";
  }
  return text;
}

TEST(DebtorEvents, EachFromItsDayOn) {
  const Account account{
      .debtor = {.receivables = {{"R1", 30000, days("2024-01-10")}},
                 .payments = {{"P1", 5000, days("2024-05-02"), "R1"},
                              {.id = "P2", .amount = 5000, .date = days("2024-05-20"), .reverses = "P1"},
                              {.id = "P3", .amount = -100, .date = days("2024-05-25")}}},
      .promises = {{"PR2", 10000, "2024-05-01", "2024-05-10", "R1"}, {"PR1", 10000, "2024-06-01", "2024-06-10", "R1"}},
      .plans = {{.id = "PL1", .agreed_on = "2024-01-15", .instalments = "2024-01-31=10000", .max_missed = 0}},
      .disputes = {{"X1", "R1", "2024-04-01", "2024-04-20"}, {"X2", "R1", "2024-07-01"}, {"X3", "R9", "2024-01-01"}}};
  EXPECT_EQ(events_on(account, "2024-02-02"), "");
  EXPECT_EQ(events_on(account, "2024-02-03"), "plan_broken PL1 2024-02-03\n");
  EXPECT_EQ(events_on(account, "2024-04-19"), "plan_broken PL1 2024-02-03\ndispute_opened X1 2024-04-01\n");
  EXPECT_EQ(events_on(account, "2024-06-13"),
            "promise_broken PR1 2024-06-13\npromise_broken PR2 2024-05-13\nplan_broken PL1 2024-02-03\n"
            "dispute_opened X1 2024-04-01\ndispute_resolved X1 2024-04-20\n"
            "payment_returned P2 2024-05-20\npayment_returned P3 2024-05-25\n");
}

TEST(DebtorEvents, AReturnThatWasReversedIsNone) {
  const Account account{.debtor = {.receivables = {{"R1", 30000, days("2024-01-10")}},
                                   .payments = {{"P1", 5000, days("2024-05-02"), "R1"},
                                                {.id = "P2", .amount = 5000, .date = days("2024-05-20"), .reverses = "P1"},
                                                {.id = "P3", .amount = 5000, .date = days("2024-05-21"), .reverses = "P2"},
                                                {.id = "P4", .amount = 10, .date = days("2024-05-21"), .reverses = "P9"}}}};
  EXPECT_EQ(events_on(account, "2024-05-20"), "payment_returned P2 2024-05-20\n");
  EXPECT_EQ(events_on(account, "2024-05-21"), "");
}

}  // namespace
}  // namespace dunlin::rules
