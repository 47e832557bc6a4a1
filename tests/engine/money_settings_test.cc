// Interest rules, rates and fees as files write them: what is read, and what a wrong one is told.
#include <gtest/gtest.h>

#include "engine/settings/configuration.h"
#include "rules/fees/fee.h"

namespace dunlin::engine {
namespace {

using rules::kRateOne;

constexpr const char* kReminder = "[[step]]\nid = \"a\"\ndays_past_due = 3\n";

ConfigurationCheck check_with(const std::string& file, const std::string& text) {
  ConfigurationBundle bundle{".", {{"dunlin.toml", ""}, {"scenarios/s.toml", kReminder}}};
  bool known = false;
  for (auto& [name, content] : bundle.files) {
    if (name != file) continue;
    content = text;
    known = true;
  }
  if (!known) bundle.files.emplace_back(file, text);
  return check_configuration(bundle);
}

/// The step of a scenario with one more line.
ConfigurationCheck check_step(const std::string& line) { return check_with("scenarios/s.toml", kReminder + line + "\n"); }

rules::FeeRule fee_of_step(const std::string& fee) {
  const ConfigurationCheck check = check_step("fee = " + fee);
  for (const core::Error& error : check.errors) ADD_FAILURE() << core::describe(error);
  return check.configuration.rules.scenarios.at(0).steps.at(0).fee;
}

TEST(MoneySettings, RulesOfOnesOwn) {
  const ConfigurationCheck check = check_with("dunlin.toml",
                                              "[interest.house]\nrate = \"9.5\"\nconvention = \"act/360\"\n"
                                              "[interest.pl]\nreference = \"nbp\"\nround_up = \"0.5\"\nlock = \"start\"\n"
                                              "sample = \"daily\"\ncompounding = \"yearly\"\nonly_for = \"consumer\"\n"
                                              "margins = [{ value = 8 }, { from = 2020-01-01, value = \"10.25\" }]\n"
                                              "[interest.statutory-b2b-de]\nrate = 7\nmargin = \"-0.5\"\n");
  ASSERT_TRUE(check.ok()) << core::describe(check.errors.front());
  const rules::InterestRules& rules = check.configuration.rules.interest;
  EXPECT_EQ(rules.at("house").rate, 95 * kRateOne / 10);
  EXPECT_EQ(rules.at("house").convention, rules::DayCount::kAct360);
  const rules::InterestRule& pl = rules.at("pl");
  EXPECT_EQ(pl.reference, "nbp");
  EXPECT_EQ(pl.round_up, kRateOne / 2);
  EXPECT_EQ(pl.lock, rules::RateLock::kStart);
  EXPECT_EQ(pl.sample, rules::RateSample::kDaily);
  EXPECT_EQ(pl.compounding, rules::Compounding::kYearly);
  EXPECT_EQ(pl.only_for, core::DebtorKind::kConsumer);
  ASSERT_EQ(pl.margins.size(), 2U);
  EXPECT_FALSE(pl.margins[0].from.is_set());
  EXPECT_EQ(core::to_string(pl.margins[1].from), "2020-01-01");
  EXPECT_EQ(pl.margins[1].value, 1025 * kRateOne / 100);
  // A bank's own takes the place of the statutory one, the others stay.
  EXPECT_EQ(rules.at("statutory-b2b-de").rate, 7 * kRateOne);
  EXPECT_TRUE(rules.at("statutory-b2b-de").reference.empty());
  EXPECT_EQ(rules.at("statutory-b2b-fr").reference, "ecb-mro");
}

TEST(MoneySettings, RatesLieOverTheShippedOnes) {
  const ConfigurationCheck check =
      check_with("rates/own.csv", "# ours\ndate,name,value\n2026-07-01,ecb-mro,2.15\n2026-01-01, euribor , -0.5\n\n");
  ASSERT_TRUE(check.ok()) << core::describe(check.errors.front());
  const rules::RateTables& rates = check.configuration.rules.rates;
  EXPECT_EQ(rates.at("ecb-mro").at(core::date_of(2026, 7, 1)), 215 * kRateOne / 100);
  EXPECT_EQ(rates.at("ecb-mro").at(core::date_of(2024, 1, 1)), 450 * kRateOne / 100);
  EXPECT_EQ(rates.at("euribor").at(core::date_of(2026, 7, 1)), -kRateOne / 2);
}

TEST(MoneySettings, StepsNameTheirInterest) {
  const ConfigurationCheck check = check_step("interest = { rule = \"statutory\", charge = true }");
  ASSERT_TRUE(check.ok()) << core::describe(check.errors.front());
  const auto& interest = check.configuration.rules.scenarios.at(0).steps.at(0).interest;
  ASSERT_TRUE(interest.has_value());
  EXPECT_EQ(interest->rule, "statutory");
  EXPECT_TRUE(interest->charge);
  EXPECT_FALSE(interest->show);
}

TEST(MoneySettings, FeesInEveryForm) {
  const rules::BaseRates rates(core::kEur);
  const uint32_t euro = core::kEur.code;
  const uint32_t pound = core::parse_currency("GBP")->code;
  const struct {
    const char* fee;
    int64_t original;
    uint32_t currency;
    int64_t expected;
  } cases[] = {
      {"{ flat = \"5.00 EUR\" }", 100'000, euro, 500},
      {"{ flat = { EUR = 5, GBP = \"4.50\" } }", 100'000, pound, 450},
      {"{ percent = \"1.5\" }", 100'000, pound, 1'500},
      {"{ percent = 1, min = \"20.00 EUR\" }", 100'000, euro, 2'000},
      {"{ bands = [{ below = \"1000.00 GBP\", fee = \"40.00 GBP\" }, { fee = \"70.00 GBP\" }] }", 100'000, pound, 7'000},
      {"{ currency = \"EUR\", bands = [{ up_to = 1000, fee = 40 }, { fee = \"70.5\", percent_over = 10 }] }", 100'100, euro,
       7'060},
      {"{ currency = \"EUR\", slices = [[2500, 15], [\"rest\", \"0.5\"]], round = \"down\" }", 250'199, euro, 37'500},
      {"{ slices = [[2500, 15]], max = \"100.00 EUR\" }", 250'000, euro, 10'000},
      {"{ preset = \"eu-40\" }", 100, euro, 4'000},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(rules::fee_of(fee_of_step(c.fee), c.original, c.currency, rates).minor, c.expected) << c.fee;
  }
  const rules::FeeRule guarded = fee_of_step("{ flat = \"5.00 EUR\", per = \"receivable\", only_for = \"business\" }");
  EXPECT_EQ(guarded.per, rules::FeePer::kReceivable);
  EXPECT_EQ(guarded.only_for, core::DebtorKind::kBusiness);
  EXPECT_EQ(fee_of_step("{ preset = \"eu-40\" }").preset, "eu-40");
}

/// A rate decides only where a rule that uses it is named.
TEST(MoneySettings, RatesAreInTheFingerprintWhereTheyDecide) {
  const std::string interest = "interest = { rule = \"statutory\", show = true }";
  const auto fingerprint = [&](const std::string& line, const std::string& rates) {
    ConfigurationBundle bundle{".", {{"rates/r.csv", "name,date,value\n" + rates}, {"scenarios/s.toml", kReminder + line}}};
    return check_configuration(bundle).configuration.fingerprint;
  };
  EXPECT_EQ(fingerprint("", "ecb-mro,2026-08-01,2.50\n"), fingerprint("", ""));
  EXPECT_NE(fingerprint(interest, "ecb-mro,2026-08-01,2.50\n"), fingerprint(interest, ""));
  EXPECT_EQ(fingerprint(interest, "euribor,2026-08-01,2.50\n"), fingerprint(interest, ""));
  EXPECT_NE(fingerprint(interest, ""), fingerprint("interest = { rule = \"statutory\", charge = true }", ""));
  EXPECT_NE(fingerprint("fee = { percent = 5 }", ""), fingerprint("fee = { percent = 6 }", ""));
}

TEST(MoneySettings, WrongOnesAreToldWithTheirPlace) {
  const struct {
    const char* name;
    const char* file;
    std::string text;
    const char* where;
    const char* says;
  } cases[] = {
      {"unknown rule", "scenarios/s.toml", std::string(kReminder) + "interest = { rule = \"statutry\", show = true }\n",
       "scenarios/s.toml:4:21", "did you mean \"statutory\"?"},
      {"neither shown nor charged", "scenarios/s.toml", std::string(kReminder) + "interest = { rule = \"statutory\" }\n",
       "scenarios/s.toml:4:12", "neither shows nor charges"},
      {"unknown reference", "dunlin.toml", "[interest.house]\nreference = \"ecb-mr\"\n", "dunlin.toml:2:13",
       "did you mean \"ecb-mro\"?"},
      {"rate and reference", "dunlin.toml", "[interest.house]\nreference = \"boe\"\nrate = 3\n", "dunlin.toml:1:1",
       "either \"rate\" or \"reference\""},
      {"no rate", "dunlin.toml", "[interest.house]\nmargin = 3\n", "dunlin.toml:1:1", "either \"rate\" or \"reference\""},
      {"too much", "dunlin.toml", "[interest.house]\nrate = 1001\n", "dunlin.toml:2:8", "up to 1000"},
      {"margins that fall", "dunlin.toml",
       "[interest.house]\nrate = 1\nmargins = [{ from = 2020-01-01, value = 1 }, { value = 2 }]\n", "dunlin.toml:3:46",
       "do not rise by date"},
      {"a rule called statutory", "dunlin.toml", "[interest.statutory]\nrate = 1\n", "dunlin.toml:1:11",
       "cannot be a rule itself"},
      {"rates without header", "rates/r.csv", "ecb-mro,2026-08-01,2.50\n", "rates/r.csv:1:1", "no column \"name\""},
      {"a rate that is none", "rates/r.csv", "name,date,value\necb-mro,2026-08-01,two\n", "rates/r.csv:2:1",
       "\"two\" is not a rate"},
      {"a date that is none", "rates/r.csv", "name,date,value\necb-mro,2026-08-32,2\n", "rates/r.csv:2:1", "is not a date"},
      {"unknown preset", "scenarios/s.toml", std::string(kReminder) + "fee = { preset = \"nl-wick\" }\n",
       "scenarios/s.toml:4:18", "did you mean \"nl-wik\"?"},
      {"two forms", "scenarios/s.toml", std::string(kReminder) + "fee = { flat = \"5.00 EUR\", percent = 3 }\n",
       "scenarios/s.toml:4:7", "one of flat, percent"},
      {"no currency", "scenarios/s.toml", std::string(kReminder) + "fee = { slices = [[2500, 15]] }\n",
       "scenarios/s.toml:4:7", "in which currency"},
      {"bands that fall", "scenarios/s.toml",
       std::string(kReminder) + "fee = { bands = [{ below = \"9 EUR\", fee = 1 }, { below = \"8 EUR\", fee = 2 }] }\n",
       "scenarios/s.toml:4:58", "do not rise"},
      {"an open band first", "scenarios/s.toml",
       std::string(kReminder) + "fee = { bands = [{ fee = \"1 EUR\" }, { below = \"8 EUR\", fee = 2 }] }\n",
       "scenarios/s.toml:4:18", "is the last"},
      {"too many places", "scenarios/s.toml",
       std::string(kReminder) + "fee = { percent = 1, min = \"1.005\", max = \"2 EUR\" }\n", "scenarios/s.toml:4:28",
       "is not an amount in EUR"},
      {"fee_after a later step", "scenarios/s.toml", std::string(kReminder) + "fee = { percent = 1 }\nfee_after = \"b\"\n",
       "scenarios/s.toml:5:13", "no earlier step"},
      {"a reminder that is needed", "scenarios/s.toml", std::string(kReminder) + "fee = { preset = \"be-consumer\" }\n",
       "scenarios/s.toml:4:7", "only after a free reminder"},
  };
  for (const auto& c : cases) {
    const ConfigurationCheck check = check_with(c.file, c.text);
    bool told = false;
    std::string all;
    for (const core::Error& error : check.errors) {
      all += core::describe(error) + "\n";
      told |= error.where == c.where && (error.what + " (" + error.hint + ")").find(c.says) != std::string::npos;
    }
    EXPECT_TRUE(told) << c.name << ": wanted " << c.where << ": " << c.says << "\nbut was told\n" << all;
  }
}

/// The Dutch scale meets businesses without a letter, so that its absence is worth a warning only.
TEST(MoneySettings, AScaleForBothKindsWarns) {
  const ConfigurationCheck check = check_step("fee = { preset = \"nl-wik\" }");
  EXPECT_TRUE(check.ok());
  ASSERT_EQ(check.configuration.warnings.size(), 1U);
  EXPECT_NE(check.configuration.warnings[0].find("only after a free reminder"), std::string::npos);
}

TEST(MoneySettings, WhatIsForBusinessesWarnsInAScenarioOfConsumers) {
  const std::string scenario = "[scenario]\napplies_to = 'kind = \"consumer\"'\n";
  for (const char* line : {"fee = { preset = \"eu-40\" }\n", "interest = { rule = \"statutory-b2b-de\", show = true }\n"}) {
    const ConfigurationCheck check = check_with("scenarios/s.toml", scenario + kReminder + line);
    EXPECT_TRUE(check.ok());
    ASSERT_EQ(check.configuration.warnings.size(), 1U) << line;
    EXPECT_NE(check.configuration.warnings[0].find("for businesses only"), std::string::npos);
  }
  const ConfigurationCheck by_law =
      check_with("scenarios/s.toml", scenario + kReminder + "interest = { rule = \"statutory\", show = true }\n");
  EXPECT_TRUE(by_law.configuration.warnings.empty());
}

}  // namespace
}  // namespace dunlin::engine
