// Allocation case by case: what one debtor's records come to, in cents.
#include <gtest/gtest.h>

#include "rules/allocation/allocate.h"
#include "rules/allocation/within.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

using core::kNull;
using test::day;
using test::days;
using test::DebtorRow;

constexpr auto kWrittenOff = static_cast<int64_t>(core::ReceivableStatus::kWrittenOff);
constexpr auto kDraft = static_cast<int64_t>(core::ReceivableStatus::kDraft);
constexpr auto kCancelled = static_cast<int64_t>(core::ReceivableStatus::kCancelled);

struct Case {
  const char* name;
  DebtorRow debtor;
  std::vector<int64_t> balance;  // in the order of receivable ids
  std::vector<std::pair<std::string, int64_t>> cash = {};
  Across across = Across::kOldestDue;
  const char* date = "2024-06-30";
};

const int64_t kJan = days("2024-01-10");
const int64_t kFeb = days("2024-02-10");
const int64_t kMar = days("2024-03-10");
const int64_t kApr = days("2024-04-10");
const int64_t kAug = days("2024-08-10");

const Case kCases[] = {
    {"nothing_paid", {.receivables = {{"R1", 100, kJan}}}, {100}},
    {"named", {.receivables = {{"R1", 100, kJan}, {"R2", 50, kJan}}, .payments = {{"P1", 40, kFeb, "R2"}}}, {100, 10}},
    {"dated_later_changes_nothing", {.receivables = {{"R1", 100, kJan}}, .payments = {{"P1", 40, kAug, "R1"}}}, {100}},
    {"on_the_date_counts",
     {.receivables = {{"R1", 100, kJan}}, .payments = {{"P1", 40, kFeb, "R1"}}},
     {60},
     {},
     Across::kOldestDue,
     "2024-02-10"},
    {"excess_goes_to_the_oldest",
     {.receivables = {{"R1", 100, kMar}, {"R2", 50, kJan}, {"R3", 70, kFeb}}, .payments = {{"P1", 130, kApr, "R1"}}},
     {0, 20, 70}},
    {"excess_of_all_is_cash",
     {.receivables = {{"R1", 100, kMar}, {"R2", 50, kJan}}, .payments = {{"P1", 180, kApr, "R1"}}},
     {0, 0},
     {{"EUR", 30}}},
    {"unnamed_pays_the_oldest_ties_by_id",
     {.receivables = {{"R2", 50, kJan}, {"R1", 60, kJan}, {"R3", 70, kFeb}}, .payments = {{"P1", 90, kApr}}},
     {0, 20, 70}},
    {"unnamed_stays_cash_under_none",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", 30, kApr}}},
     {50},
     {{"EUR", 30}},
     Across::kNone},
    {"excess_stays_cash_under_none",
     {.receivables = {{"R1", 50, kJan}, {"R2", 10, kJan}}, .payments = {{"P1", 70, kApr, "R1"}}},
     {0, 10},
     {{"EUR", 20}},
     Across::kNone},
    {"named_money_comes_before_unnamed_of_an_earlier_day",
     {.receivables = {{"R1", 50, kJan}, {"R2", 50, kFeb}}, .payments = {{"P1", 50, kFeb}, {"P2", 50, kMar, "R1"}}},
     {0, 0}},
    {"group_oldest_due_first",
     {.receivables = {{"R1", 50, kFeb, "EUR", kNull, kNull, kNull, "G"},
                      {"R2", 50, kJan, "EUR", kNull, kNull, kNull, "G"},
                      {"R3", 50, kJan, "EUR"}},
      .payments = {{"P1", 70, kMar, "", "EUR", "G"}}},
     {30, 0, 50}},
    {"group_excess_is_spread",
     {.receivables = {{"R1", 50, kFeb, "EUR", kNull, kNull, kNull, "G"}, {"R2", 50, kJan}},
      .payments = {{"P1", 70, kMar, "", "EUR", "G"}}},
     {0, 30}},
    {"unknown_group_waits",
     {.receivables = {{"R1", 50, kFeb}}, .payments = {{"P1", 70, kMar, "", "EUR", "G"}}},
     {50},
     {{"EUR", 70}}},
    {"unknown_receivable_waits_and_goes_nowhere",
     {.receivables = {{"R1", 50, kFeb}}, .payments = {{"P1", 70, kMar, "R9"}, {"P2", 10, kMar}}},
     {40},
     {{"EUR", 70}}},
    {"receivable_not_issued_yet_waits",
     {.receivables = {{"R1", 50, kFeb}, {"R2", 50, kAug, "EUR", days("2024-07-01")}}, .payments = {{"P1", 70, kMar, "R2"}}},
     {50, kNull},
     {{"EUR", 70}}},
    {"the_same_once_issued",
     {.receivables = {{"R1", 50, kFeb}, {"R2", 50, kAug, "EUR", days("2024-07-01")}}, .payments = {{"P1", 70, kMar, "R2"}}},
     {30, 0},
     {},
     Across::kOldestDue,
     "2024-07-01"},
    {"draft_and_cancelled_do_not_exist",
     {.receivables = {{"R1", 50, kFeb, "EUR", kNull, kDraft},
                      {"R2", 50, kFeb, "EUR", kNull, kCancelled, kMar},
                      {"R3", 9, kAug}},
      .payments = {{"P1", 10, kMar, "R2"}, {"P2", 5, kMar}}},
     {kNull, kNull, 4},
     {{"EUR", 10}}},
    {"status_counts_from_its_day",
     {.receivables = {{"R1", 50, kFeb, "EUR", kNull, kCancelled, kApr}}, .payments = {{"P1", 10, kMar, "R1"}}},
     {40},
     {},
     Across::kOldestDue,
     "2024-04-09"},
    {"written_off_takes_only_what_names_it",
     {.receivables = {{"R1", 50, kJan, "EUR", kNull, kWrittenOff}, {"R2", 50, kFeb}},
      .payments = {{"P1", 30, kMar}, {"P2", 20, kMar, "R1"}, {"P3", 40, kMar, "R2"}}},
     {30, 0},
     {{"EUR", 20}}},
    {"another_currency_is_spread_in_its_own",
     {.receivables = {{"R1", 50, kJan}, {"R2", 50, kFeb, "USD"}}, .payments = {{"P1", 60, kMar, "R1", "USD"}}},
     {50, 0},
     {{"USD", 10}}},
    {"cash_by_currency",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", 60, kMar, "R1", "USD"}, {"P2", 60, kMar, "R1"}}},
     {0},
     {{"EUR", 10}, {"USD", 60}}},
    {"credit_note_lowers",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", 20, kMar, "R1"}}, .credit_notes = {{"C1", 25, kFeb, "R1"}}},
     {5}},
    {"credit_note_excess_is_spread",
     {.receivables = {{"R1", 50, kJan}, {"R2", 50, kJan}}, .credit_notes = {{"C1", 70, kFeb, "R2"}}},
     {30, 0}},
    {"reversal_takes_back",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", 50, kFeb, "R1"}, {"P2", 50, kMar, "", "EUR", "", "P1"}}},
     {50}},
    {"reversal_by_a_negative_amount",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", 50, kFeb, "R1"}, {"P2", -20, kMar, "", "EUR", "", "P1"}}},
     {20}},
    {"reversal_counts_from_its_day",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", 50, kFeb, "R1"}, {"P2", 50, kMar, "", "EUR", "", "P1"}}},
     {0},
     {},
     Across::kOldestDue,
     "2024-03-09"},
    {"reversal_takes_no_more_than_there_was",
     {.receivables = {{"R1", 50, kJan}, {"R2", 50, kJan}},
      .payments = {{"P1", 30, kFeb, "R1"}, {"P2", 90, kMar, "", "EUR", "", "P1"}, {"P3", 10, kMar, "R2"}}},
     {50, 40}},
    {"reversal_of_a_reversal_restores",
     {.receivables = {{"R1", 50, kJan}},
      .payments = {{"P1", 50, kFeb, "R1"}, {"P2", 50, kMar, "", "EUR", "", "P1"}, {"P3", 20, kApr, "", "EUR", "", "P2"}}},
     {30}},
    {"reversals_in_a_circle_do_nothing",
     {.receivables = {{"R1", 50, kJan}},
      .payments = {{"P1", 50, kFeb, "R1"}, {"P2", 50, kMar, "", "EUR", "", "P3"}, {"P3", 20, kApr, "", "EUR", "", "P2"}}},
     {0}},
    {"reversed_credit_note",
     {.receivables = {{"R1", 50, kJan}}, .credit_notes = {{"C1", 50, kFeb, "R1"}, {"C2", 50, kMar, "", "EUR", "", "C1"}}},
     {50}},
    {"reversal_of_nothing_stays_out",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", 50, kFeb, "R1"}, {"P2", 50, kMar, "", "EUR", "", "P9"}}},
     {0}},
    {"negative_takes_from_its_receivable",
     {.receivables = {{"R1", 50, kJan}, {"R2", 50, kAug}},
      .payments = {{"P1", 50, kFeb, "R1"}, {"P2", 50, kFeb, "R2"}, {"P3", -30, kMar, "R1"}}},
     {30, 0}},
    {"negative_takes_from_cash",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", 90, kFeb, "R1"}, {"P3", -30, kMar}}},
     {0},
     {{"EUR", 10}}},
    {"negative_takes_from_the_latest_due",
     {.receivables = {{"R1", 50, kJan}, {"R2", 50, kAug}, {"R3", 50, kApr}},
      .payments = {{"P1", 155, kFeb}, {"P3", -70, kMar}}},
     {0, 50, 15}},
    {"negative_with_nothing_to_take_back",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", -30, kFeb}, {"P3", 20, kMar}}},
     {30}},
    {"negative_takes_only_from_money_before_it",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", -30, kFeb, "R1"}, {"P3", 20, kMar, "R1"}}},
     {30}},
    {"negative_finds_unnamed_money_on_its_receivable",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", 50, kFeb}, {"P3", -20, kMar, "R1"}}},
     {20}},
    {"smallest_first_due_before_not_due",
     {.receivables = {{"R1", 50, kJan}, {"R2", 10, kAug}, {"R3", 30, kFeb}}, .payments = {{"P1", 40, kMar}}},
     {40, 10, 0},
     {},
     Across::kSmallest},
    {"proportional_due_before_not_due",
     {.receivables = {{"R1", 200, kJan}, {"R2", 100, kFeb}, {"R3", 100, kAug}}, .payments = {{"P1", 100, kMar}}},
     {133, 67, 100},
     {},
     Across::kProportional},
    {"debtor_not_known_yet",
     {.receivables = {{"R1", 50, kJan}}, .payments = {{"P1", 10, kFeb, "R1"}}, .ints = {{core::Field::kDebtorMissing, 1}}},
     {kNull}},
};

