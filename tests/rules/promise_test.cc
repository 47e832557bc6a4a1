// The life of promises to pay, sentence by sentence: what keeps one, until when it covers what, and what undoes nothing.
#include <gtest/gtest.h>

#include "tests/rules/standing_records.h"

namespace dunlin::rules {
namespace {

using core::kNull;
using test::Account;
using test::days;
using test::Stood;

/// R1 over 300.00 since January; 100.00 promised on 1 May for 10 May, three days of tolerance.
Account promised(std::vector<test::MoneyRow> payments, std::string receivables = "R1") {
  return {.debtor = {.receivables = {{"R1", 30000, days("2024-01-10")}, {"R2", 20000, days("2024-02-10")}},
                     .payments = std::move(payments)},
          .promises = {{"PR1", 10000, "2024-05-01", "2024-05-10", std::move(receivables)}}};
}
constexpr StandingPolicy kThreeDays = {.promise_tolerance_days = 3};

test::MoneyRow paid(std::string id, int64_t amount, const char* on, std::string receivable = "R1") {
  return {.id = std::move(id), .amount = amount, .date = days(on), .receivable = std::move(receivable)};
}

struct LifeCase {
  const char* name;
  std::vector<test::MoneyRow> payments;
  const char* date;
  const char* status;
  const char* standing;
  int64_t received = 0;
  const char* kept_on = "";
  const char* broken_on = "";
};

TEST(Promise, LivesAsItsMoneyComes) {
  const LifeCase cases[] = {
      {"not_yet_promised", {}, "2024-04-30", "absent", "overdue"},
      {"covers_from_its_day", {}, "2024-05-01", "open", "promised"},
      {"covers_in_the_tolerance", {}, "2024-05-13", "open", "promised"},
      {"broken_the_day_after", {}, "2024-05-14", "broken", "overdue", 0, "", "2024-05-14"},
      {"kept_on_the_day_of_the_money",
       {paid("P1", 10000, "2024-05-13")},
       "2024-05-13",
       "kept",
       "overdue",
       10000,
       "2024-05-13"},
      {"still_covered_the_day_before", {paid("P1", 10000, "2024-05-13")}, "2024-05-12", "open", "promised"},
      {"too_late", {paid("P1", 10000, "2024-05-14")}, "2024-05-14", "broken", "overdue", 0, "", "2024-05-14"},
      {"in_two_parts",
       {paid("P1", 6000, "2024-05-01"), paid("P2", 4000, "2024-05-10")},
       "2024-06-30",
       "kept",
       "overdue",
       10000,
       "2024-05-10"},
      {"in_part", {paid("P1", 6000, "2024-05-01")}, "2024-05-14", "partial", "overdue", 6000, "", "2024-05-14"},
      {"the_rest_after_it",
       {paid("P1", 6000, "2024-05-01"), paid("P2", 4000, "2024-05-14")},
       "2024-05-20",
       "partial",
       "overdue",
       6000,
       "",
       "2024-05-14"},
      {"money_before_it_was_given",
       {paid("P1", 10000, "2024-04-30")},
       "2024-05-14",
       "broken",
       "overdue",
       0,
       "",
       "2024-05-14"},
      {"money_on_account", {paid("P1", 10000, "2024-05-02", "")}, "2024-05-02", "kept", "overdue", 10000, "2024-05-02"},
      {"money_for_another", {paid("P1", 10000, "2024-05-02", "R2")}, "2024-05-02", "open", "promised"},
      {"money_for_one_unknown", {paid("P1", 10000, "2024-05-02", "R9")}, "2024-05-02", "open", "promised"},
  };
  for (const LifeCase& c : cases) {
    SCOPED_TRACE(c.name);
    const Stood stood(promised(c.payments), c.date, kThreeDays);
    EXPECT_EQ(stood.promise(), c.status);
    EXPECT_EQ(stood.standing(), c.standing);
    EXPECT_EQ(stood.covers.promises.received[0], c.received);
    EXPECT_EQ(stood.covers.promises.kept_on[0], days(c.kept_on));
    EXPECT_EQ(stood.covers.promises.broken_on[0], days(c.broken_on));
  }
}

TEST(Promise, NamingNoneCoversAllOfItsCurrencyAndLaterOnes) {
  Account account = promised({}, "");
  account.debtor.receivables.push_back({.id = "R3", .amount = 500, .due = days("2024-05-03"), .issued = days("2024-05-02")});
  account.debtor.receivables.push_back({.id = "R4", .amount = 500, .due = days("2024-05-03"), .currency = "USD"});
  const Stood before(account, "2024-05-01", kThreeDays);
  EXPECT_EQ(before.standing(0) + before.standing(1) + before.standing(2), "promisedpromisedabsent");
  const Stood later(account, "2024-05-08", kThreeDays);
  EXPECT_EQ(later.standing(2), "promised");
  EXPECT_EQ(later.standing(3), "overdue") << "of another currency";
}

TEST(Promise, ALaterReversalDoesNotBreakAKeptPromise) {
  std::vector<test::MoneyRow> payments = {paid("P1", 10000, "2024-05-09")};
  payments.push_back({.id = "P2", .amount = 10000, .date = days("2024-05-11"), .reverses = "P1"});
  const Stood day_of_the_money(promised(payments), "2024-05-09", kThreeDays);
  EXPECT_EQ(day_of_the_money.promise(), "kept");
  const Stood after(promised(payments), "2024-06-30", kThreeDays);
  EXPECT_EQ(after.promise(), "kept");
  EXPECT_EQ(after.covers.promises.kept_on[0], days("2024-05-09"));
  EXPECT_EQ(after.balances.balance[0], 30000) << "though the money is gone";
}

TEST(Promise, MoneyTakenBackBeforeTheSumIsReachedDoesNotCount) {
  std::vector<test::MoneyRow> payments = {paid("P1", 6000, "2024-05-02")};
  payments.push_back({.id = "P2", .amount = 6000, .date = days("2024-05-04"), .reverses = "P1"});
  payments.push_back(paid("P3", 4000, "2024-05-05"));
  EXPECT_EQ(Stood(promised(payments), "2024-05-05", kThreeDays).promise(), "open");
  EXPECT_EQ(Stood(promised(payments), "2024-05-14", kThreeDays).covers.promises.received[0], 4000);
  // The reversal is itself reversed: the money is there again from that day on.
  payments.push_back({.id = "P4", .amount = 6000, .date = days("2024-05-12"), .reverses = "P2"});
  const Stood restored(promised(payments), "2024-05-20", kThreeDays);
  EXPECT_EQ(restored.promise(), "kept");
  EXPECT_EQ(restored.covers.promises.kept_on[0], days("2024-05-12"));
}

TEST(Promise, IsKeptWhenAllItCoversIsClosed) {
  Account account = promised({paid("P1", 25000, "2024-04-01")});
  account.debtor.credit_notes = {{"C1", 5000, days("2024-05-06"), "R1"}};
  EXPECT_EQ(Stood(account, "2024-05-05", kThreeDays).promise(), "open");
  const Stood stood(account, "2024-05-30", kThreeDays);
  EXPECT_EQ(stood.promise(), "kept");
  EXPECT_EQ(stood.covers.promises.kept_on[0], days("2024-05-06"));
  EXPECT_EQ(stood.standing(), "closed");
  account.promises[0].receivables = "R1;R2";
  EXPECT_EQ(Stood(account, "2024-05-30", kThreeDays).promise(), "broken") << "R2 is open";
}

TEST(Promise, ClosingCountsOnItsDayThoughTheReceivableReopens) {
  Account account = promised({paid("P1", 25000, "2024-04-01")});
  account.debtor.credit_notes = {{"C1", 5000, days("2024-05-06"), "R1"},
                                 {.id = "C2", .amount = 5000, .date = days("2024-05-08"), .reverses = "C1"}};
  const Stood stood(account, "2024-06-30", kThreeDays);
  EXPECT_EQ(stood.balances.balance[0], 5000);
  EXPECT_EQ(stood.promise(), "kept");
  EXPECT_EQ(stood.covers.promises.kept_on[0], days("2024-05-06"));
}

TEST(Promise, AFeeChargedLaterDoesNotReopenThePast) {
  Account account = promised({paid("P1", 25000, "2024-04-01")});
  account.debtor.credit_notes = {{"C1", 5000, days("2024-05-06"), "R1"},
                                 {.id = "C2", .amount = 5000, .date = days("2024-05-08"), .reverses = "C1"}};
  const auto fee_on = [](const char* on) {
    return Charges{.begin = {0, 1, 1}, .part = {ChargePart::kCosts}, .amount = {500}, .on = {test::day(on).days}};
  };
  const Charges later = fee_on("2024-05-20");
  const Stood stood(account, "2024-06-30", kThreeDays, &later);
  EXPECT_EQ(stood.balances.balance[0], 5500);
  EXPECT_EQ(stood.covers.promises.kept_on[0], days("2024-05-06"));
  const Charges before = fee_on("2024-05-05");
  EXPECT_EQ(Stood(account, "2024-06-30", kThreeDays, &before).promise(), "broken") << "the fee was never paid";
}

/// Money for a receivable that is not issued yet waits; on its day it pays it, and with what is left the rest.
TEST(Promise, IsKeptOnTheDayOnWhichMoneyThatWaitedClosesAllItCovers) {
  Account account = promised({paid("P1", 7175, "2024-07-09", "R2"), paid("P2", -8680, "2024-07-21", "R2")}, "");
  account.debtor.receivables = {{"R1", 1, days("2024-07-12")}, {"R2", 2364, days("2024-07-22")}};
  account.debtor.receivables[1].issued = days("2024-07-17");
  account.promises[0] = {"PR1", 1, "2024-07-11", "2024-07-23", ""};
  EXPECT_EQ(Stood(account, "2024-07-16", kThreeDays).promise(), "open");
  const Stood stood(account, "2024-07-25", kThreeDays);
  EXPECT_EQ(stood.promise(), "kept");
  EXPECT_EQ(stood.covers.promises.kept_on[0], days("2024-07-17"));
}

TEST(Promise, GroupMoneyCountsWhenTheGroupHoldsACoveredReceivable) {
  Account account = promised({{.id = "P1", .amount = 10000, .date = days("2024-05-02"), .group = "G"}});
  account.debtor.receivables[0].group = "G";
  EXPECT_EQ(Stood(account, "2024-05-02", kThreeDays).promise(), "kept");
  account.promises[0].receivables = "R2";
  EXPECT_EQ(Stood(account, "2024-05-02", kThreeDays).promise(), "open");
}

TEST(Promise, OtherCurrenciesDoNotPayIt) {
  Account account = promised({{.id = "P1", .amount = 10000, .date = days("2024-05-02"), .currency = "USD"}});
  EXPECT_EQ(Stood(account, "2024-05-03", kThreeDays).promise(), "open");
}

}  // namespace
}  // namespace dunlin::rules
