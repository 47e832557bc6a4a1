// What expressions mean, as a table: each is decided by the interpreter and by the vector program, on one debtor's features.

#include <gtest/gtest.h>

#include "rules/feel/compile.h"
#include "tests/rules/feel_page.h"

namespace dunlin::rules {
namespace {

FeelPage debtor() {
  FeelPage page;
  page.add("overdue_balance", {ValueType::kNumber, 2}, {125050});
  page.add("total_balance", {ValueType::kNumber, 2}, {300000});
  page.add("late_share", {ValueType::kNumber, 6}, {500000});
  page.add("days_past_due", {ValueType::kNumber, 0}, {31});
  page.add("zero", {ValueType::kNumber, 0}, {0});
  page.add("huge", {ValueType::kNumber, 0}, {INT64_MAX});
  page.add("credit_limit", {ValueType::kNumber, 2}, {std::nullopt});
  page.add("oldest_due", {ValueType::kDate, 0}, {core::parse_iso_date("2024-01-31")->days});
  page.add("last_payment", {ValueType::kDate, 0}, {std::nullopt});
  page.add("vip", {ValueType::kBoolean, 0}, {1});
  page.add("blocked", {ValueType::kBoolean, 0}, {0});
  page.add("unsure", {ValueType::kBoolean, 0}, {std::nullopt});
  page.add_texts("kind", {"business"});
  page.add_texts("risk_class", {"B"});
  page.add_texts("attr.payment_method", {"direct_debit"});
  page.add_texts("region", {std::nullopt});
  page.add_texts("country", {"DE"});
  page.add_texts("attr.home", {"DE"});
  return page;
}

struct Case {
  const char* expression;
  const char* expected;  // true, false, null
};
void PrintTo(const Case& test, std::ostream* out) { *out << test.expression; }

class FeelCondition : public testing::TestWithParam<Case> {};

const char* name_of(Truth truth) { return truth == kTrue ? "true" : truth == kFalse ? "false" : "null"; }

TEST_P(FeelCondition, MeansTheSameToBothEvaluators) {
  const FeelPage page = debtor();
  const auto compiled = compile(GetParam().expression, page.catalogue(), ValueType::kBoolean);
  if (const auto* error = std::get_if<CompileError>(&compiled)) {
    FAIL() << error->line << ":" << error->column << ": " << error->message << " (" << error->hint << ")";
  }
  const Program& program = std::get<Program>(compiled);
  const auto inputs = page.inputs(program);
  const RowResult row = evaluate_row(program, inputs, 0);
  EXPECT_FALSE(row.overflow);
  EXPECT_STREQ(row.value.is_null ? "null" : row.value.integer != 0 ? "true" : "false", GetParam().expected);

  Workspace workspace;
  std::array<uint8_t, 1> truth{77};
  evaluate(program, inputs, 1, workspace, truth);
  EXPECT_STREQ(name_of(static_cast<Truth>(truth[0])), GetParam().expected);

  std::array<uint64_t, 1> mask{3};
  EXPECT_EQ(evaluate_and(program, inputs, 1, workspace, mask), truth[0] == kTrue ? 1U : 0U);
  EXPECT_EQ(mask[0], truth[0] == kTrue ? 1U : 0U) << "bits behind the rows are cleared";
}

INSTANTIATE_TEST_SUITE_P(
    Comparisons, FeelCondition,
    testing::Values(Case{"overdue_balance >= 25", "true"}, Case{"overdue_balance = 1250.5", "true"},
                    Case{"overdue_balance = 1250.50", "true"}, Case{"overdue_balance = 1250.505", "false"},
                    Case{"overdue_balance != 1250.505", "true"}, Case{"overdue_balance < 1250.505", "true"},
                    Case{"overdue_balance <= 1250.505", "true"}, Case{"overdue_balance > 1250.495", "true"},
                    Case{"overdue_balance >= 1250.505", "false"}, Case{"days_past_due > 30.99999999999999999999", "true"},
                    Case{"days_past_due < 31.00000000000000000001", "true"}, Case{"25 <= overdue_balance", "true"},
                    Case{"31 = days_past_due", "true"}, Case{"overdue_balance > days_past_due", "true"},
                    Case{"late_share < overdue_balance", "true"}, Case{"days_past_due < 1e30", "true"},
                    Case{"days_past_due > -1e30", "true"}, Case{"days_past_due = 1e30", "false"},
                    Case{"credit_limit < 1e30", "null"}, Case{"credit_limit > 1e30", "null"},
                    Case{"kind = \"business\"", "true"}, Case{"kind != \"business\"", "false"},
                    Case{"kind < \"consumer\"", "true"}, Case{"\"consumer\" > kind", "true"},
                    Case{"country = attr.home", "true"}, Case{"country != attr.home", "false"},
                    Case{"country < kind", "true"}, Case{"oldest_due = date(\"2024-01-31\")", "true"},
                    Case{"oldest_due < date(\"2024-02-01\")", "true"}, Case{"vip = true", "true"}, Case{"vip", "true"},
                    Case{"blocked", "false"}, Case{"vip != blocked", "true"}, Case{"huge > 9223372036854775806", "true"},
                    Case{"huge <= 9223372036854775807", "true"}, Case{"huge > 9223372036854775807", "false"},
                    Case{"huge < 9223372036854775808", "true"}));

INSTANTIATE_TEST_SUITE_P(
    Null, FeelCondition,
    testing::Values(Case{"credit_limit = null", "true"}, Case{"credit_limit != null", "false"},
                    Case{"overdue_balance = null", "false"}, Case{"null != overdue_balance", "true"},
                    Case{"credit_limit = 5", "false"}, Case{"credit_limit != 5", "true"}, Case{"credit_limit > 5", "null"},
                    Case{"credit_limit <= 5", "null"}, Case{"credit_limit < overdue_balance", "null"},
                    Case{"credit_limit = overdue_balance", "false"}, Case{"credit_limit + 1 > 5", "null"},
                    Case{"credit_limit + 1 = null", "true"}, Case{"region = null", "true"}, Case{"region = \"x\"", "false"},
                    Case{"region != \"x\"", "true"}, Case{"region < \"x\"", "null"}, Case{"region = country", "false"},
                    Case{"region < country", "null"}, Case{"unsure", "null"}, Case{"unsure = null", "true"},
                    Case{"unsure = true", "false"}, Case{"vip = null", "false"}, Case{"last_payment = null", "true"},
                    Case{"last_payment < date(\"2024-01-01\")", "null"}, Case{"oldest_due - last_payment > 5", "null"},
                    Case{"null", "null"}, Case{"null = null", "true"}, Case{"null < 3", "null"},
                    Case{"1 / 0 = null", "true"}, Case{"overdue_balance / zero = null", "true"},
                    Case{"overdue_balance / zero > 1", "null"}, Case{"country = null", "false"},
                    Case{"country > null", "null"}, Case{"region in (\"a\", null)", "true"}));

INSTANTIATE_TEST_SUITE_P(
    ThreeValues, FeelCondition,
    testing::Values(Case{"vip and vip", "true"}, Case{"vip and blocked", "false"}, Case{"vip and unsure", "null"},
                    Case{"blocked and unsure", "false"}, Case{"unsure and blocked", "false"},
                    Case{"unsure and unsure", "null"}, Case{"vip or unsure", "true"}, Case{"unsure or vip", "true"},
                    Case{"blocked or unsure", "null"}, Case{"blocked or blocked", "false"}, Case{"not(vip)", "false"},
                    Case{"not(blocked)", "true"}, Case{"not(unsure)", "null"}, Case{"true or null", "true"},
                    Case{"false and null", "false"}, Case{"null and true", "null"}, Case{"not(null)", "null"},
                    Case{"vip and null", "null"}, Case{"blocked or vip and blocked", "false"},
                    Case{"vip or vip and blocked", "true"}, Case{"(vip or vip) and blocked", "false"},
                    Case{"vip = vip and blocked = false", "true"}, Case{"if unsure then vip else blocked", "false"},
                    Case{"if vip then unsure else blocked", "null"}));

INSTANTIATE_TEST_SUITE_P(
    Membership, FeelCondition,
    testing::Values(Case{"risk_class in (\"B\", \"C\")", "true"}, Case{"risk_class in (\"A\", \"C\")", "false"},
                    Case{"risk_class in [\"A\", \"B\"]", "true"}, Case{"risk_class in \"B\"", "true"},
                    Case{"risk_class in (\"A\", > \"A\")", "true"}, Case{"risk_class in [\"A\"..\"C\")", "true"},
                    Case{"region in (\"a\", \"b\")", "false"}, Case{"not(risk_class in (\"B\"))", "false"},
                    Case{"days_past_due in [1..31]", "true"}, Case{"days_past_due in [1..31)", "false"},
                    Case{"days_past_due in (31..60]", "false"}, Case{"days_past_due in (30..60]", "true"},
                    Case{"days_past_due in ([1..10], [30..40])", "true"},
                    Case{"days_past_due in ((31..40), (1..10))", "false"},
                    Case{"days_past_due in [[2..4], [31..40]]", "true"}, Case{"days_past_due in (30, 31)", "true"},
                    Case{"days_past_due in (< 5, >= 31)", "true"}, Case{"days_past_due in (>= 5, < 2)", "true"},
                    Case{"days_past_due in <= 30", "false"}, Case{"days_past_due in (!= 31)", "false"},
                    Case{"days_past_due in ((30 + 1) * 1, 7)", "true"}, Case{"days_past_due in 30 + 1", "true"},
                    Case{"days_past_due between 31 and 31", "true"}, Case{"days_past_due between 1 and 30 or vip", "true"},
                    Case{"days_past_due between 1 and 30 and vip", "false"}, Case{"credit_limit in [1..5]", "null"},
                    Case{"credit_limit between 1 and 5", "null"}, Case{"credit_limit in (1, 2)", "false"},
                    Case{"credit_limit in (1, null)", "true"}, Case{"days_past_due between credit_limit and 5", "false"},
                    Case{"days_past_due between credit_limit and 50", "null"}, Case{"vip in (true)", "true"},
                    Case{"unsure in (true, null)", "true"}, Case{"31 in (days_past_due, zero)", "true"},
                    Case{"oldest_due in [date(\"2024-01-01\")..date(\"2024-01-31\")]", "true"},
                    Case{"\"DE\" in (country, kind)", "true"}, Case{"overdue_balance + 1 in [1251..1252]", "true"}));

INSTANTIATE_TEST_SUITE_P(
    Arithmetic, FeelCondition,
    testing::Values(Case{"1 + 2 * 3 = 7", "true"}, Case{"(1 + 2) * 3 = 9", "true"}, Case{"10 - 4 - 3 = 3", "true"},
                    Case{"8 / 4 / 2 = 1", "true"}, Case{"2 ** 3 ** 2 = 64", "true"}, Case{"-2 ** 2 = 4", "true"},
                    Case{"2 * 3 ** 2 = 18", "true"}, Case{"- - 3 = 3", "true"}, Case{"0.1 + 0.2 = 0.3", "true"},
                    Case{"1 / 3 = 0.3333333333333333333333333333333333", "true"}, Case{"1.23e4 = 12300", "true"},
                    Case{"2 ** -1 = 0.5", "true"}, Case{"overdue_balance * 2 = 2501", "true"},
                    Case{"overdue_balance - total_balance = -1749.5", "true"}, Case{"-overdue_balance < 0", "true"},
                    Case{"overdue_balance / total_balance > 0.4", "true"}, Case{"total_balance / 3 = 1000", "true"},
                    Case{"total_balance / 3 > 1000", "false"}, Case{"days_past_due / 3 > 10.333333333333333333", "true"},
                    Case{"days_past_due / 3 < 10.333333333333333334", "true"}, Case{"days_past_due / 3 * 3 = 31", "false"},
                    Case{"overdue_balance / 100 = 12.505", "true"}, Case{"overdue_balance / 0.5 = 2501", "true"},
                    Case{"late_share * overdue_balance = 625.25", "true"}, Case{"days_past_due ** 2 = 961", "true"},
                    Case{"days_past_due ** 20 > 1e29", "true"}, Case{"2 ** days_past_due = 2147483648", "true"},
                    Case{"huge * 3 > huge", "true"}, Case{"huge * huge > huge + 1", "true"}, Case{"huge + 1 > huge", "true"},
                    Case{"-huge - 1 < 0", "true"}, Case{"-huge - 1 = null", "false"},
                    Case{"huge + late_share > huge", "true"}, Case{"huge / 0.0000001 > huge", "true"},
                    Case{"abs(0 - days_past_due) = 31", "true"},
                    Case{"min(overdue_balance, days_past_due, 500) = 31", "true"}, Case{"max(1, late_share) = 1", "true"},
                    Case{"min(credit_limit, 1) = null", "true"},
                    Case{"max(oldest_due, date(\"2025-01-01\")) = oldest_due", "false"},
                    Case{"floor(overdue_balance) = 1250", "true"}, Case{"ceiling(overdue_balance) = 1251", "true"},
                    Case{"floor(-overdue_balance) = -1251", "true"}, Case{"ceiling(-overdue_balance) = -1250", "true"},
                    Case{"floor(total_balance / 3) = 1000", "true"}, Case{"ceiling(days_past_due / 3) = 11", "true"},
                    Case{"floor(days_past_due) = 31", "true"}, Case{"(if vip then overdue_balance else 0) > 1000", "true"},
                    Case{"(if vip then null else 5) = null", "true"}, Case{"(if blocked then 1 else 2) = 2", "true"},
                    Case{"(if vip then \"x\" else kind) = \"x\"", "true"}, Case{"1 = 1 // the end", "true"},
                    Case{"1 /* one */ = 1", "true"}, Case{".5 = 0.5", "true"}));

INSTANTIATE_TEST_SUITE_P(
    Dates, FeelCondition,
    testing::Values(Case{"date(\"2024-03-01\") - oldest_due = 30", "true"},
                    Case{"oldest_due + 30 = date(\"2024-03-01\")", "true"},
                    Case{"oldest_due - days_past_due = date(\"2023-12-31\")", "true"},
                    Case{"oldest_due + late_share = null", "true"}, Case{"oldest_due + 30.0 > oldest_due", "true"},
                    Case{"oldest_due + 5000000 = null", "true"}, Case{"oldest_due - huge = null", "true"},
                    Case{"date(\"9999-12-31\") + 1 = null", "true"}, Case{"oldest_due + credit_limit = null", "true"},
                    Case{"oldest_due - null = null", "true"}));

TEST(FeelNumbers, ComeOutInTheUnitsAskedFor) {
  struct NumberCase {
    const char* expression;
    uint8_t scale;
    int64_t expected;
  };
  const FeelPage page = debtor();
  for (const NumberCase& test :
       {NumberCase{"overdue_balance", 2, 125050}, NumberCase{"overdue_balance", 0, 1250},
        NumberCase{"overdue_balance + 1", 0, 1252},  // 1251.5 is half: to the even one
        NumberCase{"overdue_balance", 4, 12505000}, NumberCase{"50", 0, 50},
        NumberCase{"min(100, 50 + days_past_due / 10)", 0, 53}, NumberCase{"min(100, 50 + days_past_due / 10)", 1, 531},
        NumberCase{"overdue_balance / 3", 2, 41683}, NumberCase{"days_past_due / 3 / 2", 12, 5166666666667},
        NumberCase{"credit_limit", 2, core::kNull}, NumberCase{"huge", 1, core::kNull},
        NumberCase{"late_share - 0.5 + 2.5", 0, 2}, NumberCase{"-2.5 * 1", 0, -2},
        NumberCase{"if vip then 80 else 20", 0, 80}, NumberCase{"1 / 3", 3, 333}}) {
    const auto compiled = compile(test.expression, page.catalogue(), ValueType::kNumber);
    ASSERT_TRUE(std::holds_alternative<Program>(compiled)) << test.expression << std::get<CompileError>(compiled).message;
    const Program& program = std::get<Program>(compiled);
    Workspace workspace;
    std::array<int64_t, 1> out{};
    evaluate_numbers(program, page.inputs(program), 1, workspace, test.scale, out);
    EXPECT_EQ(out[0], test.expected) << test.expression;
    EXPECT_EQ(workspace.error_rows().size(), std::string_view(test.expression) == "huge" ? 1U : 0U) << test.expression;
  }
}

TEST(FeelNumbers, DatesAreDays) {
  const FeelPage page = debtor();
  const auto program = std::get<Program>(compile("oldest_due + 1", page.catalogue(), ValueType::kDate));
  Workspace workspace;
  std::array<int64_t, 1> out{};
  evaluate_numbers(program, page.inputs(program), 1, workspace, 0, out);
  EXPECT_EQ(out[0], core::parse_iso_date("2024-02-01")->days);
}

TEST(FeelProgram, NamesItsInputsOnceInOrder) {
  const FeelPage page = debtor();
  const auto program = std::get<Program>(
      compile("late_share > 0.5 and overdue_balance >= 500 or late_share = null", page.catalogue(), ValueType::kBoolean));
  ASSERT_EQ(program.inputs().size(), 2U);
  EXPECT_EQ(program.inputs()[0].name, "late_share");
  EXPECT_EQ(program.inputs()[0].type.scale, 6);
  EXPECT_EQ(program.inputs()[1].name, "overdue_balance");
}

TEST(FeelProgram, AbsentColumnsReadNull) {
  const FeelPage page = debtor();
  const auto program = std::get<Program>(
      compile("overdue_balance = null and country = null and not(country = \"DE\")", page.catalogue(), ValueType::kBoolean));
  const std::vector<InputColumn> inputs = {{{ValueType::kNumber, 2}, {}, nullptr}, {{ValueType::kText, 0}, {}, nullptr}};
  Workspace workspace;
  std::vector<uint8_t> truth(1500);
  evaluate(program, inputs, truth.size(), workspace, truth);
  EXPECT_EQ(truth, std::vector<uint8_t>(1500, kTrue));
  EXPECT_EQ(evaluate_row(program, inputs, 0).value.integer, 1);
}

TEST(FeelProgram, ReportsRowsBeyondDecimals) {
  FeelPage page;
  page.add("base", {ValueType::kNumber, 0}, {10, 1'000'000'000'000});
  const auto program = std::get<Program>(compile("base ** 600 > 1", page.catalogue(), ValueType::kBoolean));
  Workspace workspace;
  std::array<uint8_t, 2> truth{};
  evaluate(program, page.inputs(program), 2, workspace, truth);
  EXPECT_EQ(truth[0], kTrue);
  EXPECT_EQ(truth[1], kUnknown);
  ASSERT_EQ(workspace.error_rows().size(), 1U);
  EXPECT_EQ(workspace.error_rows()[0], 1U);
}

TEST(FeelProgram, TypicalConditionsAreVectorised) {
  const FeelPage page = debtor();
  for (const char* expression :
       {"risk_class in (\"B\", \"C\") and overdue_balance >= 25", "late_share > 0.5 and overdue_balance >= 500",
        "attr.payment_method = \"direct_debit\"", "overdue_balance / total_balance > 0.3", "days_past_due between 1 and 30",
        "date(\"2024-06-01\") - oldest_due > 90", "max(overdue_balance, 100) * 2 < total_balance"}) {
    const auto compiled = compile(expression, page.catalogue(), ValueType::kBoolean);
    ASSERT_TRUE(std::holds_alternative<Program>(compiled)) << expression;
    EXPECT_TRUE(std::get<Program>(compiled).is_vectorised()) << expression;
  }
}

}  // namespace
}  // namespace dunlin::rules
