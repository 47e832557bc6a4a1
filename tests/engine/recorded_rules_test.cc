// What a run goes by when it is resumed or explained: the law that it recorded, and no other without a word.
#include "engine/run/recorded_rules.h"

#include <gtest/gtest.h>

#include "engine/run/explain.h"
#include "engine/run/run_job.h"
#include "engine/settings/shipped_law.h"
#include "tests/engine/import_workshop.h"

namespace dunlin::engine {
namespace {

constexpr const char* kPolicies = "[standing]\ndue_roll = \"following\"\n";
constexpr const char* kScenario =
    "[[step]]\nid = \"first\"\ndays_past_due = 5\nchannels = [\"email\"]\n"
    "interest = { rule = \"statutory-b2b-de\", charge = true }\nfee = { preset = \"eu-40\" }\n";

ConfigurationBundle bundle() { return {".", {{"dunlin.toml", kPolicies}, {"scenarios/s.toml", kScenario}}}; }

void replace(std::string& text, std::string_view from, std::string_view to) {
  ASSERT_EQ(from.size(), to.size()) << "the packed law counts its bytes";
  const size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

storage::RunRecord record_of(const ConfigurationBundle& bundle) {
  storage::RunRecord record;
  record.ordinal = 1;
  record.run_id = "2026-11-20/1";
  record.business_date = core::date_of(2026, 11, 20);
  record.creditors = {"default"};
  record.configuration = pack_bundle(naming_law(bundle));
  record.fingerprint = check_configuration(bundle).configuration.fingerprint;
  record.rule_version = std::string(kRuleVersion);
  return record;
}

RunOptions of_that_day(bool force = false) {
  RunOptions options;
  options.date = core::date_of(2026, 11, 20);
  options.force = force;
  return options;
}

/// A store with one overdue receivable of D1.
class RecordedRules : public testing::Test {
 protected:
  void SetUp() override {
    workshop_.import({"debtor_id,name,email,country,kind\nD1,One,one@example.org,DE,business\n",
                      "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,100.00,EUR,2026-10-01\n"});
  }
  storage::Store& store() { return workshop_.store(); }
  /// The law of another binary, in which Epiphany is a day later in Bavaria.
  std::string other_law() {
    std::string law = pack_law();
    replace(law, "date = \"01-06\", regions = [\"BW\", \"BY\"", "date = \"01-07\", regions = [\"BW\", \"BY\"");
    return law;
  }

  ImportWorkshop workshop_;
};

TEST_F(RecordedRules, AreThoseOfTheLawThatTheRunKept) {
  ASSERT_TRUE(keep_law(store()).ok());
  const std::string law = other_law();
  ConfigurationBundle then = bundle();
  ASSERT_TRUE(lay_law(law, then).ok());
  storage::RunRecord record = record_of(bundle());
  record.fingerprint = check_configuration(then).configuration.fingerprint;
  const std::string id = "0123456789abcdef0123456789abcdef";
  replace(record.configuration, law_id(), id);
  EXPECT_FALSE(recorded_configuration(store(), record).ok()) << "a law that is not there is no other law";
  ASSERT_TRUE(store().put_text("law/" + id, law).ok());
  const auto recorded = recorded_configuration(store(), record);
  ASSERT_TRUE(recorded.ok()) << core::describe(recorded.error());
  const rules::Calendar& bavaria = recorded->rules.calendar_book->of("DE", "BY");
  EXPECT_TRUE(bavaria.is_holiday(core::date_of(2026, 1, 7)));
  EXPECT_FALSE(bavaria.is_holiday(core::date_of(2026, 1, 6)));
  EXPECT_TRUE(decides_alike(record, *recorded));
  EXPECT_NE(recorded->fingerprint, check_configuration(bundle()).configuration.fingerprint);
}

TEST_F(RecordedRules, OfThisBinaryAreTheSameFromItsTexts) {
  ConfigurationBundle unpacked = bundle();
  ASSERT_TRUE(lay_law(pack_law(), unpacked).ok());
  const ConfigurationCheck check = check_configuration(unpacked);
  EXPECT_TRUE(check.ok()) << core::describe(check.errors.front());
  EXPECT_EQ(check.configuration.fingerprint, check_configuration(bundle()).configuration.fingerprint);
}

TEST_F(RecordedRules, ARunKeepsItsLawOnceAndNamesIt) {
  const ConfigurationBundle texts = bundle();
  const auto configuration = load_configuration(texts);
  ASSERT_TRUE(configuration.ok()) << core::describe(configuration.error());
  const auto report = run_night(store(), texts, *configuration, of_that_day());
  ASSERT_TRUE(report.ok()) << core::describe(report.error());
  const auto law = store().text("law/" + law_id());
  ASSERT_TRUE(law.ok());
  EXPECT_EQ(law->value_or(""), pack_law());
  const auto bundle_again = unpack_bundle(report->record.configuration);
  ASSERT_TRUE(bundle_again.ok());
  EXPECT_EQ(named_law(*bundle_again), law_id());
  const auto told = explain(store(), *configuration, "", "D1", core::date_of(2026, 11, 20));
  ASSERT_TRUE(told.ok()) << core::describe(told.error());
  for (const std::string& note : told->front().notes) EXPECT_FALSE(note.starts_with("other_rules")) << note;
}

TEST_F(RecordedRules, AnInterruptedRunIsNotFinishedByOthersUnasked) {
  const ConfigurationBundle texts = bundle();
  const auto configuration = load_configuration(texts);
  ASSERT_TRUE(configuration.ok());
  storage::RunRecord record = record_of(texts);
  record.last_import = store().last_import();
  record.fingerprint = "sha256:of-another-binary";
  ASSERT_TRUE(store().begin_run(record).ok());
  const auto refused = run_night(store(), texts, *configuration, of_that_day());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().what.find("sha256:of-another-binary"), std::string::npos) << core::describe(refused.error());
  EXPECT_NE(refused.error().hint.find("--force"), std::string::npos);
  const auto forced = run_night(store(), texts, *configuration, of_that_day(true));
  ASSERT_TRUE(forced.ok()) << core::describe(forced.error());
  EXPECT_TRUE(forced->resumed);
  EXPECT_EQ(forced->record.fingerprint, "sha256:of-another-binary+" + configuration->fingerprint) << "both are told";
  const auto told = explain(store(), *configuration, "", "D1", core::date_of(2026, 11, 20));
  ASSERT_TRUE(told.ok());
  ASSERT_FALSE(told->front().notes.empty());
  EXPECT_TRUE(told->front().notes.front().starts_with("other_rules: ")) << "the auditor hears of it";
}

TEST_F(RecordedRules, AnotherVersionOfTheRulesIsAnotherLaw) {
  const ConfigurationBundle texts = bundle();
  const auto configuration = load_configuration(texts);
  ASSERT_TRUE(configuration.ok());
  storage::RunRecord record = record_of(texts);
  EXPECT_TRUE(decides_alike(record, *configuration));
  record.rule_version = "0";
  EXPECT_FALSE(decides_alike(record, *configuration));
}

TEST(RecordedBundle, OfBeforeTheLawWasKeptIsRead) {
  const auto old = unpack_bundle("dunlin-bundle 1\nscenarios/s.toml\n3\nx=1\n");
  ASSERT_TRUE(old.ok());
  EXPECT_EQ(named_law(*old), "");
  ASSERT_EQ(old->files.size(), 1U);
  EXPECT_EQ(old->files.front().second, "x=1");
}

}  // namespace
}  // namespace dunlin::engine