class AllocationCases : public testing::TestWithParam<AllocationPath> {};

TEST_P(AllocationCases, BalancesAndCash) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    const core::AccountPage page = test::make_page({c.debtor});
    Balances balances;
    allocate({.page = page, .date = day(c.date)}, {.across = c.across}, balances, GetParam());
    EXPECT_EQ(balances.balance, c.balance);
    std::vector<std::pair<std::string, int64_t>> cash;
    for (size_t i = 0; i < balances.cash_amount.size(); ++i) {
      cash.emplace_back(core::to_string(core::Currency{balances.cash_currency[i]}), balances.cash_amount[i]);
    }
    EXPECT_EQ(cash, c.cash);
  }
}

INSTANTIATE_TEST_SUITE_P(Paths, AllocationCases, testing::Values(AllocationPath::kFastest, AllocationPath::kGeneral),
                         [](const auto& path) { return path.param == AllocationPath::kFastest ? "fastest" : "general"; });

struct ClosingCase {
  const char* name;
  DebtorRow debtor;
  int64_t closed_on;        // of R1
  int64_t last_payment_on;  // of R1
};

const ClosingCase kClosingCases[] = {
    {"by_the_last_of_its_money",
     {.receivables = {{"R1", 50, kMar}}, .payments = {{"P1", 20, kApr, "R1"}, {"P2", 30, kFeb, "R1"}}},
     kApr,
     kApr},
    {"open", {.receivables = {{"R1", 50, kMar}}, .payments = {{"P1", 20, kApr, "R1"}}}, kNull, kApr},
    {"by_a_credit_note",
     {.receivables = {{"R1", 50, kMar}}, .payments = {{"P1", 20, kFeb, "R1"}}, .credit_notes = {{"C1", 30, kApr, "R1"}}},
     kApr,
     kFeb},
    {"paid_before_it_was_issued",
     {.receivables = {{"R1", 50, kAug, "EUR", kMar}}, .payments = {{"P1", 50, kFeb, "R1"}}},
     kMar,
     kFeb},
    {"reversed_and_paid_again",
     {.receivables = {{"R1", 50, kJan}},
      .payments = {{"P1", 50, kFeb, "R1"}, {"P2", 50, kMar, "", "EUR", "", "P1"}, {"P3", 50, kApr, "R1"}}},
     kApr,
     kApr},
    {"reversal_that_was_reversed",
     {.receivables = {{"R1", 50, kJan}},
      .payments = {{"P1", 50, kFeb, "R1"}, {"P2", 50, kMar, "", "EUR", "", "P1"}, {"P3", 50, kApr, "", "EUR", "", "P2"}}},
     kApr,
     kFeb},
};

