// Ageing buckets and the four ways to count days sales outstanding.
#include "rules/ageing/ageing.h"

#include <gtest/gtest.h>

#include "rules/ageing/dso.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

using core::kNull;
using test::day;
using test::days;

constexpr auto kWrittenOff = static_cast<int64_t>(core::ReceivableStatus::kWrittenOff);
const AgeingBounds kBounds = {30, 60, 90, 120};

struct Stages {
  core::AccountPage page;
  Balances balances;
  Standings standings;

  Stages(const std::vector<test::DebtorRow>& debtors, core::Date date) : page(test::make_page(debtors)) {
    allocate({.page = page, .date = date}, {}, balances);
    compute_standings(page, date, balances, {}, {}, standings);
  }
};

TEST(Ageing, BucketNames) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(ageing_bucket_names(kBounds), (Names{"not_due", "1-30", "31-60", "61-90", "91-120", "120+"}));
  EXPECT_EQ(ageing_bucket_names(AgeingBounds{15}), (Names{"not_due", "1-15", "15+"}));
}

TEST(Ageing, BucketsAtTheirBounds) {
  const core::Date date = day("2024-06-30");
  const struct {
    int32_t days;
    size_t bucket;
  } cases[] = {{-5, 0}, {0, 0}, {1, 1}, {30, 1}, {31, 2}, {60, 2}, {61, 3}, {90, 3}, {91, 4}, {120, 4}, {121, 5}, {4000, 5}};
  for (const auto& c : cases) {
    const Stages stages({{.receivables = {{"R1", 100, (date - c.days).days}}}}, date);
    AgeingTotals totals;
    add_to_ageing(stages.page, stages.balances, stages.standings, kBounds, {}, totals);
    const std::vector<AgeingCell>& cells = totals.by_currency.at(core::kEur.code);
    ASSERT_EQ(cells.size(), 6U);
    for (size_t bucket = 0; bucket < cells.size(); ++bucket) {
      EXPECT_EQ(cells[bucket].count, bucket == c.bucket ? 1U : 0U) << c.days;
      EXPECT_TRUE(cells[bucket].amount == (bucket == c.bucket ? 100 : 0)) << c.days;
    }
  }
}

TEST(Ageing, LeavesOutWhatIsNotOpenAndMerges) {
  const core::Date date = day("2024-06-30");
  const int64_t due = days("2024-06-01");
  const Stages stages({{.receivables = {{"R1", 100, due},
                                        {"R2", 50, due, "USD"},
                                        {"R3", 70, due, "EUR", kNull, kWrittenOff},
                                        {"R4", 30, due},
                                        {"R5", 20, due, "EUR", days("2024-07-01")}},
                        .payments = {{"P1", 30, due, "R4"}, {"P2", 40, due, "R1"}}},
                       {.receivables = {{"S1", 5, due}}}},
                      date);
  AgeingTotals first;
  AgeingTotals second;
  add_to_ageing(stages.page, stages.balances, stages.standings, kBounds, std::vector<uint8_t>{1, 0}, first);
  add_to_ageing(stages.page, stages.balances, stages.standings, kBounds, std::vector<uint8_t>{0, 1}, second);
  EXPECT_TRUE(first.by_currency.at(core::kEur.code)[1].amount == 60);
  EXPECT_EQ(first.by_currency.at(core::kEur.code)[1].count, 1U);
  EXPECT_TRUE(first.by_currency.at(test::currency("USD").code)[1].amount == 50);
  second.merge(first);
  EXPECT_TRUE(second.by_currency.at(core::kEur.code)[1].amount == 65);
  EXPECT_EQ(second.by_currency.size(), 2U);
}

/// 300,000.00 open of which 180,000.00 not due, on 350,000.00 of sales in 92 days (shared facts, K-DSO).
TEST(Dso, SimpleBestAndDelinquent) {
  SalesHistory history{.open = 30'000'000, .open_not_due = 18'000'000, .on_day = std::vector<int64_t>(120, 0)};
  history.on_day[0] = 20'000'000;
  history.on_day[91] = 15'000'000;
  history.on_day[92] = 99;
  EXPECT_EQ(dso_simple(history, 92), 78'857'143);
  EXPECT_EQ(dso_best(history, 92), 47'314'286);
  EXPECT_EQ(dso_add(history, 92), 31'542'857);
  EXPECT_EQ(dso_simple({.open = 5, .open_not_due = 0, .on_day = {}}, 92), std::nullopt);
}

TEST(Dso, CountBackOverMonths) {
  const std::vector<MonthSales> months = {{12'000'000, 31}, {8'000'000, 30}, {15'000'000, 31}, {9'000'000, 30}};
  const struct {
    const char* name;
    int64_t open;
    int64_t micro_days;
    int64_t unexhausted;
  } cases[] = {
      {"K-DSO-CB", 30'000'000, 81'666'667, 0},
      {"K-DSO-CB-2", 6'000'000, 15'500'000, 0},
      {"nothing open", 0, 0, 0},
      {"exactly a month", 12'000'000, 31'000'000, 0},
      {"more than all sales", 45'000'000, 122'000'000, 1'000'000},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const CountBack found = count_back(c.open, months);
    EXPECT_EQ(found.micro_days, c.micro_days);
    EXPECT_TRUE(found.unexhausted == c.unexhausted);
  }
}

TEST(Dso, CountBackFromTheMiddleOfAMonth) {
  // 2024-03-15: 15 days of March with 100, all February (29 days) without sales, January with 200.
  SalesHistory history{.open = 150, .open_not_due = 0, .on_day = {}};
  history.on_day.resize(60, 0);
  history.on_day[3] = 100;   // 2024-03-12
  history.on_day[59] = 200;  // 2024-01-16
  const CountBack found = dso_count_back(history, day("2024-03-15"));
  EXPECT_EQ(found.micro_days, 51'750'000);  // 15 + 29 + 50 / 200 x 31
  EXPECT_TRUE(found.unexhausted == 0);
}

TEST(Dso, SalesFallOnIssueDates) {
  const core::Date date = day("2024-06-30");
  const Stages stages({{.receivables = {{"R1", 100, days("2024-07-10"), "EUR", days("2024-06-30")},
                                        {"R2", 50, days("2024-06-01"), "EUR", days("2024-05-02")},
                                        {"R3", 70, days("2024-06-29")},  // sold on 2024-05-30
                                        {"R4", 30, days("2024-09-30")},  // without issue date
                                        {"R5", 20, days("2024-07-30"), "EUR", days("2024-07-01")},
                                        {"R6", 11, days("2024-06-01"), "EUR", days("2024-05-02"), kWrittenOff}},
                        .payments = {{"P1", 20, days("2024-06-01"), "R2"}}}},
                      date);
  DsoTotals totals;
  add_to_sales(stages.page, date, stages.balances, stages.standings, {}, totals);
  DsoTotals merged;
  merged.merge(totals);
  const SalesHistory& history = merged.by_currency.at(core::kEur.code);
  EXPECT_EQ(history.on_day.size(), 60U);
  EXPECT_EQ(history.on_day[0], 130);
  EXPECT_EQ(history.on_day[31], 70);
  EXPECT_EQ(history.on_day[59], 61);
  EXPECT_TRUE(history.sales_of_last(32) == 200);
  EXPECT_TRUE(history.open == 100 + 30 + 70 + 30);
  EXPECT_TRUE(history.open_not_due == 130);
}

}  // namespace
}  // namespace dunlin::rules
