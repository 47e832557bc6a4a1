// What a wrong configuration is told: every error at once, each with its place and what to do.
#include <gtest/gtest.h>

#include "engine/settings/configuration.h"

namespace dunlin::engine {
namespace {

constexpr const char* kScenario = "[scenario]\nid = \"s\"\n[[step]]\nid = \"a\"\ndays_past_due = 3\n";

struct ErrorCase {
  const char* name;
  const char* file;
  const char* text;
  const char* where;  ///< exact
  const char* says;   ///< part of "what (hint)"
};

std::ostream& operator<<(std::ostream& out, const ErrorCase& test_case) { return out << test_case.name; }

ConfigurationBundle bundle_with(const std::string& file, const std::string& text) {
  ConfigurationBundle bundle{".", {{"dunlin.toml", ""}, {"scenarios/s.toml", kScenario}}};
  for (auto& [name, known] : bundle.files) {
    if (name != file) continue;
    known = text;
    return bundle;
  }
  bundle.files.emplace_back(file, text);
  return bundle;
}

class SettingsErrors : public testing::TestWithParam<ErrorCase> {};

TEST_P(SettingsErrors, AreToldWithTheirPlace) {
  const ErrorCase& wanted = GetParam();
  const ConfigurationCheck check = check_configuration(bundle_with(wanted.file, wanted.text));
  std::string all;
  for (const core::Error& error : check.errors) {
    all += core::describe(error) + "\n";
    EXPECT_EQ(error.kind, core::ErrorKind::kConfiguration);
    const std::string said = error.what + " (" + error.hint + ")";
    if (error.where == wanted.where && said.find(wanted.says) != std::string::npos) return;
  }
  FAIL() << "wanted " << wanted.where << ": " << wanted.says << "\nbut was told\n" << all;
}

// Texts begin on line 1, so places can be counted.
constexpr ErrorCase kDunlinErrors[] = {
    {"not_toml", "dunlin.toml", "[engine\n", "dunlin.toml:1:8", "not valid TOML"},
    {"unknown_section", "dunlin.toml", "[standin]\n", "dunlin.toml:1:2", "did you mean \"standing\"?"},
    {"unknown_key", "dunlin.toml", "[standing]\ngrace_day = 3\n", "dunlin.toml:2:1", "did you mean \"grace_days\"?"},
    {"wrong_type", "dunlin.toml", "[standing]\ngrace_days = \"3\"\n", "dunlin.toml:2:14", "must be a whole number"},
    {"out_of_bounds", "dunlin.toml", "[standing]\ngrace_days = 400\n", "dunlin.toml:2:14", "0 to 365 days"},
    {"fraction", "dunlin.toml", "[contact]\nmin_days_between = 1.5\n", "dunlin.toml:2:20", "a number with a fraction"},
    {"wrong_word", "dunlin.toml", "[allocation]\nacross = \"oldest\"\n", "dunlin.toml:2:10", "oldest_due"},
    {"no_currency", "dunlin.toml", "[engine]\nbase_currency = \"EURO\"\n", "dunlin.toml:2:17", "ISO 4217"},
    {"no_country", "dunlin.toml", "[engine]\ncountry = \"Germany\"\n", "dunlin.toml:2:11", "two capital letters"},
    {"memory", "dunlin.toml", "[engine]\nmemory = \"lots\"\n", "dunlin.toml:2:10", "512 MiB"},
    {"within_twice", "dunlin.toml", "[allocation]\nwithin = [\"costs\", \"costs\", \"principal\"]\n", "dunlin.toml:2:10",
     "each once"},
    {"cap_without_max", "dunlin.toml", "[[contact.cap]]\nchannel = \"call\"\n", "dunlin.toml:1:1", "needs \"max\""},
    {"cap_channel", "dunlin.toml", "[[contact.cap]]\nchannel = [\"calls\"]\nmax = 1\n", "dunlin.toml:2:12",
     "did you mean \"call\"?"},
    {"gate_kind", "dunlin.toml", "[gate]\nrequire = [\"payment\"]\n", "dunlin.toml:2:12", "did you mean \"payments\"?"},
    {"ageing_falls", "dunlin.toml", "[report]\nageing = [30, 30]\n", "dunlin.toml:2:10", "rise"},
    {"attribute_type", "dunlin.toml", "[attributes]\nage = \"int\"\n", "dunlin.toml:2:7", "number, text, date, boolean"},
    {"default_scenario", "dunlin.toml", "[strategy]\ndefault_scenario = \"x\"\n", "dunlin.toml:2:20",
     "names scenario \"x\""},
    {"segment_scenario", "dunlin.toml", "[[strategy.segment]]\nid = \"a\"\nwhen = \"true\"\nscenario = \"ss\"\n",
     "dunlin.toml:4:12", "did you mean \"s\"?"},
    {"segment_twice", "dunlin.toml",
     "[[strategy.segment]]\nid = \"a\"\nwhen = \"true\"\n[[strategy.segment]]\nid = \"a\"\nwhen = \"true\"\n",
     "dunlin.toml:5:6", "used twice"},
    {"expression", "dunlin.toml", "[standing]\nexclude_when = 'amount > \"x\"'\n", "dunlin.toml:2:24", "compared"},
    {"feature_of_expression", "dunlin.toml", "[[strategy.segment]]\nid = \"a\"\nwhen = \"overdue_balanse > 1\"\n",
     "dunlin.toml:3:9", "overdue_balance"},
    {"expression_on_its_second_line", "dunlin.toml",
     "[[strategy.segment]]\nid = \"a\"\nwhen = \"\"\"\nopen_count > 1\n  and nobody > 2\"\"\"\n", "dunlin.toml:5:7",
     "nobody"},
    {"score_feature", "dunlin.toml",
     "[score]\n[[score.characteristic]]\nfeature = \"days_past_du\"\nbins = [{ points = 1 }]\n", "dunlin.toml:3:11",
     "days_past_due"},
    {"preset", "dunlin.toml", "[contact]\npresets = [\"us-regf\"]\n", "dunlin.toml:2:12", "us-reg-f"},
    {"hours", "dunlin.toml", "[contact]\nhours = \"8-20\"\n", "dunlin.toml:2:9", "are no hours"},
    {"hours_backwards", "dunlin.toml", "[contact]\nhours = \"20:00-08:00\"\n", "dunlin.toml:2:9", "are no hours"},
    {"hours_of_a_weekday", "dunlin.toml", "[contact]\nhours = { moon = \"08:00-20:00\" }\n", "dunlin.toml:2:18",
     "neither a weekday"},
    {"hours_twice", "dunlin.toml", "[contact]\nhours = { mon-fri = \"08:00-20:00\", fri = \"08:00-12:00\" }\n",
     "dunlin.toml:2:42", "has its hours already"},
    {"weekday", "dunlin.toml", "[contact]\nweekdays = [\"monday\"]\n", "dunlin.toml:2:13", "monday"},
    {"no_weekday", "dunlin.toml", "[contact]\nweekdays = []\n", "dunlin.toml:2:12", "no day open"},
    {"wait", "dunlin.toml", "[contact]\nwait_after_conversation = 500\n", "dunlin.toml:2:27", "out of bounds"},
    {"roll", "dunlin.toml", "[contact]\nroll = \"forward\"\n", "dunlin.toml:2:8", "cannot be"},
    {"cap_counts", "dunlin.toml", "[[contact.cap]]\nmax = 1\ncounts = \"talks\"\n", "dunlin.toml:3:10", "cannot be"},
    {"capacity_channel", "dunlin.toml", "[contact.capacity]\nphone = { max = 3 }\n", "dunlin.toml:2:1", "must be a channel"},
    {"capacity_max", "dunlin.toml", "[contact.capacity]\ncall = { overflow = \"sms\" }\n", "dunlin.toml:2:8",
     "needs \"max\""},
    {"capacity_into_itself", "dunlin.toml", "[contact.capacity]\ncall = { max = 1, overflow = \"call\" }\n",
     "dunlin.toml:2:30", "cannot overflow into itself"},
    {"contact_rule_without_citation", "contact_rules/house.toml", "title = \"x\"\n[[rule]]\nid = \"r\"\nwhat = \"w\"\n",
     "contact_rules/house.toml:2:1", "needs \"cites\""},
    {"contact_rule_key", "contact_rules/house.toml",
     "title = \"x\"\n[[rule]]\nid = \"r\"\ncites = \"c\"\nwhat = \"w\"\nhour = \"08:00-20:00\"\n",
     "contact_rules/house.toml:6:1", "hours"},
    {"promise_tolerance", "dunlin.toml", "[standing]\npromise_tolerance_days = 366\n", "dunlin.toml:2:26", "365"},
    {"dispute_excludes", "dunlin.toml", "[standing]\ndispute_excludes = \"amout\"\n", "dunlin.toml:2:20", "amount"},
    {"limitation", "dunlin.toml", "[standing]\nlimitation = \"gb\"\n", "dunlin.toml:2:14", "uk"},
    {"score_without_characteristics", "dunlin.toml", "[score]\nbase = 1\n", "dunlin.toml:1:1", "characteristic"},
};
INSTANTIATE_TEST_SUITE_P(Dunlin, SettingsErrors, testing::ValuesIn(kDunlinErrors),
                         [](const auto& at) { return std::string(at.param.name); });

constexpr ErrorCase kLaterErrors[] = {
    {"model", "dunlin.toml", "[score]\nmodel = \"m.pmml\"\n", "dunlin.toml:2:1", "not supported by this version yet"},
    {"allocation_rule", "dunlin.toml", "[allocation]\nacross = \"highest_rate\"\ninterest_rule = \"statutori\"\n",
     "dunlin.toml:3:17", "did you mean \"statutory\"?"},
    {"order_of_no_law", "dunlin.toml", "[allocation]\nwithin = \"costs\"\n", "dunlin.toml:2:10", "the order of a law"},
};
INSTANTIATE_TEST_SUITE_P(Later, SettingsErrors, testing::ValuesIn(kLaterErrors),
                         [](const auto& at) { return std::string(at.param.name); });

constexpr ErrorCase kStrategyErrors[] = {
    {"experiment_without_arms", "dunlin.toml", "[strategy.champion_challenger]\nexperiment = \"x\"\n", "dunlin.toml:1:1",
     "needs \"arms\""},
    {"arms_that_do_not_sum", "dunlin.toml",
     "[strategy.champion_challenger]\nexperiment = \"x\"\narms = [{ scenario = \"s\", percent = 90 }]\n", "dunlin.toml:3:8",
     "must sum to 100"},
    {"arm_twice", "dunlin.toml",
     "[strategy.champion_challenger]\nexperiment = \"x\"\narms = [{ scenario = \"s\", percent = 50 }, "
     "{ scenario = \"s\", percent = 50 }]\n",
     "dunlin.toml:3:43", "name each once"},
    {"arm_unknown", "dunlin.toml",
     "[strategy.champion_challenger]\nexperiment = \"x\"\narms = [{ scenario = \"t\", percent = 100 }]\n",
     "dunlin.toml:3:22", "an arm names scenario \"t\""},
    {"reassign", "dunlin.toml", "[strategy]\nreassign = \"weekly\"\n", "dunlin.toml:2:12", "episode, daily"},
    {"event_unknown", "scenarios/s.toml",
     "[[step]]\nid = \"a\"\ndays_past_due = 3\n[on.promise_broke]\naction = \"webhook\"\n", "scenarios/s.toml:4:5",
     "did you mean \"promise_broken\"?"},
    {"event_with_days", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 3\n[on.cure]\ndays_past_due = 3\n",
     "scenarios/s.toml:5:1", "has no meaning in [on.cure]"},
    {"event_of_a_receivable", "scenarios/s.toml",
     "[[step]]\nid = \"a\"\ndays_past_due = 3\n[on.cure]\nwhen = 'balance > 3'\n", "scenarios/s.toml:5:9", "balance"},
    {"step_like_an_event", "scenarios/s.toml", "[[step]]\nid = \"on.cure\"\ndays_past_due = 3\n", "scenarios/s.toml:1:1",
     "called like an event"},
    {"overflow_unknown", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 3\noverflow = \"fax\"\n",
     "scenarios/s.toml:4:12", "one of email"},
    {"repeat_without_every", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 3\nrepeat = 2\n",
     "scenarios/s.toml:1:1", "say after how many days"},
    {"completes_unknown", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 3\ncompletes = \"send\"\n",
     "scenarios/s.toml:4:13", "sent"},
    {"pre_due_repeats", "scenarios/s.toml",
     "[[step]]\nid = \"p\"\ndays_past_due = -3\nrepeat = 2\nevery = 1\n[[step]]\nid = \"a\"\ndays_past_due = 3\n",
     "scenarios/s.toml:1:1", "taken once"},
};
INSTANTIATE_TEST_SUITE_P(Strategy, SettingsErrors, testing::ValuesIn(kStrategyErrors),
                         [](const auto& at) { return std::string(at.param.name); });

constexpr ErrorCase kScenarioErrors[] = {
    {"no_steps", "scenarios/s.toml", "[scenario]\nid = \"s\"\n", "scenarios/s.toml:1:1", "has no [[step]]"},
    {"step_twice", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 3\n[[step]]\nid = \"a\"\ndays_past_due = 4\n",
     "scenarios/s.toml:4:1", "first on line 1"},
    {"reminder_at_the_end_of_a_month", "scenarios/s.toml",
     "[[step]]\nid = \"p\"\ndays_past_due = -5\nend_of_month = true\n[[step]]\nid = \"a\"\ndays_past_due = 3\n",
     "scenarios/s.toml:4:1", "which no month ends"},
    {"first_step_without_days", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_since_previous_step = 3\n",
     "scenarios/s.toml:1:1", "needs days_past_due"},
    {"first_step_behind_a_pre_due_one", "scenarios/s.toml",
     "[[step]]\nid = \"p\"\ndays_past_due = -3\n[[step]]\nid = \"a\"\n", "scenarios/s.toml:4:1", "needs days_past_due"},
    {"later_step_without_trigger", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 3\n[[step]]\nid = \"b\"\n",
     "scenarios/s.toml:4:1", "say when it is reached"},
    {"steps_that_fall", "scenarios/s.toml",
     "[[step]]\nid = \"a\"\ndays_past_due = 7\n[[step]]\nid = \"b\"\ndays_past_due = 5\n", "scenarios/s.toml:6:17",
     "does not rise"},
    {"steps_on_one_day", "scenarios/s.toml",
     "[[step]]\nid = \"a\"\ndays_past_due = 7\n[[step]]\nid = \"b\"\ndays_past_due = 7\n", "scenarios/s.toml:6:17",
     "does not rise"},
    {"pre_due_behind_others", "scenarios/s.toml",
     "[[step]]\nid = \"a\"\ndays_past_due = 7\n[[step]]\nid = \"b\"\ndays_past_due = -1\n", "scenarios/s.toml:4:1",
     "negative days_past_due first"},
    {"unknown_unit", "scenarios/s.toml", "[scenario]\nunit = \"invoice\"\n[[step]]\nid = \"a\"\ndays_past_due = 1\n",
     "scenarios/s.toml:2:8", "debtor, receivable, debtor_currency"},
    {"amount_without_currency", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 1\nmin_balance = \"10.00\"\n",
     "scenarios/s.toml:4:15", "10.00 EUR"},
    {"amount_with_too_many_digits", "scenarios/s.toml",
     "[[step]]\nid = \"a\"\ndays_past_due = 1\nmin_balance = { JPY = \"1.50\" }\n", "scenarios/s.toml:4:23", "JPY"},
    {"reserved_id", "scenarios/s.toml", "[scenario]\nid = \"none\"\n[[step]]\nid = \"a\"\ndays_past_due = 1\n",
     "scenarios/s.toml:1:1", "no dunning"},
    {"when", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 1\nwhen = \"open_count >\"\n",
     "scenarios/s.toml:4:21", ""},
    {"when_of_a_receivable", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 1\nwhen = \"amount > 5\"\n",
     "scenarios/s.toml:4:9", "unit = \"receivable\""},
    {"priority_expression", "scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 1\npriority = \"nothing\"\n",
     "scenarios/s.toml:4:13", "nothing"},
};
INSTANTIATE_TEST_SUITE_P(Scenario, SettingsErrors, testing::ValuesIn(kScenarioErrors),
                         [](const auto& at) { return std::string(at.param.name); });

constexpr ErrorCase kSourceErrors[] = {
    {"unknown_field", "sources/x.toml", "[debtors]\ndebtor_id = \"a\"\nname = \"b\"\ncolour = \"c\"\n", "sources/x.toml:4:1",
     "unknown key \"colour\""},
    {"missing_field", "sources/x.toml", "[debtors]\ndebtor_id = \"a\"\n", "sources/x.toml:1:1", "needs \"name\""},
    {"column_and_constant", "sources/x.toml", "[debtors]\ndebtor_id = \"a\"\nname = { column = \"b\", constant = \"c\" }\n",
     "sources/x.toml:3:8", "either"},
    {"condition", "sources/x.toml", "[debtors]\ndebtor_id = \"a\"\nname = \"b\"\nwhen = { column = \"c\" }\n",
     "sources/x.toml:4:8", "one of present, equals"},
    {"dates", "sources/x.toml", "dates = \"long ago\"\n[debtors]\ndebtor_id = \"a\"\nname = \"b\"\n", "sources/x.toml:1:9",
     "DD.MM.YYYY"},
    {"decimal", "sources/x.toml", "decimal = \",,\"\n[debtors]\ndebtor_id = \"a\"\nname = \"b\"\n", "sources/x.toml:1:11",
     "one character"},
    {"no_records", "sources/x.toml", "format = \"csv\"\n", "sources/x.toml:1:1", "yields no records"},
    {"promises_of_a_source", "sources/x.toml", "[promises]\npromise_id = \"a\"\n", "sources/x.toml:1:1",
     "[promises] needs \"due_on\""},
    {"field_of_another_record", "sources/x.toml", "[holds]\nhold_id = \"a\"\nfrom = \"b\"\ndue_on = \"c\"\n",
     "sources/x.toml:4:1", "due_on"},
};
INSTANTIATE_TEST_SUITE_P(Source, SettingsErrors, testing::ValuesIn(kSourceErrors),
                         [](const auto& at) { return std::string(at.param.name); });

TEST(SettingsErrors, ATableWithoutANameIsAnErrorLikeOthers) {
  for (const char* text : {"[#", "x = 1\n[=]\n", "[[!]]\n"}) {
    const ConfigurationCheck check = check_configuration(bundle_with("dunlin.toml", text));
    ASSERT_FALSE(check.errors.empty()) << text;
    EXPECT_TRUE(check.errors.front().where.starts_with("dunlin.toml:")) << check.errors.front().where;
  }
}

TEST(SettingsErrorsAtOnce, EveryFileIsReadToItsEnd) {
  ConfigurationBundle bundle = bundle_with("dunlin.toml", "[standing]\ngrace = 1\n[contact]\nmin_days_between = -1\n");
  bundle.files[1].second = "[[step]]\nid = \"a\"\nwhen = \"nobody\"\n";
  const ConfigurationCheck check = check_configuration(bundle);
  std::vector<std::string> places;
  for (const core::Error& error : check.errors) places.push_back(error.where);
  EXPECT_EQ(places, (std::vector<std::string>{"dunlin.toml:2:1", "dunlin.toml:4:20", "scenarios/s.toml:1:1",
                                              "scenarios/s.toml:3:9"}));
  const core::Result<Configuration> loaded = load_configuration(bundle);
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().where, "dunlin.toml:2:1");
  EXPECT_NE(loaded.error().hint.find("3 more"), std::string::npos) << loaded.error().hint;
}

TEST(SettingsErrorsAtOnce, SeveralScenariosNeedADefault) {
  const ConfigurationBundle bundle = bundle_with("scenarios/t.toml", "[[step]]\nid = \"a\"\ndays_past_due = 3\n");
  const ConfigurationCheck check = check_configuration(bundle);
  ASSERT_EQ(check.errors.size(), 1U);
  EXPECT_NE(check.errors[0].what.find("no default_scenario"), std::string::npos);
}

TEST(SettingsErrorsAtOnce, AScenarioWithTooManyStepsIsRefused) {
  std::string text;
  for (int day = 1; day <= 65; ++day) {
    text += "[[step]]\nid = \"s" + std::to_string(day) + "\"\ndays_past_due = " + std::to_string(day) + "\n";
  }
  const ConfigurationCheck check = check_configuration(bundle_with("scenarios/s.toml", text));
  ASSERT_EQ(check.errors.size(), 1U);
  EXPECT_NE(check.errors[0].what.find("65 steps"), std::string::npos);
}

// What a later setting would change must not be there, but its neutral value may stand in a file.
TEST(SettingsOfLaterVersions, TheirNeutralValuesAreTaken) {
  const ConfigurationBundle bundle =
      bundle_with("dunlin.toml",
                  "[standing]\npromise_tolerance_days = 2\ndispute_excludes = \"receivable\"\ndue_roll = \"none\"\n"
                  "[allocation]\ninterest = \"charged\"\n[contact]\npresets = [\"none\"]\nroll = \"following\"\n");
  const ConfigurationCheck check = check_configuration(bundle);
  EXPECT_TRUE(check.ok()) << core::describe(check.errors.front());
}

}  // namespace
}  // namespace dunlin::engine
