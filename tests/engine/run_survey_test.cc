// The survey of a run: the order in which capacities are filled, and its way through the store's small texts.
#include "engine/run/run_survey.h"

#include <gtest/gtest.h>

namespace dunlin::engine {
namespace {

AdmissionKey key(int64_t priority, int64_t overdue, core::DebtorHash hash, uint32_t turn = 0) {
  return {priority, overdue, hash, "C1", "D" + std::to_string(hash), turn};
}

TEST(AdmissionOrder, PriorityThenOverdueThenDebtor) {
  const std::vector<AdmissionKey> in_order = {key(90, 10, 5), key(50, 900, 9), key(50, 100, 1), key(50, 100, 2),
                                              key(50, 100, 2, 1)};
  for (size_t a = 0; a < in_order.size(); ++a) {
    for (size_t b = 0; b < in_order.size(); ++b) EXPECT_EQ(comes_before(in_order[a], in_order[b]), a < b) << a << " " << b;
  }
}

TEST(RunSurvey, AdmitsUpToAndWithTheLast) {
  RunSurvey survey;
  survey.cuts.push_back({core::Channel::kCall, false, false, key(50, 100, 2)});
  survey.cuts.push_back({core::Channel::kCall, true, false, std::nullopt});
  survey.cuts.push_back({core::Channel::kSms, false, true, std::nullopt});
  EXPECT_TRUE(survey.admits(core::Channel::kCall, false, key(50, 100, 1)));
  EXPECT_TRUE(survey.admits(core::Channel::kCall, false, key(50, 100, 2)));
  EXPECT_FALSE(survey.admits(core::Channel::kCall, false, key(50, 100, 2, 1)));
  EXPECT_FALSE(survey.admits(core::Channel::kCall, true, key(100, 100, 1))) << "nothing was left for entrants";
  EXPECT_TRUE(survey.admits(core::Channel::kSms, false, key(0, 0, 1)));
  EXPECT_TRUE(survey.admits(core::Channel::kEmail, false, key(0, 0, 1))) << "a channel without a capacity";
}

TEST(RunSurvey, ComesBackFromItsText) {
  RunSurvey survey;
  survey.cuts.push_back({core::Channel::kCall, false, false, key(50, -100, UINT64_MAX, 3)});
  survey.cuts.push_back({core::Channel::kSms, true, true, std::nullopt});
  survey.parents[{"C1", "P1"}] = {core::Standing::kHeld, core::Stage::kLegal};
  survey.parents[{"C1", "P;2"}] = {std::nullopt, core::Stage::kAmicable};
  const auto back = decode_survey(encode_survey(survey));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(encode_survey(*back), encode_survey(survey));
  ASSERT_EQ(back->cuts.size(), 2U);
  EXPECT_EQ(back->cuts[0].last->hash, UINT64_MAX);
  EXPECT_EQ(back->parent("C1", "P1")->standing, core::Standing::kHeld);
  EXPECT_FALSE(back->parent("C1", "P;2")->standing);
  EXPECT_EQ(back->parent("C2", "P1"), nullptr);
}

TEST(RunSurvey, ATextThatIsDamagedIsAnError) {
  RunSurvey survey;
  survey.cuts.push_back({core::Channel::kPortal, false, false, key(50, 100, 7), 9});
  survey.parents[{"C1", "P1"}] = {core::Standing::kHeld, core::Stage::kLegal};
  const std::string text = encode_survey(survey);
  const auto with = [&](const std::string& from, std::string to) {
    std::string damaged = text;
    const size_t at = damaged.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    damaged.replace(at, from.size(), to);
    return damaged;
  };
  const std::string past_channels = std::to_string(core::kChannelNames.size());
  const std::string past_stages = std::to_string(core::kStageNames.size());
  const std::string stage = "\x1f" + std::to_string(static_cast<int>(core::Stage::kLegal)) + "\x1f\n";
  const std::string standing = "P1\x1f" + std::to_string(static_cast<int>(core::Standing::kHeld));
  const std::string damaged[] = {
      text.substr(0, 9),
      with("cut\x1f"
           "5",
           "cut\x1f" + past_channels),
      with("cut\x1f"
           "5",
           "cut\x1f-1"),
      with("cut\x1f"
           "5\x1f"
           "0",
           "cut\x1f"
           "5\x1f"
           "2"),
      with("cut", "cat"),
      with("parent", "patent"),
      with(stage, "\x1f" + past_stages + "\x1f\n"),
      with(standing,
           "P1\x1f"
           "99"),
      with("\x1f\n", "\x1fmore\x1f\n"),
  };
  for (const std::string& each : damaged) EXPECT_FALSE(decode_survey(each).ok()) << each;
}

TEST(RunSurvey, TextsOfEarlierVersionsKnowNoRoom) {
  const auto survey = decode_survey(
      "cut\x1f"
      "4\x1f"
      "0\x1f"
      "0\x1f"
      "0\x1f"
      "0\x1f"
      "0\x1f"
      "0\x1f\x1f\x1f"
      "0\x1f\n");
  ASSERT_TRUE(survey.ok());
  EXPECT_EQ(survey->cuts.front().room, -1);
  const auto nothing = decode_survey("");
  ASSERT_TRUE(nothing.ok());
  EXPECT_TRUE(nothing->empty());
}

}  // namespace
}  // namespace dunlin::engine
