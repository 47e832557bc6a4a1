// Scorecards: worked rows, refused configurations, and the kernels held to the definition.

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <random>

#include "rules/score/scorecard.h"
#include "tests/rules/feel_page.h"

namespace dunlin::rules {
namespace {

core::Decimal number(std::string_view text) { return *core::parse_decimal(text); }

ScorecardPolicy worked_policy() {
  ScorecardPolicy policy;
  policy.base = 500;
  policy.characteristics = {
      {"days_past_due", "late now", {{number("1"), {}, 60}, {number("31"), {}, 20}, {std::nullopt, {}, -40}}, 0},
      {"late_share", "often late", {{number("0.25"), {}, 50}, {number("0.5"), {}, 10}, {std::nullopt, {}, -30}}, 10},
      {"kind", "private", {{std::nullopt, {"business", "public"}, 30}, {std::nullopt, {}, 0}}, -5},
      {"mandate", "", {{std::nullopt, {"true"}, 20}, {std::nullopt, {}, 0}}, 0},
      {"balance", "much owed", {{number("1000.005"), {}, 10}, {std::nullopt, {}, -70}}, 0}};
  policy.classes = {{"A", 650}, {"B", 580}, {"C", 400}};
  return policy;
}

FeelPage worked_page() {
  FeelPage page;
  page.add("days_past_due", {ValueType::kNumber, 0}, {0, 1, 31, std::nullopt, 90});
  page.add("late_share", {ValueType::kNumber, 6}, {0, 250000, 500000, std::nullopt, 999999});
  page.add_texts("kind", {"business", "consumer", "public", std::nullopt, "consumer"});
  page.add("mandate", {ValueType::kBoolean, 0}, {1, 0, 1, std::nullopt, 0});
  page.add("balance", {ValueType::kNumber, 2}, {0, 100000, 100001, std::nullopt, 500000});
  page.add("oldest_due", {ValueType::kDate, 0}, {1, 1, 1, 1, 1});
  return page;
}

Scorecard compiled(ScorecardPolicy policy, const FeelPage& page) {
  auto card = compile_scorecard(std::move(policy), page.catalogue());
  INVARIANT(card.ok(), core::describe(card.error()));
  return std::move(card).value();
}

/// The page's columns in the card's order.
std::vector<InputColumn> inputs_for(const Scorecard& card, const FeelPage& page) {
  std::vector<InputColumn> inputs;
  for (const RuleInput& input : card.inputs()) inputs.push_back(page.input(input.name));
  return inputs;
}

TEST(Scorecard, ScoresWorkedRows) {
  const FeelPage page = worked_page();
  const Scorecard card = compiled(worked_policy(), page);
  ScoreColumns columns;
  evaluate_scorecard(card, inputs_for(card, page), 5, columns);
  // Row 1: 500 + 20 + 10 + 0 + 0 + 10. Row 2: 500 - 40 - 30 + 30 + 20 - 70. Row 3: all missing: 500 + 10 - 5.
  EXPECT_EQ(columns.score, (std::vector<int64_t>{670, 540, 410, 505, 360}));
  EXPECT_EQ(columns.risk_class, (std::vector<uint8_t>{0, 2, 2, 2, kNoRiskClass}));
  constexpr uint8_t kNone = kNoReason;
  EXPECT_EQ(columns.reasons[0], (ReasonIndexes{kNone, kNone, kNone, kNone}));
  EXPECT_EQ(columns.reasons[1], (ReasonIndexes{0, 1, 2, 3})) << "40 and 40, 30, 20: ties in the card's order";
  EXPECT_EQ(columns.reasons[2], (ReasonIndexes{0, 1, 4, kNone})) << "100, then 80 and 80";
  EXPECT_EQ(columns.reasons[3], (ReasonIndexes{0, 1, 2, 3})) << "60, 40, 35, 20";
  EXPECT_EQ(columns.reasons[4], (ReasonIndexes{0, 1, 4, 2})) << "100, 80, 80, 30; the fifth, 20, is not shown";
  EXPECT_EQ(card.reason(0), "late now");
  EXPECT_EQ(card.reason(3), "mandate") << "without a reason the feature's name is shown";
}

TEST(Scorecard, RowsTellTheirParts) {
  const FeelPage page = worked_page();
  const Scorecard card = compiled(worked_policy(), page);
  const ScoredRow row = score_row(card, inputs_for(card, page), 1);
  ASSERT_EQ(row.parts.size(), 5U);
  EXPECT_EQ(row.parts[0].bin, 1U);
  EXPECT_EQ(row.parts[0].points, 20);
  EXPECT_EQ(row.score, 540);
  EXPECT_EQ(score_row(card, inputs_for(card, page), 3).parts[0].bin, ScoredRow::kMissingBin);
}

TEST(Scorecard, RefusesWhatIsNotACard) {
  struct Refusal {
    const char* name;
    void (*spoil)(ScorecardPolicy&);
    const char* expected;
  };
  const FeelPage page = worked_page();
  for (const Refusal& test : {
           Refusal{"empty", [](ScorecardPolicy& p) { p.characteristics.clear(); },
                   "score: scorecard without characteristics"},
           Refusal{"unknown", [](ScorecardPolicy& p) { p.characteristics[0].feature = "day_past_due"; },
                   "score.characteristic[1].feature: unknown feature 'day_past_due' (did you mean days_past_due?)"},
           Refusal{"date", [](ScorecardPolicy& p) { p.characteristics[0].feature = "oldest_due"; },
                   "score.characteristic[1].feature: oldest_due is a date; bins take none"},
           Refusal{"no bins", [](ScorecardPolicy& p) { p.characteristics[1].bins.clear(); },
                   "score.characteristic[2]: characteristic without bins"},
           Refusal{"falling", [](ScorecardPolicy& p) { p.characteristics[0].bins[1].below = number("1.0"); },
                   "score.characteristic[1].bins[2]: below = 1 is not above the bin before (list the bins from the lowest "
                   "bound up)"},
           Refusal{"closed", [](ScorecardPolicy& p) { p.characteristics[0].bins.pop_back(); },
                   "score.characteristic[1].bins[2]: the last bin must be open (add a bin that has only points)"},
           Refusal{"open", [](ScorecardPolicy& p) { p.characteristics[0].bins[0].below.reset(); },
                   "score.characteristic[1].bins[1]: only the last bin may be open (give it below = ...)"},
           Refusal{"in of number", [](ScorecardPolicy& p) { p.characteristics[0].bins[0].in = {"x"}; },
                   "score.characteristic[1].bins[1]: bins of a number have below, not in"},
           Refusal{"below of text", [](ScorecardPolicy& p) { p.characteristics[2].bins[0].below = number("1"); },
                   "score.characteristic[3].bins[1]: bins of a text or boolean have in, not below"},
           Refusal{"no boolean", [](ScorecardPolicy& p) { p.characteristics[3].bins[0].in = {"yes"}; },
                   "score.characteristic[4].bins[1]: 'yes' is no value of a boolean (write \"true\" or \"false\")"},
           Refusal{"points", [](ScorecardPolicy& p) { p.characteristics[0].bins[0].points = 1'000'001; },
                   "score.characteristic[1].bins[1]: points beyond 1000000"},
           Refusal{"classes", [](ScorecardPolicy& p) { p.classes[2].from = 580; },
                   "score.risk_classes[3]: from = 580 is not below the class before (list the risk classes from the highest "
                   "score down)"},
           Refusal{"twice", [](ScorecardPolicy& p) { p.classes[2].id = "A"; },
                   "score.risk_classes[3]: risk class A stands twice"},
       }) {
    ScorecardPolicy policy = worked_policy();
    test.spoil(policy);
    const auto card = compile_scorecard(std::move(policy), page.catalogue());
    ASSERT_FALSE(card.ok()) << test.name;
    EXPECT_EQ(core::describe(card.error()), test.expected) << test.name;
  }
}

/// A card and a page at random.
struct RandomScore {
  FeelPage page;
  ScorecardPolicy policy;
};

RandomScore random_score(std::mt19937_64& random, size_t rows) {
  const auto below = [&](uint64_t n) { return random() % n; };
  RandomScore result;
  result.policy.base = static_cast<int64_t>(below(1000));
  const size_t characteristics = 1 + below(kCharacteristicsMax);
  for (size_t c = 0; c < characteristics; ++c) {
    const std::string name = "f" + std::to_string(c);
    ScorecardPolicy::Characteristic characteristic{name, "", {}, static_cast<int64_t>(below(40)) - 20};
    const auto points = [&] { return static_cast<int64_t>(below(7)) * 10 - 30; };
    const size_t bins = below(12);
    if (below(4) == 0) {
      std::vector<std::optional<std::string>> cells;
      for (size_t i = 0; i < rows; ++i) {
        cells.push_back(below(8) == 0 ? std::nullopt : std::optional("v" + std::to_string(below(6))));
      }
      result.page.add_texts(name, cells);
      for (size_t b = 0; b < bins; ++b) {
        characteristic.bins.push_back({std::nullopt, {"v" + std::to_string(b), "v" + std::to_string(b + 1)}, points()});
      }
    } else {
      std::vector<std::optional<int64_t>> cells;
      for (size_t i = 0; i < rows; ++i) {
        cells.push_back(below(8) == 0 ? std::nullopt : std::optional(static_cast<int64_t>(below(300)) - 100));
      }
      result.page.add(name, {ValueType::kNumber, static_cast<uint8_t>(below(3))}, cells);
      int64_t bound = -100;
      for (size_t b = 0; b < bins; ++b) {
        bound += 1 + static_cast<int64_t>(below(60));
        characteristic.bins.push_back({core::Decimal::of(bound, 2), {}, points()});
      }
    }
    characteristic.bins.push_back({std::nullopt, {}, points()});
    result.policy.characteristics.push_back(std::move(characteristic));
  }
  result.policy.classes = {{"A", 700}, {"B", 500}, {"C", 300}};
  return result;
}

TEST(ScoreKernel, EqualsTheDefinitionOnEveryInstructionSet) {
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    for (uint64_t seed = 1; seed <= 12; ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed) + " on " + hwy::TargetName(target));
      std::mt19937_64 random(seed);
      const size_t rows = 1 + random() % 700;
      RandomScore made = random_score(random, rows);
      const Scorecard card = compiled(std::move(made.policy), made.page);
      const auto inputs = inputs_for(card, made.page);
      ScoreColumns columns;
      evaluate_scorecard(card, inputs, rows, columns);
      for (size_t row = 0; row < rows; ++row) {
        const ScoredRow expected = score_row(card, inputs, row);
        ASSERT_EQ(columns.score[row], expected.score) << "row " << row;
        ASSERT_EQ(columns.risk_class[row], expected.risk_class) << "row " << row;
        ASSERT_EQ(columns.reasons[row], expected.reasons) << "row " << row;
      }
    }
  }
  hwy::SetSupportedTargetsForTest(0);
}

TEST(ScoreKernel, AbsentColumnsAreMissing) {
  const FeelPage page = worked_page();
  const Scorecard card = compiled(worked_policy(), page);
  std::vector<InputColumn> inputs;
  for (const RuleInput& input : card.inputs()) inputs.push_back({input.type, {}, nullptr});
  ScoreColumns columns;
  evaluate_scorecard(card, inputs, 2, columns);
  EXPECT_EQ(columns.score, (std::vector<int64_t>{505, 505}));
  EXPECT_EQ(score_row(card, inputs, 1).score, 505);
}

}  // namespace
}  // namespace dunlin::rules
