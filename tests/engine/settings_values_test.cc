// What a right configuration becomes, what names it, and the page that describes it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/settings/configuration.h"
#include "engine/settings/reference_page.h"
#include "engine/settings/section_reader.h"
#include "tests/engine/import_workshop.h"

namespace dunlin::engine {
namespace {

using rules::MoneyThreshold;

const char* const kPolicies = R"(
[engine]
base_currency = "USD"
country = "US"
threads = 3
memory = "1 GiB"
[strategy]
default_scenario = "two"
[[strategy.segment]]
id = "big"
when = "total_balance > 1000"
scenario = "one"
[[strategy.segment]]
id = "rest"
[standing]
net_credits = false
grace_days = 4
[allocation]
within = ["costs", "principal", "interest"]
across = "proportional"
[contact]
min_days_between = 2
[[contact.cap]]
channel = ["call", "sms"]
max = 7
per_days = 7
scope = "receivable"
[[contact.cap]]
max = 9
[gate]
require = ["payments", "debtors"]
[report]
ageing = [10, 20]
[attributes]
age = "number"
[score]
base = 100
risk_classes = [{ id = "A", from = 50 }, { id = "B", from = 0 }]
[[score.characteristic]]
feature = "late_share"
bins = [{ below = "0.25", points = 5 }, { points = -5 }]
missing = 1
)";

const char* const kScenarioOne = R"(
[scenario]
unit = "receivable"
clock = "days_delinquent"
catch_up = "highest"
anchor_paid = "restart"
consolidate = "none"
list = "all"
min_balance = "10.00 EUR"
min_debtor_balance = { USD = "5.50", JPY = 300 }
min_days_between_contacts = 6
applies_to = 'portfolio != "x"'
[[step]]
id = "soon"
days_past_due = -3
[[step]]
id = "a"
days_past_due = 0
channels = ["email", "letter"]
template = "t"
fee = { flat = "5.00 EUR", per = "receivable" }
stage = "legal"
action = "legal_referral"
priority = 'if amount > 5 then 1 else 2'
cc = ["manager"]
for_flag = "insolvent"
min_percent = 12
[[step]]
id = "b"
days_since_previous_step = 9
priority = 77
when = "amount > 3"
[[step]]
id = "c"
days_past_due = 14
from = "issue_date"
end_of_month = true
)";

ConfigurationBundle sample() {
  return {".",
          {{"dunlin.toml", kPolicies},
           {"scenarios/one.toml", kScenarioOne},
           {"scenarios/two.toml", "[[step]]\nid = \"x\"\ndays_past_due = 1\n"}}};
}

TEST(SettingsValues, PoliciesAreFilled) {
  const ConfigurationCheck check = check_configuration(sample());
  ASSERT_TRUE(check.ok()) << core::describe(check.errors.front());
  const Configuration& out = check.configuration;
  EXPECT_EQ(core::to_string(out.rules.base_currency), "USD");
  EXPECT_EQ(out.rules.default_country, "US");
  EXPECT_EQ(out.threads, 3U);
  EXPECT_EQ(out.memory_bytes, 1ULL << 30);
  EXPECT_EQ(out.rules.strategy.default_scenario, "two");
  ASSERT_EQ(out.rules.strategy.segments.size(), 2U);
  EXPECT_EQ(out.rules.strategy.segments[0].scenario, "one");
  EXPECT_EQ(out.rules.strategy.segments[1].when.text, "true") << "no condition means all that are left";
  EXPECT_FALSE(out.rules.net_credits);
  EXPECT_EQ(out.rules.standing.grace_days, 4);
  EXPECT_EQ(out.rules.allocation.across, rules::Across::kProportional);
  EXPECT_EQ(out.rules.allocation.within[1], rules::ClaimPart::kPrincipal);
  ASSERT_EQ(out.rules.contact.caps.size(), 2U);
  EXPECT_EQ(out.rules.contact.caps[0].channels, core::bit(core::Channel::kCall) | core::bit(core::Channel::kSms));
  EXPECT_EQ(out.rules.contact.caps[0].scope, rules::CapScope::kReceivable);
  EXPECT_EQ(out.rules.contact.caps[1].channels, core::kEveryChannel);
  EXPECT_EQ(out.gate, (std::vector{core::RecordKind::kPayment, core::RecordKind::kDebtor}));
  EXPECT_EQ(out.ageing_bounds, (std::vector<int32_t>{10, 20}));
  EXPECT_EQ(out.rules.attribute_types.at("age"), rules::ValueType::kNumber);
  ASSERT_TRUE(out.rules.scorecard.has_value());
  EXPECT_EQ(out.rules.scorecard->base, 100);
  EXPECT_EQ(core::to_string(*out.rules.scorecard->characteristics.at(0).bins.at(0).below), "0.25");
}

