// Settings of events, repeats, completion, skips, descent and experiments: what they become, and that each decides, so that
// the fingerprint knows it.
#include <gtest/gtest.h>

#include <set>

#include "engine/settings/configuration.h"

namespace dunlin::engine {
namespace {

Configuration configuration_of(const std::string& policies, const std::string& scenario) {
  const ConfigurationCheck check =
      check_configuration({".",
                           {{"dunlin.toml", "[strategy]\ndefault_scenario = \"s\"\n" + policies},
                            {"scenarios/s.toml", scenario},
                            {"scenarios/t.toml", "[[step]]\nid = \"x\"\ndays_past_due = 1\n"}}});
  EXPECT_TRUE(check.ok()) << core::describe(check.errors.front());
  return check.configuration;
}

const std::string kStep = "[[step]]\nid = \"a\"\ndays_past_due = 3\n";

TEST(StrategySettings, BecomeThePolicy) {
  const Configuration out = configuration_of(
      "reassign = \"daily\"\n[strategy.champion_challenger]\nexperiment = \"q4\"\n"
      "arms = [{ scenario = \"s\", percent = 80 }, { scenario = \"t\", percent = 20 }]\n",
      "[scenario]\ndescend = true\n" + kStep +
          "repeat = 3\nevery = 4\ncompletes = \"done\"\nwhen_blocked = \"skip\"\nblocked_days = 5\noverflow = \"sms\"\n"
          "[on.promise_broken]\nwhen = 'days_past_due > 3'\naction = \"call_task\"\nmin_balance = \"5.00 EUR\"\n"
          "[on.finished]\nchannels = [\"letter\"]\nstage = \"legal\"\n");
  EXPECT_TRUE(out.rules.strategy.reassign_daily);
  const rules::ChampionChallenger& experiment = out.rules.strategy.champion_challenger;
  EXPECT_EQ(experiment.experiment, "q4");
  ASSERT_EQ(experiment.arms.size(), 2U);
  EXPECT_EQ(experiment.arms[1].scenario, "t");
  EXPECT_EQ(experiment.arms[1].percent, 20);
  const rules::Scenario& scenario = out.rules.scenarios.front();
  EXPECT_TRUE(scenario.descend);
  const rules::Step& step = scenario.steps.front();
  EXPECT_EQ(step.repeat, 3);
  EXPECT_EQ(step.every, 4);
  EXPECT_EQ(step.completes, rules::Completes::kDone);
  EXPECT_EQ(step.when_blocked, rules::WhenBlocked::kSkip);
  EXPECT_EQ(step.blocked_days, 5);
  EXPECT_EQ(step.overflow, core::Channel::kSms);
  const auto& broken = scenario.on[static_cast<size_t>(core::EventKind::kPromiseBroken)];
  ASSERT_TRUE(broken.has_value());
  EXPECT_EQ(broken->id, "on.promise_broken");
  EXPECT_EQ(broken->action, core::ActionKind::kCallTask);
  EXPECT_EQ(broken->when.text, "days_past_due > 3");
  EXPECT_FALSE(scenario.on[static_cast<size_t>(core::EventKind::kCure)].has_value());
  EXPECT_EQ(scenario.on[static_cast<size_t>(core::EventKind::kFinished)]->stage, core::Stage::kLegal);
}

TEST(StrategySettings, EachIsInTheFingerprint) {
  const std::string arms = "[strategy.champion_challenger]\nexperiment = \"q4\"\narms = [{ scenario = \"s\", percent = ";
  const std::pair<std::string, std::string> variants[] = {{"", kStep},
                                                          {"reassign = \"daily\"\n", kStep},
                                                          {arms + "80 }, { scenario = \"t\", percent = 20 }]\n", kStep},
                                                          {arms + "70 }, { scenario = \"t\", percent = 30 }]\n", kStep},
                                                          {"", "[scenario]\ndescend = true\n" + kStep},
                                                          {"", kStep + "repeat = 2\nevery = 3\n"},
                                                          {"", kStep + "repeat = 2\nevery = 4\n"},
                                                          {"", kStep + "completes = \"sent\"\n"},
                                                          {"", kStep + "completes = \"done\"\n"},
                                                          {"", kStep + "when_blocked = \"skip\"\n"},
                                                          {"", kStep + "when_blocked = \"skip\"\nblocked_days = 1\n"},
                                                          {"", kStep + "overflow = \"sms\"\n"},
                                                          {"", kStep + "[on.cure]\naction = \"webhook\"\n"},
                                                          {"", kStep + "[on.finished]\naction = \"webhook\"\n"}};
  std::set<std::string> fingerprints;
  for (const auto& [policies, scenario] : variants) fingerprints.insert(configuration_of(policies, scenario).fingerprint);
  EXPECT_EQ(fingerprints.size(), std::size(variants));
}

}  // namespace
}  // namespace dunlin::engine
