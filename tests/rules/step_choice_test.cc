// The choice of a step from masks, held to a walk written as the text says it.
#include <gtest/gtest.h>

#include <random>

#include "rules/scenario/step_choice_kernel.h"

namespace dunlin::rules {
namespace {

struct ChoiceCase {
  const char* name;
  CatchUp catch_up;
  uint64_t episode_steps;
  int8_t last;
  uint64_t triggered;
  uint64_t holds;
  int8_t expected;
};

class StepChoice : public testing::TestWithParam<ChoiceCase> {};

TEST_P(StepChoice, TakesTheStep) {
  const ChoiceCase& c = GetParam();
  int8_t chosen = 99;
  choose_steps(c.catch_up, c.episode_steps, std::span(&c.last, 1), std::span(&c.triggered, 1), std::span(&c.holds, 1),
               std::span(&chosen, 1));
  EXPECT_EQ(chosen, c.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table, StepChoice,
    testing::Values(ChoiceCase{"nothing_triggered", CatchUp::kNext, 0b111, -1, 0b000, 0b111, kNoStep},
                    ChoiceCase{"first", CatchUp::kNext, 0b111, -1, 0b001, 0b111, 0},
                    ChoiceCase{"late_entry_starts_at_the_first", CatchUp::kNext, 0b111, -1, 0b111, 0b111, 0},
                    ChoiceCase{"second_after_first", CatchUp::kNext, 0b111, 0, 0b111, 0b111, 1},
                    ChoiceCase{"passes_over_one_that_does_not_hold", CatchUp::kNext, 0b111, -1, 0b111, 0b110, 1},
                    ChoiceCase{"stops_at_one_not_reached", CatchUp::kNext, 0b111, -1, 0b101, 0b110, kNoStep},
                    ChoiceCase{"after_the_last", CatchUp::kNext, 0b111, 2, 0b111, 0b111, kNoStep},
                    ChoiceCase{"pre_due_never_counts", CatchUp::kNext, 0b110, -1, 0b111, 0b111, 1},
                    ChoiceCase{"highest", CatchUp::kHighest, 0b111, -1, 0b111, 0b111, 2},
                    ChoiceCase{"highest_that_holds", CatchUp::kHighest, 0b111, -1, 0b111, 0b011, 1},
                    ChoiceCase{"highest_never_goes_back", CatchUp::kHighest, 0b111, 1, 0b011, 0b111, kNoStep},
                    ChoiceCase{"step_64", CatchUp::kNext, ~uint64_t{0}, 62, ~uint64_t{0}, ~uint64_t{0}, 63},
                    ChoiceCase{"behind_step_64", CatchUp::kNext, ~uint64_t{0}, 63, ~uint64_t{0}, ~uint64_t{0}, kNoStep}),
    [](const auto& test) { return std::string(test.param.name); });

/// The text of the contract, step by step.
int8_t walk(CatchUp catch_up, uint64_t steps, int8_t last, uint64_t triggered, uint64_t holds) {
  int8_t chosen = kNoStep;
  for (int i = last + 1; i < 64; ++i) {
    const uint64_t bit = uint64_t{1} << i;
    if (!(steps & bit)) continue;
    if (catch_up == CatchUp::kNext) {
      if (!(triggered & bit)) return kNoStep;
      if (holds & bit) return static_cast<int8_t>(i);
    } else if (triggered & holds & bit) {
      chosen = static_cast<int8_t>(i);
    }
  }
  return chosen;
}

TEST(StepChoiceProperty, EqualsTheWalk) {
  std::mt19937_64 random(20261121);
  for (int round = 0; round < 20000; ++round) {
    const auto catch_up = round % 2 == 0 ? CatchUp::kNext : CatchUp::kHighest;
    const unsigned count = 1 + random() % 64;
    const uint64_t steps = count == 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
    // Mostly triggered and holding, else next almost always answers with the first step.
    const uint64_t triggered = random() | random();
    const uint64_t holds = random() & random();
    const auto last = static_cast<int8_t>(static_cast<int>(random() % (count + 1)) - 1);
    int8_t chosen = 99;
    choose_steps(catch_up, steps, std::span(&last, 1), std::span(&triggered, 1), std::span(&holds, 1),
                 std::span(&chosen, 1));
    ASSERT_EQ(chosen, walk(catch_up, steps, last, triggered, holds)) << "round " << round;
  }
}

}  // namespace
}  // namespace dunlin::rules
