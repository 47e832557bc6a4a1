#include "rules/scenario/threshold.h"

#include <gtest/gtest.h>

namespace dunlin::rules {
namespace {

constexpr uint32_t kEur = core::kEur.code;
constexpr uint32_t kUsd = core::currency_of_letters('U', 'S', 'D').code;

struct ThresholdCase {
  const char* name;
  MoneyThreshold threshold;
  std::vector<Claim> claims;
  ThresholdAnswer expected;
};

class Threshold : public testing::TestWithParam<ThresholdCase> {};

TEST_P(Threshold, Answers) {
  EXPECT_EQ(meets(GetParam().threshold, GetParam().claims, BaseRates(core::kEur)), GetParam().expected);
}

using Form = MoneyThreshold::Form;
INSTANTIATE_TEST_SUITE_P(
    Table, Threshold,
    testing::Values(
        ThresholdCase{"none", {}, {}, ThresholdAnswer::kReached},
        ThresholdCase{"equal_is_reached", {Form::kOneAmount, {{kEur, 2500}}}, {{kEur, 2500}}, ThresholdAnswer::kReached},
        ThresholdCase{"a_cent_below", {Form::kOneAmount, {{kEur, 2500}}}, {{kEur, 2499}}, ThresholdAnswer::kBelow},
        ThresholdCase{"nothing_claimed", {Form::kOneAmount, {{kEur, 1}}}, {}, ThresholdAnswer::kBelow},
        ThresholdCase{
            "other_currency_has_no_rate", {Form::kOneAmount, {{kEur, 2500}}}, {{kUsd, 9000}}, ThresholdAnswer::kNoRate},
        ThresholdCase{"own_currency_is_enough",
                      {Form::kOneAmount, {{kEur, 2500}}},
                      {{kEur, 2500}, {kUsd, 1}},
                      ThresholdAnswer::kReached},
        ThresholdCase{"table_each_its_own",
                      {Form::kPerCurrency, {{kEur, 15000}, {kUsd, 10000}}},
                      {{kEur, 14999}, {kUsd, 10000}},
                      ThresholdAnswer::kReached},
        ThresholdCase{"table_none_reached",
                      {Form::kPerCurrency, {{kEur, 15000}, {kUsd, 10000}}},
                      {{kEur, 14999}, {kUsd, 9999}},
                      ThresholdAnswer::kBelow},
        ThresholdCase{
            "table_does_not_name_it", {Form::kPerCurrency, {{kEur, 15000}}}, {{kUsd, 1}}, ThresholdAnswer::kReached},
        ThresholdCase{"table_zero_claim_is_none", {Form::kPerCurrency, {{kEur, 0}}}, {{kEur, 0}}, ThresholdAnswer::kBelow}),
    [](const auto& test) { return std::string(test.param.name); });

/// The total of all currencies, in that of the minimum: 100 EUR and 50 CHF are 200 CHF at 1.5.
TEST(ThresholdWithRates, MeetsTheConvertedTotal) {
  constexpr uint32_t kChf = core::currency_of_letters('C', 'H', 'F').code;
  BaseRates rates(core::kEur);
  rates.set(core::Currency{kChf}, 2, 3);
  const std::vector<Claim> claims = {{kEur, 10000}, {kChf, 5000}};
  const auto answer = [&](uint32_t currency, int64_t amount) {
    return meets({Form::kOneAmount, {{currency, amount}}}, claims, rates);
  };
  EXPECT_EQ(answer(kChf, 20000), ThresholdAnswer::kReached);
  EXPECT_EQ(answer(kChf, 20001), ThresholdAnswer::kBelow);
  EXPECT_EQ(answer(kEur, 13333), ThresholdAnswer::kReached);
  EXPECT_EQ(answer(kEur, 13334), ThresholdAnswer::kBelow);
  EXPECT_EQ(answer(kUsd, 1), ThresholdAnswer::kNoRate);
}

TEST(ThresholdListing, OnlyCurrenciesOverTheirsAreListed) {
  const MoneyThreshold table{Form::kPerCurrency, {{kEur, 15000}}};
  EXPECT_TRUE(lists_currency(table, {kEur, 15000}));
  EXPECT_FALSE(lists_currency(table, {kEur, 14999}));
  EXPECT_TRUE(lists_currency(table, {kUsd, 1})) << "a currency that the table does not name has no minimum";
  EXPECT_TRUE(lists_currency({Form::kOneAmount, {{kEur, 15000}}}, {kEur, 1})) << "one amount looks at the whole";
}

}  // namespace
}  // namespace dunlin::rules
