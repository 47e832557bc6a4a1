// A run that is killed anywhere, again and again, and resumed gives the same bytes as one that was not, also when files came
// and pages were folded in between.
#include <gtest/gtest.h>

#include <optional>

#include "tests/property/laboratory.h"
#include "tests/property/run_killer.h"

namespace dunlin::property {
namespace {

std::string any_crash(Dice& dice) {
  struct Phase {
    const char* name;
    uint64_t times;
  };
  static constexpr Phase kPhases[] = {
      {"page_commit", 20}, {"page_commit", 20}, {"publish", 3}, {"run_begin", 2}, {"run_finish", 2}};
  const Phase& phase = dice.one_of(kPhases);
  return std::string(phase.name) + ":" + std::to_string(1 + dice.below(phase.times));
}

/// Of the date's run; nothing when it has not begun.
std::optional<storage::RunState> state_of(Laboratory& laboratory, core::Date date) {
  const auto runs = laboratory.store().runs();
  EXPECT_TRUE(runs.ok());
  if (runs.value().empty() || runs.value().back().business_date != date) return {};
  return runs.value().back().state;
}

TEST(Interrupted, AResumedRunGivesTheSameBytes) {
  if (!has_binary()) GTEST_SKIP() << "no dunlin binary in this build";
  static constexpr storage::StoreShape kShapes[] = {{16, 7, false}, {1, 1, false}, {40, 1, false}};
  size_t kills = 0, resumed = 0, loaded_meanwhile = 0;
  for (const uint64_t seed : seeds(6)) {
    const Portfolio portfolio = make_portfolio(seed, {.debtors = seed % 3 == 1 ? 150U : 48U, .days = 4});
    const Policies policies = make_policies(seed);
    const Conditions conditions{.shape = kShapes[seed % 3]};
    Laboratory calm(policies, conditions);
    Laboratory shaken(policies, conditions);
    Dice dice(seed);
    size_t loaded = 0;  // days whose files are in the shaken store
    for (size_t day = 0; day < portfolio.days.size(); ++day) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", " + core::to_string(portfolio.days[day].date));
      const core::Date date = portfolio.days[day].date;
      calm.import(portfolio.days[day].sheets);
      calm.run(date);

      if (loaded == day) shaken.import(portfolio.days[loaded++].sheets);
      for (size_t kill = 0; kill < 2; ++kill) {
        shaken.close();
        kills += run_until_killed(shaken, date, any_crash(dice));
        shaken.reopen();
        if (state_of(shaken, date) != storage::RunState::kOpen) continue;
        if (loaded == day + 1 && loaded < portfolio.days.size() && dice.chance(60)) {
          shaken.import(portfolio.days[loaded++].sheets);
          ++loaded_meanwhile;
        }
        shaken.fold(dice, 40);
      }
      // Finished before it was killed, it is left alone: a creditor that came meanwhile would get a run of its own.
      if (state_of(shaken, date) != storage::RunState::kFinished) resumed += shaken.run(date).resumed;
      EXPECT_EQ(difference(calm.queue(), shaken.queue()), "");
    }
    const auto problems = shaken.store().verify({});
    ASSERT_TRUE(problems.ok());
    EXPECT_EQ(problems.value(), std::vector<std::string>());
  }
  EXPECT_GT(kills, 10U);
  EXPECT_GT(resumed, 5U);
  EXPECT_GT(loaded_meanwhile, 1U);
}

}  // namespace
}  // namespace dunlin::property
