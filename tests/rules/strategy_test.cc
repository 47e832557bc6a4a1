// Which arm of an experiment a debtor belongs to, and where a unit goes on under another scenario.
#include <gtest/gtest.h>

#include "rules/scenario/experiment.h"
#include "rules/scenario/reassign.h"

namespace dunlin::rules {
namespace {

TEST(Experiment, ChallengersTakeTheBucketsFromZeroUpInTheirOrder) {
  const ChampionChallenger experiment{"x", {{"champion", 70}, {"first", 10}, {"none", 0}, {"second", 20}}};
  const std::pair<uint32_t, size_t> cases[] = {{0, 1}, {999, 1}, {1000, 3}, {2999, 3}, {3000, 0}, {9999, 0}};
  for (const auto& [bucket, arm] : cases) EXPECT_EQ(arm_of(experiment, bucket), arm) << bucket;
}

TEST(Experiment, SplitsEvenly) {
  const ChampionChallenger experiment{"even", {{"champion", 90}, {"challenger", 10}}};
  int challengers = 0;
  for (int i = 0; i < 20'000; ++i) {
    challengers += arm_of(experiment, experiment_bucket("even", "D" + std::to_string(i))) == 1;
  }
  EXPECT_NEAR(challengers, 2'000, 150);
}

Step on_day(std::string id, int32_t days) {
  Step step;
  step.id = std::move(id);
  step.days = days;
  return step;
}
Step after(std::string id, int32_t gap) {
  Step step;
  step.id = std::move(id);
  step.days_since_previous = gap;
  return step;
}

TEST(Reassign, GoesOnBehindTheStepsThatComeNoLater) {
  Scenario from, to;
  from.steps = {on_day("p", -3), on_day("a", 5), after("b", 7), on_day("c", 30)};
  to.steps = {on_day("x", 4), on_day("y", 12), after("z", 5), on_day("w", 40)};
  EXPECT_EQ(trigger_day(from, 2), 12);
  EXPECT_EQ(trigger_day(to, 2), 17);
  struct Case {
    size_t step;
    int8_t expected;
  };
  for (const auto& [step, expected] : {Case{1, 0}, Case{2, 1}, Case{3, 2}}) {
    EXPECT_EQ(step_in_new_scenario(from, step, to, 0, to.steps.size()), expected) << step;
  }
  to.steps = {on_day("x", 6)};
  EXPECT_EQ(step_in_new_scenario(from, 1, to, 0, 1), -1) << "the first step is still to come";
}

}  // namespace
}  // namespace dunlin::rules