TEST_P(AllocationCases, ClosingDates) {
  for (const ClosingCase& c : kClosingCases) {
    SCOPED_TRACE(c.name);
    const core::AccountPage page = test::make_page({c.debtor});
    Balances balances;
    allocate({.page = page, .date = day("2024-06-30")}, {}, balances, GetParam());
    EXPECT_EQ(balances.closed_on[0], c.closed_on);
    EXPECT_EQ(balances.last_payment_on[0], c.last_payment_on);
  }
}

TEST(Allocation, EmptyPage) {
  const core::AccountPage page;
  Balances balances;
  allocate({.page = page, .date = day("2024-06-30")}, {}, balances);
  EXPECT_TRUE(balances.balance.empty());
  EXPECT_EQ(balances.cash_begin, std::vector<uint32_t>{0});
}

TEST(Allocation, BalancesAreReusedBetweenPages) {
  const core::AccountPage big = test::make_page(
      {{.receivables = {{"R1", 50, kJan}, {"R2", 50, kJan}}, .payments = {{"P1", 120, kFeb}, {"P2", 5, kFeb, "R1"}}}});
  const core::AccountPage small = test::make_page({{.receivables = {{"R1", 70, kJan}}}});
  Balances balances;
  allocate({.page = big, .date = day("2024-06-30")}, {}, balances);
  EXPECT_EQ(balances.cash_amount, std::vector<int64_t>{25});
  allocate({.page = small, .date = day("2024-06-30")}, {}, balances);
  EXPECT_EQ(balances.balance, std::vector<int64_t>{70});
  EXPECT_EQ(balances.paid, std::vector<int64_t>{0});
  EXPECT_TRUE(balances.cash_amount.empty());
  EXPECT_TRUE(balances.payment_counted.empty());
}

}  // namespace
}  // namespace dunlin::rules