TEST(SettingsValues, TheOrderOfALawInAReceivable) {
  using enum rules::ClaimPart;
  const struct {
    const char* name;
    rules::ClaimOrder order;
  } cases[] = {{"de", {kCosts, kInterest, kPrincipal}},
               {"de-consumer-credit", {kCosts, kPrincipal, kInterest}},
               {"fr", {kCosts, kInterest, kPrincipal}},
               {"us", {kInterest, kPrincipal, kCosts}}};
  std::set<std::string> fingerprints;
  for (const auto& c : cases) {
    ConfigurationBundle bundle = sample();
    std::string& policies =
        std::ranges::find(bundle.files, "dunlin.toml", &std::pair<std::string, std::string>::first)->second;
    const std::string written = R"(within = ["costs", "principal", "interest"])";
    policies.replace(
        policies.find(written), written.size(),
        "within = \"" + std::string(c.name) + "\"\ninterest = \"accrued\"\ninterest_rule = \"statutory-b2b-fr\"");
    const ConfigurationCheck check = check_configuration(bundle);
    ASSERT_TRUE(check.ok()) << core::describe(check.errors.front());
    EXPECT_EQ(check.configuration.rules.allocation.within, c.order) << c.name;
    EXPECT_EQ(check.configuration.rules.allocation.interest, rules::AllocatedInterest::kAccrued);
    EXPECT_EQ(check.configuration.rules.allocation.interest_rule, "statutory-b2b-fr");
    fingerprints.insert(check.configuration.fingerprint);
  }
  EXPECT_EQ(fingerprints.size(), 3U) << "de and fr are the same order";
}

TEST(SettingsValues, ScenariosAreFilled) {
  const ConfigurationCheck check = check_configuration(sample());
  ASSERT_EQ(check.configuration.rules.scenarios.size(), 2U);
  const rules::Scenario& one = check.configuration.rules.scenarios[0];
  EXPECT_EQ(one.id, "one") << "named after its file";
  EXPECT_EQ(one.unit, core::UnitKind::kReceivable);
  EXPECT_EQ(one.clock, rules::Clock::kDaysDelinquent);
  EXPECT_EQ(one.catch_up, rules::CatchUp::kHighest);
  EXPECT_EQ(one.anchor_paid, rules::AnchorPaid::kRestart);
  EXPECT_EQ(one.consolidate, rules::Consolidate::kNone);
  EXPECT_EQ(one.list, rules::ListRule::kAll);
  EXPECT_EQ(one.min_balance.form, MoneyThreshold::Form::kOneAmount);
  EXPECT_EQ(one.min_balance.amounts, (std::vector<std::pair<uint32_t, int64_t>>{{core::kEur.code, 1000}}));
  EXPECT_EQ(one.min_debtor_balance.form, MoneyThreshold::Form::kPerCurrency);
  EXPECT_EQ(one.min_debtor_balance.amounts.size(), 2U);
  EXPECT_EQ(one.min_debtor_balance.amounts[0].second, 300) << "JPY has no minor digits";
  EXPECT_EQ(one.min_days_between_contacts, 6);
  EXPECT_EQ(one.applies_to.text, "portfolio != \"x\"");
  EXPECT_EQ(one.applies_to.line, 12U);
  EXPECT_EQ(one.applies_to.column, 15U);
  ASSERT_EQ(one.steps.size(), 4U);
  const rules::Step& a = one.steps[1];
  EXPECT_EQ(a.days, 0);
  EXPECT_EQ(a.channels, (std::vector{core::Channel::kEmail, core::Channel::kLetter}));
  EXPECT_EQ(a.fee.flat.at(0).second, 500);
  EXPECT_EQ(a.fee.per, rules::FeePer::kReceivable);
  EXPECT_EQ(a.stage, core::Stage::kLegal);
  EXPECT_EQ(a.action, core::ActionKind::kLegalReferral);
  EXPECT_TRUE(a.priority_rule.is_set());
  EXPECT_EQ(a.cc, std::vector{core::ContactRole::kManager});
  EXPECT_EQ(a.for_flag, std::vector{core::DebtorFlag::kInsolvent});
  EXPECT_EQ(a.min_percent, 12);
  EXPECT_FALSE(one.steps[2].days.has_value());
  EXPECT_EQ(one.steps[2].days_since_previous, 9);
  EXPECT_EQ(one.steps[2].priority, 77);
  EXPECT_EQ(one.steps[3].origin, rules::StepOrigin::kIssueDate);
  EXPECT_TRUE(one.steps[3].end_of_month);
}

