// Every feature on small debtors whose values can be counted by hand.
#include <gtest/gtest.h>

#include <set>

#include "rules/features/attribute_values.h"
#include "rules/features/compute_features.h"
#include "rules/features/group_kernel.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

using core::kNull;
using test::day;
using test::days;

constexpr auto kWrittenOff = static_cast<int64_t>(core::ReceivableStatus::kWrittenOff);

/// Three debtors on 2024-06-30: one with everything, one with nothing, one whose cash covers what is overdue.
std::vector<test::DebtorRow> three_debtors() {
  test::DebtorRow busy{.id = "D1"};
  busy.receivables = {
      {"R1", 10'000, days("2024-03-31"), "EUR", days("2024-03-01")},                // 91 days, 40.00 left
      {"R2", 5'000, days("2024-06-20"), "EUR", kNull, kNull, kNull, "", "retail"},  // 10 days
      {"R3", 7'000, days("2024-07-15")},                                            // not due
      {"R4", 3'000, days("2024-01-10"), "EUR", days("2023-12-11")},                 // paid 5 days late
      {"R5", 2'000, days("2024-02-10")},                                            // paid early
      {"R6", 1'000, days("2024-02-01")},                                            // paid 1 day late
      {"R7", 9'000, days("2024-01-31"), "EUR", kNull, kWrittenOff},                 // written off
      {"R8", 900, days("2024-06-01"), "JPY"},                                       // no rate
      {"R9", 500, days("2024-07-01"), "EUR", days("2024-07-01")},                   // not issued yet
  };
  busy.payments = {
      {"P1", 6'000, days("2024-04-15"), "R1"},
      {"P2", 3'000, days("2024-01-15"), "R4"},
      {"P3", 2'000, days("2024-01-20"), "R5"},
      {"P4", 1'000, days("2024-02-02"), "R6"},
      {"P5", 1'500, days("2023-06-30"), "R99"},  // a year and more ago, waits
      {"P6", 2'500, days("2024-05-05"), "R1"},   // came back
      {"P7", 2'500, days("2024-05-08"), "", "EUR", "", "P6", "AM04"},
      {"P8", 700, days("2024-06-29"), "R98", "USD"},  // waits, no rate
      {"P9", 100, days("2024-07-02"), "R1"},          // tomorrow's
  };
  busy.ints = {{core::Field::kKind, 0}, {core::Field::kCreditLimit, 30'000}, {core::Field::kExternalScore, 612'500'000}};
  busy.texts = {{core::Field::kCountry, "DE"}, {core::Field::kSegment, "gold"}};
  busy.attributes = {{"rating", "3.5"}, {"since", "2020-02-29"}, {"vip", "true"}};
  test::DebtorRow idle{.id = "D2"};
  idle.ints = {{core::Field::kKind, 1}};
  idle.attributes = {{"rating", "n/a"}};
  test::DebtorRow covered{.id = "D3"};
  covered.receivables = {{"S1", 4'000, days("2024-06-01")}};
  covered.payments = {{"Q1", 4'500, days("2024-06-10"), "S9"}};
  return {busy, idle, covered};
}

/// A page with what the stages before make of it.
struct Stages {
  core::Date date;
  core::AccountPage page;
  Balances balances;
  Standings standings;
  BaseRates rates{core::kEur};
  FeatureCatalogue catalogue{core::kEur,
                             {{"rating", ValueType::kNumber}, {"since", ValueType::kDate}, {"vip", ValueType::kBoolean}}};
  FeatureArena arena;

  explicit Stages(const std::vector<test::DebtorRow>& debtors, const char* on = "2024-06-30")
      : date(day(on)), page(test::make_page(debtors)) {
    allocate({.page = page, .date = date}, {}, balances);
    compute_standings(page, date, balances, {}, {}, standings);
  }
  FeatureInputs inputs() const {
    return {.page = page, .date = date, .balances = balances, .standings = standings, .rates = rates};
  }
  InputColumn column(std::string_view name, const FeatureInputs& with) {
    const FeatureId id = catalogue.find(name)->id;
    return compute_features(catalogue, std::span(&id, 1), with, arena)[0];
  }
  std::vector<int64_t> numbers(std::string_view name, const FeatureInputs& with) {
    const InputColumn found = column(name, with);
    return {found.values.begin(), found.values.end()};
  }
  std::vector<int64_t> numbers(std::string_view name) { return numbers(name, inputs()); }
  std::vector<std::string> texts(std::string_view name, const FeatureInputs& with) {
    const InputColumn found = column(name, with);
    std::vector<std::string> values;
    for (size_t row = 0; row < found.text->rows(); ++row) {
      values.push_back(found.text->is_null(row) ? "-" : std::string(found.text->at(row)));
    }
    return values;
  }
  std::vector<std::string> texts(std::string_view name) { return texts(name, inputs()); }
};

struct NumberCase {
  const char* feature;
  std::vector<int64_t> expected;
};

const NumberCase kNumberCases[] = {
    {"credit_limit", {30'000, kNull, kNull}},
    {"external_score", {612'500'000, kNull, kNull}},
    {"open_count", {4, 0, 1}},              // R1 R2 R3 R8; S1
    {"total_balance", {16'000, 0, 4'000}},  // 40.00 + 50.00 + 70.00, yen left out
    {"overdue_count", {3, 0, 0}},           // R1 R2 R8; S1 is covered by cash
    {"overdue_balance", {7'500, 0, 0}},     // 90.00 less 15.00 of cash
    {"oldest_due", {days("2024-03-31"), kNull, kNull}},
    {"days_past_due", {91, 0, 0}},
    {"days_delinquent", {91, 0, 0}},
    {"max_days_past_due", {91, 0, 29}},
    {"disputed_balance", {0, 0, 0}},
    {"held_balance", {0, 0, 0}},
    {"promised_balance", {0, 0, 0}},
    {"unallocated_cash", {1'500, 0, 4'500}},
    {"broken_promises", {0, 0, 0}},
    {"kept_promises", {0, 0, 0}},
    {"days_since_last_payment", {1, kNull, 20}},
    {"last_payment_amount", {kNull, kNull, 4'500}},    // dollars without a rate
    {"paid_12m", {12'000, 0, 4'500}},                  // 60 + 30 + 20 + 10, the year-old one is out
    {"late_share", {666'667, kNull, kNull}},           // R4 R6 of R4 R5 R6
    {"average_days_late", {2'000'000, kNull, kNull}},  // (5 + 0 + 1) / 3
    {"returns_90d", {1, 0, 0}},
    {"contacts_7d", {0, 0, 0}},
    {"contacts_30d", {0, 0, 0}},
    {"days_since_last_contact", {kNull, kNull, kNull}},
    {"step_index", {kNull, kNull, kNull}},
    {"days_since_last_step", {kNull, kNull, kNull}},
    {"episode", {kNull, kNull, kNull}},
    {"credit_used_ratio", {533'333, kNull, kNull}},
    {"tenure_days", {202, kNull, 29}},  // since 2023-12-11; since S1's due date
    {"score", {kNull, kNull, kNull}},
    {"attr.rating", {3'500'000, kNull, kNull}},
    {"attr.since", {days("2020-02-29"), kNull, kNull}},
    {"attr.vip", {1, kNull, kNull}},
};

TEST(Features, NumbersOfDebtors) {
  Stages stages(three_debtors());
  for (const NumberCase& c : kNumberCases) EXPECT_EQ(stages.numbers(c.feature), c.expected) << c.feature;
}

TEST(Features, TextsOfDebtors) {
  using Texts = std::vector<std::string>;
  Stages stages(three_debtors());
  EXPECT_EQ(stages.texts("kind"), (Texts{"business", "consumer", "-"}));
  EXPECT_EQ(stages.texts("country"), (Texts{"DE", "-", "-"}));
  EXPECT_EQ(stages.texts("segment"), (Texts{"gold", "-", "-"}));
  EXPECT_EQ(stages.texts("region"), (Texts{"-", "-", "-"}));
  EXPECT_EQ(stages.texts("last_return_reason"), (Texts{"AM04", "-", "-"}));
  EXPECT_EQ(stages.texts("stage"), (Texts{"-", "-", "-"}));
  EXPECT_EQ(stages.texts("risk_class"), (Texts{"-", "-", "-"}));
  EXPECT_EQ(stages.texts("attr.unknown"), (Texts{"-", "-", "-"}));
}

TEST(Features, EveryNameComputesWithItsType) {
  Stages stages(three_debtors());
  for (const std::string_view name : FeatureCatalogue::names()) {
    SCOPED_TRACE(name);
    const FoundFeature found = *stages.catalogue.find(name);
    EXPECT_EQ(stages.catalogue.name(found.id), name);
    const InputColumn column = stages.column(name, stages.inputs());
    EXPECT_EQ(column.type.type, found.type.type);
    EXPECT_EQ(column.type.scale, found.type.scale);
    const size_t rows = stages.catalogue.of_receivable(found.id) ? stages.balances.balance.size() : 3;
    EXPECT_EQ(column.text != nullptr ? column.text->rows() : column.values.size(), rows);
  }
}

/// A return is what the event `payment_returned` answers, too: what takes something back and was not itself taken back.
TEST(Features, ReturnsAreWhatTookMoneyBack) {
  const auto reversal = [](const char* id, const char* on, const char* of, const char* reason) {
    return test::MoneyRow{.id = id, .amount = 2'000, .date = days(on), .reverses = of, .reason_code = reason};
  };
  test::DebtorRow unknown{.id = "D1"};
  unknown.receivables = {{"R1", 9'000, days("2024-03-31")}};
  unknown.payments = {reversal("P1", "2024-06-01", "P9", "AC04")};
  test::DebtorRow restored{.id = "D2"};
  restored.receivables = {{"S1", 9'000, days("2024-03-31")}};
  restored.payments = {{"Q1", 2'000, days("2024-05-01"), "S1"},
                       {"Q2", 2'000, days("2024-05-02"), "S1"},
                       reversal("Q3", "2024-06-01", "Q1", "AM04"),
                       reversal("Q4", "2024-06-02", "Q2", "MS03"),
                       reversal("Q5", "2024-06-03", "Q4", "")};
  test::DebtorRow negative{.id = "D3"};
  negative.receivables = {{"T1", 9'000, days("2024-03-31")}};
  negative.payments = {{"U1", 2'000, days("2024-05-01"), "T1"}, {"U2", -500, days("2024-06-01"), "T1"}};
  Stages stages({unknown, restored, negative});
  EXPECT_EQ(stages.numbers("returns_90d"), (std::vector<int64_t>{0, 1, 1}));
  EXPECT_EQ(stages.texts("last_return_reason"), (std::vector<std::string>{"-", "AM04", "-"}));
}

TEST(Features, CashStaysOutWithoutNetting) {
  Stages stages(three_debtors());
  FeatureInputs inputs = stages.inputs();
  inputs.net_credits = false;
  EXPECT_EQ(stages.numbers("overdue_balance", inputs), (std::vector<int64_t>{9'000, 0, 4'000}));
  EXPECT_EQ(stages.numbers("days_past_due", inputs), (std::vector<int64_t>{91, 0, 29}));
}

TEST(Features, WhatIsNotDunnableIsNotOverdue) {
  Stages stages(three_debtors());
  FeatureInputs inputs = stages.inputs();
  std::vector<uint8_t> dunnable(stages.balances.balance.size(), 1);
  dunnable[0] = 0;  // R1
  inputs.dunnable = dunnable;
  EXPECT_EQ(stages.numbers("overdue_count", inputs), (std::vector<int64_t>{2, 0, 0}));
  EXPECT_EQ(stages.numbers("days_past_due", inputs), (std::vector<int64_t>{29, 0, 0}));  // R8
  EXPECT_EQ(stages.numbers("max_days_past_due", inputs), (std::vector<int64_t>{91, 0, 29}));
}

TEST(Features, RatesBringOtherCurrenciesIn) {
  Stages stages(three_debtors());
  stages.rates.set(test::currency("JPY"), 5, 8);  // 1 yen = 0.625 cents
  stages.rates.set(test::currency("USD"), 9, 10);
  EXPECT_EQ(stages.numbers("total_balance")[0], 16'563);  // + 562.5 cents, half up
  EXPECT_EQ(stages.numbers("overdue_balance")[0], 8'063);
  EXPECT_EQ(stages.numbers("last_payment_amount")[0], 630);
  EXPECT_EQ(stages.numbers("unallocated_cash")[0], 2'130);
}

TEST(Features, WhatLacksACurrencyWithoutARateIsMarked) {
  Stages stages(three_debtors());
  const auto marks = [&](const char* name) {
    const InputColumn found = stages.column(name, stages.inputs());
    std::vector<int> marked(found.incomplete.begin(), found.incomplete.end());
    return marked;
  };
  // R8 is in yen, P8 in dollars.
  for (const char* name :
       {"total_balance", "overdue_balance", "credit_used_ratio", "last_payment_amount", "unallocated_cash", "paid_12m"}) {
    EXPECT_EQ(marks(name), (std::vector<int>{1, 0, 0})) << name;
  }
  for (const char* name : {"held_balance", "overdue_count", "late_share", "credit_limit"}) {
    EXPECT_EQ(marks(name), std::vector<int>()) << name;
  }
  EXPECT_EQ(marks("balance")[7], 1);
  EXPECT_EQ(stages.numbers("balance")[7], kNull);
  EXPECT_EQ(marks("balance")[0], 0);

  stages.rates.set(test::currency("GBP"), 1, 1);  // a rate, but for another currency
  EXPECT_EQ(marks("total_balance"), (std::vector<int>{1, 0, 0}));
  stages.rates.set(test::currency("JPY"), 5, 8);
  stages.rates.set(test::currency("USD"), 9, 10);
  for (const char* name : {"total_balance", "paid_12m", "balance"}) EXPECT_EQ(marks(name), std::vector<int>()) << name;
}

TEST(Features, UnitsKeepTheMarksOfTheirDebtor) {
  Stages stages(three_debtors());
  const FeatureId id = stages.catalogue.find("total_balance")->id;
  const std::vector<InputColumn> columns =
      compute_features(stages.catalogue, std::span(&id, 1), stages.inputs(), stages.arena);
  const std::vector<uint32_t> debtor_of_unit = {2, 0, 0};
  const InputColumn unit =
      gather_for_units(stages.catalogue, std::span(&id, 1), columns, debtor_of_unit, {}, stages.arena)[0];
  EXPECT_EQ(std::vector<int>(unit.incomplete.begin(), unit.incomplete.end()), (std::vector<int>{0, 1, 1}));
}

TEST(Features, CoveredStandingsHaveTheirOwnBalances) {
  Stages stages(three_debtors());
  std::vector<uint8_t> held(stages.balances.balance.size(), 0);
  std::vector<uint8_t> disputed(held);
  std::vector<uint8_t> promised(held);
  held[0] = disputed[1] = promised[2] = 1;
  compute_standings(stages.page, stages.date, stages.balances, {},
                    {.held = held, .disputed = disputed, .promised = promised}, stages.standings);
  EXPECT_EQ(stages.numbers("held_balance")[0], 4'000);
  EXPECT_EQ(stages.numbers("disputed_balance")[0], 5'000);
  EXPECT_EQ(stages.numbers("promised_balance")[0], 7'000);
  EXPECT_EQ(stages.numbers("total_balance")[0], 16'000);
  EXPECT_EQ(stages.numbers("overdue_count")[0], 1);
}

TEST(Features, MemoryGivesContactsAndSteps) {
  using core::Field;
  Stages stages(three_debtors());
  core::MemoryPage memory;
  memory.contacts.rows.set_ints(Field::kOn,
                                {days("2024-05-31"), days("2024-06-01"), days("2024-06-23"), days("2024-06-24")});
  memory.contacts.rows.set_rows(4);
  memory.contacts.begin = {0, 0, 4};
  const std::vector<uint32_t> memory_row = {1, kNoMemoryRow, 0};
  const std::vector<int64_t> step_index = {2, kNull, 0};
  const std::vector<int64_t> stage = {2, kNull, 0};
  const std::vector<int64_t> last_step_on = {days("2024-06-20"), kNull, kNull};
  FeatureInputs inputs = stages.inputs();
  inputs.memory = &memory;
  inputs.memory_row = memory_row;
  inputs.steps = {.step_index = step_index, .stage = stage, .last_step_on = last_step_on, .episode = step_index};
  EXPECT_EQ(stages.numbers("contacts_7d", inputs), (std::vector<int64_t>{1, 0, 0}));   // from D-6 on
  EXPECT_EQ(stages.numbers("contacts_30d", inputs), (std::vector<int64_t>{3, 0, 0}));  // from D-29 on
  EXPECT_EQ(stages.numbers("days_since_last_contact", inputs), (std::vector<int64_t>{6, kNull, kNull}));
  EXPECT_EQ(stages.numbers("step_index", inputs), step_index);
  EXPECT_EQ(stages.numbers("days_since_last_step", inputs), (std::vector<int64_t>{10, kNull, kNull}));
  EXPECT_EQ(stages.texts("stage", inputs), (std::vector<std::string>{"final_notice", "-", "none"}));
}

TEST(Features, ScoreRiskClassAndSegmentComeFromTheirStages) {
  Stages stages(three_debtors());
  const std::vector<int64_t> scores = {612, kNull, 580};
  core::TextColumn classes;
  for (const char* name : {"A", "B", "C"}) classes.append(name);
  const InputColumn score{.type = {ValueType::kNumber, 0}, .values = scores};
  FeatureInputs inputs = stages.inputs();
  inputs.score = &score;
  inputs.risk_class = &classes;
  inputs.segment = &classes;
  EXPECT_EQ(stages.numbers("score", inputs), scores);
  EXPECT_EQ(stages.texts("risk_class", inputs), (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(stages.texts("segment", inputs), (std::vector<std::string>{"A", "B", "C"}));
}

TEST(Features, UnitsSeeTheirDebtorAndTheirReceivable) {
  std::vector<test::DebtorRow> debtors = three_debtors();
  debtors[0].receivables[0].attributes = {{"rating", "1.25"}};
  debtors[0].receivables[0].kind = 1;
  Stages stages(debtors);
  stages.rates.set(test::currency("JPY"), 5, 8);
  std::vector<FeatureId> ids;
  for (const char* name : {"overdue_count", "kind", "amount", "balance", "currency", "receivable_days_past_due", "portfolio",
                           "receivable_kind", "receivable.attr.rating"}) {
    ids.push_back(stages.catalogue.find(name)->id);
  }
  const std::vector<InputColumn> columns = compute_features(stages.catalogue, ids, stages.inputs(), stages.arena);
  const std::vector<uint32_t> debtor_of_unit = {0, 2, 0, 0};
  const std::vector<uint32_t> receivable_of_unit = {0, 9, 7, 1};  // R1 S1 R8 R2
  const std::vector<InputColumn> units =
      gather_for_units(stages.catalogue, ids, columns, debtor_of_unit, receivable_of_unit, stages.arena);
  const auto ints = [&](size_t at) { return std::vector<int64_t>(units[at].values.begin(), units[at].values.end()); };
  const auto text = [&](size_t at, size_t row) { return std::string(units[at].text->at(row)); };
  EXPECT_EQ(ints(0), (std::vector<int64_t>{3, 0, 3, 3}));
  EXPECT_EQ(text(1, 0), "business");
  EXPECT_TRUE(units[1].text->is_null(1));
  EXPECT_EQ(ints(2), (std::vector<int64_t>{10'000, 4'000, 563, 5'000}));  // yen in euros
  EXPECT_EQ(ints(3), (std::vector<int64_t>{4'000, 4'000, 563, 5'000}));
  EXPECT_EQ(text(4, 2), "JPY");
  EXPECT_EQ(text(4, 1), "EUR");
  EXPECT_EQ(ints(5), (std::vector<int64_t>{91, 29, 29, 10}));
  EXPECT_EQ(text(6, 3), "retail");
  EXPECT_EQ(text(7, 0), "instalment");
  EXPECT_EQ(ints(8), (std::vector<int64_t>{1'250'000, kNull, kNull, kNull}));
}

TEST(FeatureCatalogue, KnowsNamesAndAttributes) {
  FeatureCatalogue catalogue(test::currency("JPY"), {{"limit", ValueType::kNumber}}, 3);
  EXPECT_FALSE(catalogue.find("overdue_balanse"));
  EXPECT_FALSE(catalogue.find("attr."));
  EXPECT_EQ(catalogue.find("overdue_balance")->type.scale, 0);  // yen have no minor unit
  EXPECT_EQ(catalogue.find("score")->type.scale, 3);
  const FoundFeature attribute = *catalogue.find("attr.limit");
  EXPECT_EQ(attribute.type.type, ValueType::kNumber);
  EXPECT_EQ(catalogue.find("attr.limit")->id, attribute.id);
  EXPECT_TRUE(catalogue.needs_cold(attribute.id));
  EXPECT_FALSE(catalogue.of_receivable(attribute.id));
  const FoundFeature own = *catalogue.find("receivable.attr.limit");
  EXPECT_NE(own.id, attribute.id);
  EXPECT_TRUE(catalogue.of_receivable(own.id));
  EXPECT_EQ(catalogue.attribute_name(own.id), "limit");
  EXPECT_EQ(catalogue.name(own.id), "receivable.attr.limit");
  EXPECT_EQ(catalogue.find("attr.colour")->type.type, ValueType::kText);
  EXPECT_FALSE(catalogue.needs_cold(id_of(Feature::kScore)));
  const std::set<std::string_view> distinct(FeatureCatalogue::names().begin(), FeatureCatalogue::names().end());
  EXPECT_EQ(distinct.size(), kFixedFeatures);
}

TEST(FeatureCatalogue, ReceivableFeaturesOnlyForReceivableUnits) {
  FeatureCatalogue catalogue(core::kEur);
  const NameCatalogue debtors = catalogue.name_catalogue(false);
  const NameCatalogue receivables = catalogue.name_catalogue(true);
  EXPECT_FALSE(debtors.find("portfolio"));
  EXPECT_FALSE(debtors.find("receivable.attr.x"));
  EXPECT_TRUE(debtors.find("attr.x"));
  EXPECT_TRUE(receivables.find("portfolio"));
  EXPECT_TRUE(receivables.find("overdue_balance"));
  EXPECT_EQ(receivables.names.size(), kFixedFeatures);
  EXPECT_EQ(debtors.names.size(), kFixedFeatures - 6);
}

TEST(Features, AttributeValues) {
  constexpr FeatureType kNumber{ValueType::kNumber, 6};
  struct {
    const char* text;
    FeatureType type;
    int64_t expected;
  } const cases[] = {
      {"12", kNumber, 12'000'000},
      {"-0.5", kNumber, -500'000},
      {"0.1234565", kNumber, 123'457},
      {"-0.1234565", kNumber, -123'457},
      {"0.12345649", kNumber, 123'456},
      {"1,5", kNumber, kNull},
      {"0.1234565x", kNumber, kNull},
      {"99999999999999999999", kNumber, kNull},
      {"", kNumber, kNull},
      {"2024-02-30", {ValueType::kDate, 0}, kNull},
      {"2024-02-29", {ValueType::kDate, 0}, days("2024-02-29")},
      {"false", {ValueType::kBoolean, 0}, 0},
      {"yes", {ValueType::kBoolean, 0}, kNull},
  };
  for (const auto& c : cases) EXPECT_EQ(parse_attribute(c.text, c.type), c.expected) << c.text;
}

TEST(NetOverdue, PerCurrencyNeverBelowZero) {
  const test::DebtorRow debtor{
      .receivables = {{"R1", 100, 0, "USD"}, {"R2", 50, 0, "EUR"}, {"R3", 70, 0, "EUR"}, {"R4", 9, 0, "GBP"}},
      .payments = {
          {"P1", 30, 5, "X", "EUR"}, {"P2", 300, 5, "X", "USD"}, {"P3", 5, 5, "X", "CHF"}, {"P4", 9, 5, "R4", "GBP"}}};
  Stages stages({debtor, {.id = "E"}});
  const std::vector<uint8_t> selected = {1, 1, 1, 1};
  NetOverdue found;
  compute_net_overdue(stages.page, stages.balances, selected, true, found);
  EXPECT_EQ(found.begin, (std::vector<uint32_t>{0, 2, 2}));
  EXPECT_EQ(found.currency, (std::vector<uint32_t>{core::kEur.code, test::currency("USD").code}));
  EXPECT_EQ(found.gross, (std::vector<int64_t>{120, 100}));
  EXPECT_EQ(found.cash, (std::vector<int64_t>{30, 100}));
  EXPECT_EQ(found.count, (std::vector<uint32_t>{2, 1}));
  EXPECT_EQ(found.net(0), 90);
  EXPECT_EQ(found.net(1), 0);
  const std::vector<uint8_t> one = {1, 0, 0, 0};
  compute_net_overdue(stages.page, stages.balances, one, false, found);
  EXPECT_EQ(found.gross, (std::vector<int64_t>{100}));
  EXPECT_EQ(found.cash, (std::vector<int64_t>{0}));
}

}  // namespace
}  // namespace dunlin::rules
