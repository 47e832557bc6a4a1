// Fees in every form, and whom they meet.
#include <gtest/gtest.h>

#include "rules/fees/fee.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

const uint32_t kEuro = core::kEur.code;
const uint32_t kPound = test::currency("GBP").code;
const uint32_t kYen = test::currency("JPY").code;
const uint32_t kZloty = test::currency("PLN").code;
const BaseRates kNoRates(core::kEur);

FeeRule flat() { return {.form = FeeForm::kFlat, .flat = {{kEuro, 500}, {kPound, 400}}}; }

TEST(Fees, OnTheAnchorOrOnEachLine) {
  const std::vector<FeeLine> lines = {{10'000, kEuro}, {10'000, kPound}, {10'000, kYen}, {10'000, kEuro, true}};
  const struct {
    const char* name;
    FeePer per;
    size_t anchor;
    std::vector<int64_t> expected;
  } cases[] = {
      {"action", FeePer::kAction, 1, {0, 400, 0, 0}},
      {"currency not named", FeePer::kAction, 2, {0, 0, 0, 0}},
      {"charged before", FeePer::kAction, 3, {0, 0, 0, 0}},
      {"receivable", FeePer::kReceivable, 1, {500, 400, 0, 0}},
  };
  for (const auto& c : cases) {
    FeeRule rule = flat();
    rule.per = c.per;
    std::vector<FeeSum> fees(lines.size());
    fees_of_action(rule, {}, lines, c.anchor, kNoRates, fees);
    for (size_t at = 0; at < fees.size(); ++at) EXPECT_EQ(fees[at].minor, c.expected[at]) << c.name << " line " << at;
  }
  std::vector<FeeSum> fees(lines.size());
  FeeRule rule = flat();
  rule.per = FeePer::kReceivable;
  fees_of_action(rule, {}, lines, 0, kNoRates, fees);
  EXPECT_EQ(fees[2].bar, FeeBar::kCurrency);
  EXPECT_EQ(fees[3].bar, FeeBar::kChargedBefore);
}