TEST(SettingsValues, AnEmptyFileBesideOneScenarioWorks) {
  const ConfigurationCheck check =
      check_configuration({".", {{"scenarios/two.toml", "[[step]]\nid = \"x\"\ndays_past_due = 1\n"}}});
  ASSERT_TRUE(check.ok()) << core::describe(check.errors.front());
  EXPECT_EQ(check.configuration.rules.strategy.default_scenario, "two");
  EXPECT_EQ(check.configuration.ageing_bounds, (std::vector<int32_t>{30, 60, 90, 120}));
}

TEST(Fingerprint, NamesWhatDecidesAndNothingElse) {
  const std::string base = check_configuration(sample()).configuration.fingerprint;
  EXPECT_TRUE(base.starts_with("sha256:"));
  EXPECT_EQ(base.size(), 71U);

  const auto with = [&](const char* from, const char* to) {
    ConfigurationBundle bundle = sample();
    for (auto& [name, text] : bundle.files) {
      if (const size_t at = text.find(from); at != std::string::npos) text.replace(at, std::string(from).size(), to);
    }
    const ConfigurationCheck check = check_configuration(bundle);
    EXPECT_TRUE(check.ok()) << core::describe(check.errors.front());
    return check.configuration.fingerprint;
  };
  // Machine settings, comments, layout, spelled-out defaults, reports and gates do not decide.
  EXPECT_EQ(with("threads = 3", "threads = 5"), base);
  EXPECT_EQ(with("memory = \"1 GiB\"", "# nothing"), base);
  EXPECT_EQ(with("ageing = [10, 20]", "ageing = [5]"), base);
  EXPECT_EQ(with("require = [\"payments\", \"debtors\"]", ""), base);
  EXPECT_EQ(with("unit = \"receivable\"", "unit   =   \"receivable\" # who"), base);
  EXPECT_EQ(with("id = \"x\"", "id = \"x\"\nstage = \"amicable\"\npriority = 50"), base);
  // All of these do.
  EXPECT_NE(with("grace_days = 4", "grace_days = 5"), base);
  EXPECT_NE(with("days_past_due = 14", "days_past_due = 15"), base);
  EXPECT_NE(with("amount > 3", "amount > 4"), base);
  EXPECT_NE(with("points = -5", "points = -6"), base);
  EXPECT_NE(with("max = 9", "max = 8"), base);
  EXPECT_NE(with("5.50", "5.51"), base);
  EXPECT_NE(with("age = \"number\"", "age = \"text\""), base);
}

TEST(Bundle, PacksWhatDecidesAndUnpacksIt) {
  ConfigurationBundle bundle = sample();
  bundle.files.emplace_back("sources/x.toml", "[debtors]\n");
  const std::string packed = pack_bundle(bundle);
  const core::Result<ConfigurationBundle> unpacked = unpack_bundle(packed);
  ASSERT_TRUE(unpacked.ok());
  EXPECT_EQ(unpacked->files, sample().files) << "sources do not decide";
  EXPECT_EQ(check_configuration(*unpacked).configuration.fingerprint,
            check_configuration(sample()).configuration.fingerprint);
  for (size_t cut : {size_t{0}, size_t{5}, packed.size() / 2, packed.size() - 1}) {
    EXPECT_FALSE(unpack_bundle(packed.substr(0, cut)).ok()) << cut;
  }
}

