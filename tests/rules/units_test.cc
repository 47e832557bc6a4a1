// Units from receivables: who carries step memory, the anchor of each, and what it would claim.
#include "rules/scenario/units.h"

#include <gtest/gtest.h>

#include "rules/allocation/allocate.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

using core::UnitKind;

constexpr uint8_t kDunned = kItemOverdue | kItemUnpaidPastDue;

/// One debtor: receivables with amounts as balances, all of scenario 0, and optional cash.
struct Bench {
  core::AccountPage page;
  std::vector<uint8_t> items;
  std::vector<uint16_t> receivable_scenario;
  std::vector<uint16_t> debtor_scenario{0};
  std::vector<UnitKind> scenario_unit;
  std::vector<int64_t> balance;
  std::vector<uint32_t> cash_begin{0, 0};
  std::vector<uint32_t> cash_currency;
  std::vector<int64_t> cash_amount;
  core::MemoryPage memory;

  Bench(UnitKind kind, const std::vector<test::ReceivableRow>& receivables)
      : page(test::make_page({test::DebtorRow{.id = "D", .receivables = receivables}})), scenario_unit{kind} {
    const core::Table& rows = page.rows(core::RecordKind::kReceivable);
    items.assign(rows.rows(), kDunned);
    receivable_scenario.assign(rows.rows(), 0);
    for (size_t row = 0; row < rows.rows(); ++row) balance.push_back(rows.int_at(core::Field::kAmount, row));
  }

  Units build(bool net_credits = true) const {
    const UnitInputs inputs{.page = page,
                            .receivable_scenario = receivable_scenario,
                            .debtor_scenario = debtor_scenario,
                            .scenario_unit = scenario_unit,
                            .items = items,
                            .balance = balance,
                            .cash = {cash_begin, cash_currency, cash_amount},
                            .net_credits = net_credits,
                            .memory = memory};
    return build_units(inputs, match_memory(page, memory));
  }
};

std::vector<test::ReceivableRow> three() {
  return {{"R1", 10000, test::days("2026-03-10")},
          {"R2", 30000, test::days("2026-03-01")},
          {"R3", 20000, test::days("2026-03-01"), "USD"}};
}

TEST(Units, ADebtorCarriesAllAndTheOldestIsItsAnchor) {
  const Units units = Bench(UnitKind::kDebtor, three()).build();
  ASSERT_EQ(units.size(), 1U);
  EXPECT_EQ(units.anchor[0], 1U) << "R2 and R3 are equally old, R2 owes more";
  const auto claims = units.claims_of(0);
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(claims[0].currency, core::kEur.code);
  EXPECT_EQ(claims[0].amount, 40000);
  EXPECT_EQ(claims[1].amount, 20000);
}

TEST(Units, EqualAgeAndBalanceGoToTheSmallerId) {
  const Units units =
      Bench(UnitKind::kDebtor, {{"B", 100, test::days("2026-03-01")}, {"A", 100, test::days("2026-03-01")}}).build();
  EXPECT_EQ(units.anchor[0], 0U);
}

TEST(Units, CashNetsADebtorPerCurrencyAndNeverBelowZero) {
  Bench bench(UnitKind::kDebtor, three());
  bench.cash_begin = {0, 2};
  bench.cash_currency = {core::kEur.code, test::currency("USD").code};
  bench.cash_amount = {15000, 90000};
  EXPECT_EQ(bench.build().claims_of(0)[0].amount, 25000);
  EXPECT_EQ(bench.build().claims_of(0)[1].amount, 0);
  EXPECT_EQ(bench.build(false).claims_of(0)[1].amount, 20000) << "net_credits = false";
}

TEST(Units, ReceivablesStandAloneAndTakeNoCash) {
  Bench bench(UnitKind::kReceivable, three());
  bench.cash_begin = {0, 1};
  bench.cash_currency = {core::kEur.code};
  bench.cash_amount = {99999};
  const Units units = bench.build();
  ASSERT_EQ(units.size(), 3U);
  for (size_t u = 0; u < 3; ++u) {
    EXPECT_EQ(units.key[u], u);
    EXPECT_EQ(units.anchor[u], u);
    EXPECT_EQ(units.claims_of(u)[0].amount, bench.balance[u]);
  }
}

TEST(Units, OnePerCurrency) {
  const Units units = Bench(UnitKind::kDebtorCurrency, three()).build();
  ASSERT_EQ(units.size(), 2U);
  EXPECT_EQ(units.key[0], core::kEur.code);
  EXPECT_EQ(units.anchor[0], 1U);
  EXPECT_EQ(units.anchor[1], 2U);
}

TEST(Units, AReceivableWithAScenarioOfItsOwnLeavesItsDebtor) {
  Bench bench(UnitKind::kDebtor, three());
  bench.scenario_unit = {UnitKind::kDebtor, UnitKind::kDebtor};
  bench.items[1] |= kItemOwnScenario;
  bench.receivable_scenario[1] = 1;
  const Units units = bench.build();
  ASSERT_EQ(units.size(), 2U);
  EXPECT_EQ(static_cast<UnitKind>(units.kind[0]), UnitKind::kDebtor);
  EXPECT_EQ(units.anchor[0], 2U) << "R2 is no longer the debtor's";
  EXPECT_EQ(static_cast<UnitKind>(units.kind[1]), UnitKind::kReceivable);
  EXPECT_EQ(units.scenario[1], 1U);
}

TEST(Units, NothingPastDueMakesNone) {
  Bench bench(UnitKind::kDebtor, three());
  bench.items.assign(3, kItemNotDue);
  EXPECT_EQ(bench.build().size(), 0U);
  bench.items[0] = kItemUnpaidPastDue;
  const Units units = bench.build();
  ASSERT_EQ(units.size(), 1U) << "what is left out of dunning still keeps an episode open";
  EXPECT_EQ(units.anchor[0], kNoRow);
  EXPECT_TRUE(units.past_due[0]);
}

}  // namespace
}  // namespace dunlin::rules
