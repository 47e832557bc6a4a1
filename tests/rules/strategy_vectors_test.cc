// The shared test vectors of dunning levels and of the champion/challenger split, through the functions that decide a unit.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "rules/scenario/experiment.h"
#include "rules/scenario/step_choice_kernel.h"
#include "rules/scenario/threshold.h"
#include "rules/scenario/trigger.h"
#include "tests/shared_vectors.h"

namespace dunlin::rules {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) { return std::string(value.as_string()); }
core::Date date_of(const json::value& value) { return *core::parse_iso_date(text_of(value)); }
int64_t cents(const json::value& text) { return core::parse_amount(text.as_string(), 2).minor; }

class StrategyVectors : public test::SharedVectors {};

int8_t choose(CatchUp catch_up, size_t steps, int8_t last, uint64_t triggered, uint64_t holds) {
  int8_t chosen = kNoStep;
  choose_steps(catch_up, (uint64_t{1} << steps) - 1, {&last, 1}, {&triggered, 1}, {&holds, 1}, {&chosen, 1});
  return chosen;
}

TEST_F(StrategyVectors, ChampionAndChallenger) {
  ASSERT_FALSE(cases("score.abtest").empty());
  const ChampionChallenger tenth{"", {{"champion", 90}, {"challenger", 10}}};
  for (const json::value& c : cases("score.abtest")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const uint32_t bucket = experiment_bucket(text_of(c.at("in").at("experiment")), text_of(c.at("in").at("unit")));
    EXPECT_EQ(bucket, c.at("out").at("bucket_0_9999").to_number<uint32_t>());
    EXPECT_EQ(tenth.arms[arm_of(tenth, bucket)].scenario, text_of(c.at("out").at("arm_if_challenger_10pct")));
  }
}

TEST_F(StrategyVectors, Interval) {
  ASSERT_FALSE(cases("dun.interval").empty());
  for (const json::value& c : cases("dun.interval")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const json::value& in = c.at("in");
    Step step;
    step.days_since_previous = in.at("interval_days").to_number<int32_t>();
    const TriggerInput input{
        .date = date_of(in.at("run_date")), .clock = 0, .due = {}, .issued = {}, .last_on = date_of(in.at("last_run"))};
    EXPECT_EQ(is_triggered(step, input), c.at("out").at("eligible").as_bool());
  }
}

/// A level stays only where amount and share of all that is open hold; else the next lower one is looked at.
TEST_F(StrategyVectors, MinimumAmountAndShare) {
  ASSERT_FALSE(cases("dun.minamount").empty());
  for (const json::value& c : cases("dun.minamount")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const json::value& in = c.at("in");
    const auto target = in.at("target_level").to_number<size_t>();
    const int64_t open = cents(in.at("total_open"));
    uint64_t holds = 0;
    for (size_t level = 1; level <= target; ++level) {
      const std::string name = std::to_string(level);
      const json::value* dunnable = in.at("dunnable_by_level").as_object().if_contains(name);
      if (dunnable == nullptr) continue;
      const json::value& rule = in.at("rules_min_amount_min_pct").at(name);
      const Claim claim{core::kEur.code, cents(*dunnable)};
      const MoneyThreshold minimum{MoneyThreshold::Form::kOneAmount, {{core::kEur.code, cents(rule.at(0))}}};
      const bool amount = meets(minimum, std::span(&claim, 1), BaseRates(core::kEur)) == ThresholdAnswer::kReached;
      const bool share = meets_share(claim.amount, open, std::stoi(text_of(rule.at(1))));
      if (amount && share) holds |= uint64_t{1} << (level - 1);
    }
    const int8_t chosen = choose(CatchUp::kHighest, target, kNoStep, ~uint64_t{0}, holds);
    EXPECT_EQ(chosen + 1, c.at("out").at("level").to_number<int>());
  }
}

std::vector<Step> levels_of(const json::value& in) {
  std::vector<Step> steps;
  for (const json::value& level : in.at("levels").as_array()) {
    Step& step = steps.emplace_back();
    const std::string mode = text_of(level.at(0));
    const auto days = level.at(1).to_number<int32_t>();
    if (mode == "previous_date") {
      step.days_since_previous = days;
    } else {
      step.days = days;
      step.end_of_month = mode == "end_of_month";
    }
  }
  return steps;
}

TEST_F(StrategyVectors, OneLevelARun) {
  ASSERT_FALSE(cases("dun.oca").empty());
  for (const json::value& c : cases("dun.oca")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const json::value& in = c.at("in");
    const json::value& out = c.at("out");
    const std::vector<Step> steps = levels_of(in);
    const core::Date due = date_of(in.at("due"));
    const auto last = static_cast<int8_t>(in.at("prev_level").to_number<int>() - 1);
    const auto level_on = [&](core::Date date) {
      uint64_t triggered = 0;
      for (size_t i = 0; i < steps.size(); ++i) {
        TriggerInput input{.date = date, .clock = date.days - due.days, .due = due, .issued = {}, .last_on = {}};
        if (last >= 0) input.last_on = date_of(in.at("prev_date"));
        if (is_triggered(steps[i], input)) triggered |= uint64_t{1} << i;
      }
      return choose(CatchUp::kNext, steps.size(), last, triggered, ~uint64_t{0});
    };
    const int8_t chosen = level_on(date_of(in.at("run_date")));
    EXPECT_EQ(chosen >= 0, out.at("new_notice").as_bool());
    EXPECT_EQ((chosen >= 0 ? chosen : last) + 1, out.at("level").to_number<int>());
    EXPECT_EQ(level_on(date_of(out.at("boundary"))), last + 1);
    EXPECT_EQ(level_on(date_of(out.at("boundary")) - 1), kNoStep);
  }
}

}  // namespace
}  // namespace dunlin::rules