TEST(Bundle, AFolderThatCannotBeReadIsNotAnEmptyOne) {
  const ScratchDirectory scratch;
  scratch.write("dunlin.toml", "");
  ASSERT_TRUE(read_bundle(scratch.path("dunlin.toml")).ok());
  // A folder's name that leads nowhere fails for whoever runs the test, as one without permission does for others.
  std::filesystem::create_symlink("calendars", scratch.path("calendars"));
  const auto looped = read_bundle(scratch.path("dunlin.toml"));
  ASSERT_FALSE(looped.ok());
  EXPECT_NE(looped.error().where.find("calendars"), std::string::npos);
  std::filesystem::remove(scratch.path("calendars"));
  scratch.write("rates", "a file where a folder belongs");
  EXPECT_FALSE(read_bundle(scratch.path("dunlin.toml")).ok());
}

TEST(Bundle, AFileIsReadUpToItsLimit) {
  const ScratchDirectory scratch;
  scratch.write("dunlin.toml", std::string((4U << 20) + 1, '#'));
  const auto large = read_bundle(scratch.path("dunlin.toml"));
  ASSERT_FALSE(large.ok());
  EXPECT_NE(large.error().what.find("larger than 4 MiB"), std::string::npos);
  scratch.write("dunlin.toml", std::string(4U << 20, '#'));
  EXPECT_TRUE(read_bundle(scratch.path("dunlin.toml")).ok());
}

TEST(Bundle, TheShippedExamplesAreSound) {
  for (const char* example : {"b2b", "bank", "agency"}) {
    const std::string path = std::string(DUNLIN_SOURCE_DIR) + "/config/examples/" + example + "/dunlin.toml";
    const core::Result<ConfigurationBundle> bundle = read_bundle(path);
    ASSERT_TRUE(bundle.ok());
    EXPECT_GE(bundle->files.size(), 3U) << example;
    const ConfigurationCheck check = check_configuration(*bundle);
    EXPECT_TRUE(check.ok()) << example << ": " << core::describe(check.errors.front());
    EXPECT_TRUE(check.configuration.warnings.empty()) << example << ": " << check.configuration.warnings.front();
  }
}

TEST(ReferencePage, IsTheOneInTheRepository) {
  std::ifstream file(std::string(DUNLIN_SOURCE_DIR) + "/config/REFERENCE.md");
  std::ostringstream kept;
  kept << file.rdbuf();
  EXPECT_TRUE(kept.str() == reference_page()) << "run: dunlin help --reference > config/REFERENCE.md";
}

// The page promises that every default can be written as it stands.
TEST(ReferencePage, EveryDefaultIsSound) {
  for (const SettingSection& section : setting_sections()) {
    for (const Setting& setting : section.settings) {
      if (setting.default_text.empty()) continue;
      const std::string text = std::string(setting.key) + " = " + std::string(setting.default_text) + "\n";
      const core::Result<TomlNode> parsed = parse_toml(text, "default");
      ASSERT_TRUE(parsed.ok()) << section.title << " " << text;
      std::vector<core::Error> found;
      FileErrors errors("default", found);
      const Setting only[] = {setting};
      const SectionReader reader(*parsed, section.title, only, errors);
      EXPECT_TRUE(found.empty()) << section.title << " " << text << core::describe(found.front());
    }
  }
}

TEST(ParseBytes, TakesUnits) {
  const std::pair<const char*, std::optional<uint64_t>> cases[] = {
      {"1000", 1000},           {"512 MiB", 512ULL << 20},
      {"512MiB", 512ULL << 20}, {"2GB", 2'000'000'000},
      {"1T", 1ULL << 40},       {"", std::nullopt},
      {"MiB", std::nullopt},    {"5 parsecs", std::nullopt},
      {"-5", std::nullopt},     {"99999999999999999999", std::nullopt}};
  for (const auto& [text, expected] : cases) EXPECT_EQ(parse_bytes(text), expected) << text;
}

}  // namespace
}  // namespace dunlin::engine
