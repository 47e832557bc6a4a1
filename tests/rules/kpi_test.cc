// Key figures at their edges: nothing to divide by, rounding, and what the shared vectors do not speak of.
#include <gtest/gtest.h>

#include "rules/kpi/cash_forecast.h"
#include "rules/kpi/contact_rates.h"
#include "rules/kpi/liquidation.h"
#include "rules/kpi/promise_rates.h"
#include "rules/kpi/provision.h"
#include "rules/kpi/roll_rates.h"
#include "rules/kpi/vintage.h"

namespace dunlin::rules {
namespace {

TEST(Kpi, RatiosRoundOnceAwayFromZeroAndKnowNothingOverNothing) {
  const struct {
    Ratio ratio;
    uint32_t digits;
    std::optional<int64_t> expected;
  } cases[] = {{{1, 3}, 4, 3333},
               {{2, 3}, 4, 6667},
               {{1, 2}, 0, 1},
               {{-1, 2}, 0, -1},
               {{0, 5}, 6, 0},
               {{5, 0}, 2, std::nullopt},
               {percent(1, 8), 4, 125'000},
               {{static_cast<__int128>(1) << 100, 1}, 6, std::nullopt}};
  for (const auto& c : cases) EXPECT_EQ(c.ratio.scaled(c.digits), c.expected) << c.digits;
}

/// Of 20 attempts 5 were answered and 3 of these were conversations: 15 % and 60 % (shared facts).
TEST(Kpi, RightPartyContacts) {
  using core::InteractionOutcome;
  const std::pair<InteractionOutcome, int> calls[] = {{InteractionOutcome::kNoAnswer, 14},
                                                      {InteractionOutcome::kFailed, 1},
                                                      {InteractionOutcome::kAnswered, 1},
                                                      {InteractionOutcome::kRefused, 1},
                                                      {InteractionOutcome::kConversation, 3},
                                                      // No attempts: what became of a task or of a message.
                                                      {InteractionOutcome::kDone, 9},
                                                      {InteractionOutcome::kSkipped, 9},
                                                      {InteractionOutcome::kCancelled, 9},
                                                      {InteractionOutcome::kSent, 9},
                                                      {InteractionOutcome::kDelivered, 9},
                                                      {InteractionOutcome::kOpened, 9}};
  ContactSums sums;
  for (const auto& [outcome, count] : calls) {
    for (int i = 0; i < count; ++i) add_call(outcome, sums);
  }
  EXPECT_EQ(right_party_of_attempts(sums).scaled(4), 150'000);
  EXPECT_EQ(right_party_of_connects(sums).scaled(4), 600'000);
}

TEST(Kpi, PromisesKeptByClosingWhatTheyCover) {
  PromiseSums sums;
  add_promise({.promised = 100, .paid = 40, .days_late = 0, .settled = true}, 2, sums);
  add_promise({.promised = 100, .paid = 250, .days_late = 2}, 2, sums);
  add_promise({.promised = 100, .paid = 99, .days_late = -5}, 2, sums);
  EXPECT_EQ(sums.kept, 2U);
  EXPECT_EQ(sums.partial, 1U);
  EXPECT_TRUE(sums.paid_in_time == 239) << "more than promised is not paid towards the promise";
  EXPECT_EQ(kept_rate_by_count({}).scaled(4), std::nullopt);
}

TEST(Kpi, FlowStopsAtABucketThatWasEmpty) {
  RollMatrix matrix(3);
  matrix.moved[0][1] = 1;
  matrix.paid[0] = 2;
  EXPECT_EQ(flow_through(matrix, kFlowDigits), std::nullopt);
  matrix.moved[1][2] = 1;
  EXPECT_EQ(flow_through(matrix, kFlowDigits), 33'333'333);
  matrix.moved[1][1] = 1;
  EXPECT_EQ(flow_through(matrix, kFlowDigits), 16'666'667) << "half up, once";
}

TEST(Kpi, CommissionsAndLosses) {
  EXPECT_EQ(commission_of(101, 22'500'000), 23) << "22.725";
  EXPECT_EQ(commission_of(-101, 22'500'000), -23) << "money that came back takes its commission along";
  EXPECT_TRUE(*matrix_allowance(50, 10'000) == 1) << "0.5";
  EXPECT_EQ(matrix_allowance(static_cast<__int128>(1) << 120, 106'000), std::nullopt);
  const DefaultModel model{80'000, 450'000, 0, 0};
  EXPECT_TRUE(*expected_loss(1'250'000, model) == 45'000);
  EXPECT_TRUE(*discounted_loss(1'250'000, model) == 45'000) << "nothing to discount";
  const std::pair<core::Days, int64_t> rates[] = {{-3, 3'000},  {0, 3'000},   {1, 16'000},   {30, 16'000},  {31, 36'000},
                                                  {60, 36'000}, {61, 66'000}, {91, 106'000}, {500, 106'000}};
  for (const auto& [days, rate] : rates) EXPECT_EQ(illustrative_loss_rate(days), rate) << days;
}

TEST(Kpi, UsualDelayIsRoundedHalfUp) {
  LatenessSums sums;
  EXPECT_EQ(usual_delay(sums, 7), 7);
  const core::Date due = core::date_of(2024, 1, 31);
  add_closed(100, due, due + 1, sums);
  add_closed(100, due, due - 9, sums);
  EXPECT_EQ(usual_delay(sums, 7), 1) << "0.5";
  add_closed(100, due, due, sums);
  EXPECT_EQ(usual_delay(sums, 7), 0) << "0.33";
}

TEST(Kpi, PooledCurveLeavesOutCohortsNotYetObserved) {
  const std::vector<Ratio> pooled = pooled_curve({{100, {10, 20}}, {300, {90}}, {500, {}}});
  ASSERT_EQ(pooled.size(), 2U);
  EXPECT_EQ(pooled[0].scaled(4), 250'000);
  EXPECT_EQ(pooled[1].scaled(4), 200'000);
}

}  // namespace
}  // namespace dunlin::rules
