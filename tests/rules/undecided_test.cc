// Which conditions hang on a total that lacks an amount, and which hold or fail whatever it is.
#include "rules/feel/undecided.h"

#include <gtest/gtest.h>

#include "tests/rules/feel_page.h"

namespace dunlin::rules {
namespace {

struct UndecidedCase {
  const char* name;
  const char* text;
  Truth expected;
};

/// total_balance lacks an amount; the rest is known: a business, 31 days past due, no limit.
const UndecidedCase kCases[] = {
    {"reads_it", "total_balance > 25", kUndecided},
    {"reads_it_in_arithmetic", "days_past_due + total_balance > 25", kUndecided},
    {"reads_it_in_a_range", "total_balance in [1..5]", kUndecided},
    {"compares_it_with_null", "total_balance = null", kUndecided},
    {"not", "not(total_balance > 25)", kUndecided},
    {"and_settled", "kind = \"consumer\" and total_balance > 25", kFalse},
    {"and_open", "kind = \"business\" and total_balance > 25", kUndecided},
    {"or_settled", "days_past_due > 3 or total_balance > 25", kTrue},
    {"or_open", "days_past_due > 300 or total_balance > 25", kUndecided},
    {"null_and_it", "credit_limit > 3 and total_balance > 25", kUndecided},
    {"it_and_false", "total_balance > 25 and days_past_due > 300", kFalse},
    {"if_by_known", "if kind = \"business\" then days_past_due > 3 else total_balance > 25", kTrue},
    {"if_to_it", "if kind = \"consumer\" then days_past_due > 3 else total_balance > 25", kUndecided},
    {"if_by_it", "if total_balance > 25 then true else days_past_due > 300", kUndecided},
    {"does_not_read_it", "days_past_due > 3", kTrue},
    {"null_alone", "credit_limit > 3", kUnknown},
};

class Undecided : public testing::TestWithParam<UndecidedCase> {};

TEST_P(Undecided, OnlyWhatHangsOnTheMissingAmount) {
  FeelPage page;
  page.add("total_balance", {ValueType::kNumber, 2}, {5000, 5000});
  page.add("days_past_due", {ValueType::kNumber, 0}, {31, 31});
  page.add("credit_limit", {ValueType::kNumber, 2}, {std::nullopt, std::nullopt});
  page.add_texts("kind", {"business", "business"});
  const auto compiled = compile(GetParam().text, page.catalogue(), ValueType::kBoolean);
  ASSERT_TRUE(std::holds_alternative<Program>(compiled)) << std::get<CompileError>(compiled).message;
  const auto& program = std::get<Program>(compiled);
  const std::vector<uint8_t> second_lacks = {0, 1};
  std::vector<InputColumn> inputs = page.inputs(program);
  Workspace workspace;
  std::vector<uint8_t> before(2);
  evaluate(program, inputs, 2, workspace, before);
  for (size_t at = 0; at < inputs.size(); ++at) {
    if (program.inputs()[at].name == "total_balance") inputs[at].incomplete = second_lacks;
  }
  std::vector<uint8_t> truth = before;
  mark_undecided(program, inputs, 2, truth);
  EXPECT_EQ(truth[0], before[0]) << "the complete row is left alone";
  EXPECT_EQ(truth[1], GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Conditions, Undecided, testing::ValuesIn(kCases),
                         [](const auto& at) { return std::string(at.param.name); });

}  // namespace
}  // namespace dunlin::rules
