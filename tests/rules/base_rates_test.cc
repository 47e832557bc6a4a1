// Exchange rates on a day, and amounts converted by them.
#include "rules/features/base_rates.h"

#include <gtest/gtest.h>

#include "core/overflow_watch.h"

namespace dunlin::rules {
namespace {

struct FxRow {
  const char* date;
  const char* base;
  const char* quote;
  double value;  // of few digits: exact in units of 10^-10 after rounding
};

uint32_t code(std::string_view letters) { return core::parse_currency(letters)->code; }

core::Table table_of(std::vector<FxRow> rows) {
  core::Table fx(core::RecordKind::kFx);
  for (const FxRow& row : rows) {
    fx.ints_or_new(core::Field::kDate).push_back(core::parse_iso_date(row.date)->days);
    fx.ints_or_new(core::Field::kBase).push_back(code(row.base));
    fx.ints_or_new(core::Field::kQuote).push_back(code(row.quote));
    fx.ints_or_new(core::Field::kValue).push_back(static_cast<int64_t>(row.value * 1e10 + 0.5));
    fx.set_rows(fx.rows() + 1);
  }
  return fx;
}

struct RateCase {
  const char* name;
  std::vector<FxRow> rows;
  const char* base;
  int64_t amount;
  const char* from;
  const char* to;
  std::optional<int64_t> expected;
};

const FxRow kUsdOfEuro = {"2026-03-01", "EUR", "USD", 1.25};
const FxRow kChfOfEuro = {"2026-03-01", "EUR", "CHF", 1.5};
const FxRow kYenOfEuro = {"2026-03-01", "EUR", "JPY", 160};

const RateCase kCases[] = {
    {"same_currency_needs_none", {}, "EUR", 100, "USD", "USD", 100},
    {"unknown", {}, "EUR", 100, "USD", "EUR", std::nullopt},
    {"quoted_by_the_base", {kUsdOfEuro}, "EUR", 12500, "USD", "EUR", 10000},
    {"out_of_the_base", {kChfOfEuro}, "EUR", 10000, "EUR", "CHF", 15000},
    {"quoting_the_base", {{"2026-03-01", "USD", "EUR", 0.8}}, "EUR", 12500, "USD", "EUR", 10000},
    {"half_a_cent_up", {kUsdOfEuro}, "EUR", 1, "EUR", "USD", 1},
    {"half_away_from_zero", {{"2026-03-01", "EUR", "USD", 2}}, "EUR", -1, "USD", "EUR", -1},
    {"yen_have_no_cents", {kYenOfEuro}, "EUR", 160, "JPY", "EUR", 100},
    {"cross_by_the_base", {kUsdOfEuro, kChfOfEuro}, "EUR", 1000, "USD", "CHF", 1200},
    {"cross_is_rounded_once",
     {{"2026-03-01", "EUR", "USD", 3}, {"2026-03-01", "EUR", "CHF", 3}},
     "EUR",
     100,
     "USD",
     "CHF",
     100},
    {"base_that_only_others_quote", {kUsdOfEuro, kChfOfEuro}, "CHF", 1000, "USD", "CHF", 1200},
    {"latest_on_or_before",
     {{"2026-01-01", "EUR", "USD", 2}, kUsdOfEuro, {"2026-03-06", "EUR", "USD", 4}},
     "EUR",
     125,
     "USD",
     "EUR",
     100},
    {"later_ones_do_not_count", {{"2026-03-06", "EUR", "USD", 4}}, "EUR", 125, "USD", "EUR", std::nullopt},
    {"the_younger_direction", {kUsdOfEuro, {"2026-03-02", "USD", "EUR", 1}}, "EUR", 125, "USD", "EUR", 125},
    {"too_large_to_be_money",
     {{"2026-03-01", "USD", "EUR", 100000000}},
     "EUR",
     1'000'000'000'000,
     "USD",
     "EUR",
     std::nullopt},
};

class Rates : public testing::TestWithParam<RateCase> {};

TEST_P(Rates, Convert) {
  const RateCase& at = GetParam();
  const BaseRates rates = rates_on(table_of(at.rows), core::date_of(2026, 3, 5), *core::parse_currency(at.base));
  // A rate that is missing is an answer; a result that is no money is poison.
  const core::OverflowWatch watch;
  EXPECT_EQ(rates.convert(at.amount, code(at.from), code(at.to)), at.expected);
  EXPECT_EQ(watch.noticed(), std::string_view(at.name) == "too_large_to_be_money");
  if (std::string_view(at.to) != at.base) return;
  EXPECT_EQ(rates.to_base(at.amount, code(at.from)), at.expected);
}

INSTANTIATE_TEST_SUITE_P(Table, Rates, testing::ValuesIn(kCases), [](const auto& at) { return std::string(at.param.name); });

}  // namespace
}  // namespace dunlin::rules