TEST(Fees, WaitForTheNoticesOfEachLine) {
  const std::vector<FeeLine> lines = {{.original = 10'000, .currency = kEuro, .reminder = Reminder::kTaken},
                                      {.original = 10'000, .currency = kEuro, .reminder = Reminder::kMissing},
                                      {.original = 10'000, .currency = kEuro, .notice_runs = true}};
  FeeRule rule = flat();
  rule.per = FeePer::kReceivable;
  std::vector<FeeSum> fees(lines.size());
  fees_of_action(rule, core::DebtorKind::kConsumer, lines, 0, kNoRates, fees);
  EXPECT_EQ(fees[0].minor, 500);
  EXPECT_EQ(fees[1].bar, FeeBar::kReminderMissing);
  EXPECT_EQ(fees[2].bar, FeeBar::kNoticePeriod);
}

TEST(Fees, OfTheOriginalAmount) {
  const struct {
    const char* name;
    FeeRule rule;
    int64_t original;
    uint32_t currency;
    int64_t expected;
  } cases[] = {
      {"15 percent", {.form = FeeForm::kPercent, .percent = 15 * kPercentOne}, 10'000, kPound, 1'500},
      {"half a cent up", {.form = FeeForm::kPercent, .percent = 5 * kPercentOne}, 10, kEuro, 1},
      {"truncated", {.form = FeeForm::kPercent, .percent = 5 * kPercentOne, .rounding = FeeRounding::kDown}, 19, kEuro, 0},
      {"least fee",
       {.form = FeeForm::kPercent, .percent = kPercentOne, .currency = kEuro, .fee_currency = kEuro, .min = 500},
       100,
       kEuro,
       500},
      {"another currency than the limits'",
       {.form = FeeForm::kPercent, .percent = kPercentOne, .currency = kEuro, .fee_currency = kEuro, .min = 500},
       100,
       kPound,
       0},
      {"no fee", {}, 10'000, kEuro, 0},
  };
  for (const auto& c : cases) EXPECT_EQ(fee_of(c.rule, c.original, c.currency, kNoRates).minor, c.expected) << c.name;
}

TEST(Fees, BandsHoldTheirBounds) {
  const FeeRule rule = {.form = FeeForm::kBands,
                        .bands = {{.bound = 1'000, .inclusive = true, .fee = 10},
                                  {.bound = 2'000, .fee = 20, .percent_over = 10 * kPercentOne},
                                  {.open = true, .fee = 500}},
                        .currency = kEuro,
                        .fee_currency = kEuro};
  const std::pair<int64_t, int64_t> cases[] = {{1, 10}, {1'000, 10}, {1'001, 20}, {1'999, 120}, {2'000, 500}};
  for (const auto& [amount, fee] : cases) EXPECT_EQ(fee_of(rule, amount, kEuro, kNoRates).minor, fee) << amount;
}

/// Sums in EUR for debts measured in PLN: both ways go through the run's rates.
TEST(Fees, AreExchangedWhereTheirCurrencyIsAnother) {
  const FeeRule rule = {.form = FeeForm::kBands,
                        .bands = {{.bound = 500'000, .inclusive = true, .fee = 4'000},
                                  {.bound = 5'000'000, .fee = 7'000},
                                  {.open = true, .fee = 10'000}},
                        .currency = kZloty,
                        .fee_currency = kEuro};
  EXPECT_EQ(fee_of(rule, 100'000, kZloty, kNoRates).bar, FeeBar::kNoRate);
  BaseRates rates(core::kEur);
  rates.set(core::Currency{kZloty}, 10, 43);  // 1 EUR = 4.30 PLN
  EXPECT_EQ(fee_of(rule, 500'000, kZloty, rates).minor, 17'200);
  EXPECT_EQ(fee_of(rule, 500'001, kZloty, rates).minor, 30'100);
  EXPECT_EQ(fee_of(rule, 5'000'000, kZloty, rates).minor, 43'000);
  EXPECT_EQ(fee_of(rule, 116'280, kEuro, rates).minor, 7'000);  // 5000.04 PLN
  EXPECT_EQ(fee_of(rule, 116'000, kEuro, rates).minor, 4'000);
  EXPECT_EQ(fee_of(rule, 116'000, kPound, rates).bar, FeeBar::kNoRate);
}

TEST(Fees, MeetOnlyThoseTheyAreFor) {
  using core::DebtorKind;
  FeeRule business;
  business.only_for = DebtorKind::kBusiness;
  FeeRule scale;  // NL: a consumer first has a free letter
  scale.reminder_for = DebtorKind::kConsumer;
  const struct {
    const char* name;
    const FeeRule& rule;
    std::optional<DebtorKind> kind;
    Reminder reminder;
    FeeBar expected;
  } cases[] = {
      {"business", business, DebtorKind::kBusiness, Reminder::kNotNamed, FeeBar::kNone},
      {"consumer", business, DebtorKind::kConsumer, Reminder::kNotNamed, FeeBar::kConsumer},
      {"no reminder needed", scale, DebtorKind::kBusiness, Reminder::kNotNamed, FeeBar::kNone},
      {"none named", scale, DebtorKind::kConsumer, Reminder::kNotNamed, FeeBar::kReminderMissing},
      {"not taken", scale, DebtorKind::kConsumer, Reminder::kMissing, FeeBar::kReminderMissing},
      {"taken", scale, DebtorKind::kConsumer, Reminder::kTaken, FeeBar::kNone},
      {"kind unknown", business, std::nullopt, Reminder::kNotNamed, FeeBar::kKindUnknown},
      {"might be a consumer", scale, std::nullopt, Reminder::kNotNamed, FeeBar::kReminderMissing},
      {"might be one, reminded", scale, std::nullopt, Reminder::kTaken, FeeBar::kNone},
      {"named for all", scale, DebtorKind::kBusiness, Reminder::kMissing, FeeBar::kReminderMissing},
  };
  for (const auto& c : cases) EXPECT_EQ(fee_bar_of(c.rule, {c.kind, c.reminder}), c.expected) << c.name;
}

}  // namespace
}  // namespace dunlin::rules
