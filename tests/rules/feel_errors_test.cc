// Where and how wrong expressions are refused; hostile ones too.

#include <gtest/gtest.h>

#include <random>

#include "rules/feel/compile.h"
#include "tests/rules/feel_page.h"

namespace dunlin::rules {
namespace {

FeelPage features() {
  FeelPage page;
  page.add("overdue_balance", {ValueType::kNumber, 2}, {1});
  page.add("oldest_due", {ValueType::kDate, 0}, {1});
  page.add("vip", {ValueType::kBoolean, 0}, {1});
  page.add_texts("risk_class", {"A"});
  return page;
}

struct Case {
  const char* text;
  uint32_t line;
  uint32_t column;
  const char* message;
  const char* hint = "";
};

TEST(FeelErrors, SayWhereAndWhat) {
  const FeelPage page = features();
  for (const Case& test : {
           Case{"", 1, 1, "expected a value, but the text ends"},
           Case{"overdue_balance >", 1, 18, "expected a value, but the text ends"},
           Case{"overdue_balanse > 5", 1, 1, "unknown name 'overdue_balanse'", "did you mean overdue_balance?"},
           Case{"vip and\n  qqqqqqqq = 1", 2, 3, "unknown name 'qqqqqqqq'"},
           Case{"overdue_balance > 5 5", 1, 21, "the expression should end here, not '5'"},
           Case{"overdue_balance = \"5\"", 1, 17, "a number cannot be compared with a text",
                "texts stand in quotes, numbers and true/false do not"},
           Case{"oldest_due < \"2024-01-01\"", 1, 12, "a date cannot be compared with a text",
                "write dates as date(\"YYYY-MM-DD\")"},
           Case{"vip < true", 1, 5, "booleans have no order: use = or !="},
           Case{"1 < 2 < 3", 1, 7, "a boolean cannot be compared with a number"},
           Case{"overdue_balance and vip", 1, 1, "'and' takes a boolean, not a number",
                "compare it with something, for example = true or > 0"},
           Case{"overdue_balance + risk_class > 1", 1, 19, "'+' takes a number, not a text"},
           Case{"oldest_due + oldest_due = null", 1, 12, "'+' does not take a date and a date",
                "with dates there are: date - date (days), date + days, date - days"},
           Case{"overdue_balance", 1, 1, "this must be a boolean, but is a number"},
           Case{"(vip", 1, 5, "expected ')', but the text ends"},
           Case{"risk_class in (\"A\", )", 1, 21, "expected a value, not ')'"},
           Case{"risk_class in (\"A\" \"B\")", 1, 20, "expected ',' or ')', not a text"},
           Case{"risk_class in (\"A\", 5)", 1, 21, "a text cannot be compared with a number",
                "texts stand in quotes, numbers and true/false do not"},
           Case{"overdue_balance in [1..)", 1, 24, "expected a value, not ')'"},
           Case{"overdue_balance in ([1..5], [2, 3])", 1, 31, "expected '..' in a range, not ','"},
           Case{"overdue_balance between 1 or 2", 1, 27, "expected and (between LOW and HIGH), not 'or'"},
           Case{"if vip then 1", 1, 14, "expected else, but the text ends"},
           Case{"if vip then 1 else true", 1, 1, "then gives a number, but else gives a boolean"},
           Case{"if 1 then vip else vip", 1, 4, "if takes a boolean, not a number"},
           Case{"date(\"2023-02-29\") = oldest_due", 1, 6, "no such date: \"2023-02-29\"", "write YYYY-MM-DD"},
           Case{"date(5) = oldest_due", 1, 6, "expected a text such as \"2024-01-31\" in date(), not '5'"},
           Case{"sqrt(4) = 2", 1, 1, "unknown function 'sqrt'", "known are min max abs floor ceiling date not"},
           Case{"abs(1, 2) = 1", 1, 1, "abs() takes one value"},
           Case{"min() = 1", 1, 5, "expected a value, not ')'"},
           Case{"not vip", 1, 5, "expected '(' after not, not 'vip'"},
           Case{"risk_class = 'A'", 1, 14, "unexpected '", "texts stand in double quotes: \"...\""},
           Case{"vip && vip", 1, 5, "unexpected '&'", "write and"},
           Case{"risk_class = \"A", 1, 14, "text without its closing quote"},
           Case{"risk_class = \"\\q\"", 1, 15, "unknown escape in a text",
                "known are \\\" \\\\ \\n \\t \\r \\uXXXX \\UXXXXXX"},
           Case{"risk_class = \"\\uD800\"", 1, 15, "escape of no Unicode character"},
           Case{"overdue_balance > 5x", 1, 20, "a name may not follow a number directly"},
           Case{"overdue_balance > 1e99999", 1, 19, "number out of range: 1e99999"},
           Case{"10 ** 7000 > 1", 1, 4, "this constant leaves the range of numbers"},
           Case{"vip = \x01", 1, 7, "unexpected control character"},
       }) {
    const auto compiled = compile(test.text, page.catalogue(), ValueType::kBoolean);
    ASSERT_TRUE(std::holds_alternative<CompileError>(compiled)) << test.text;
    const CompileError& error = std::get<CompileError>(compiled);
    EXPECT_EQ(error.message, test.message) << test.text;
    EXPECT_EQ(error.line, test.line) << test.text;
    EXPECT_EQ(error.column, test.column) << test.text;
    EXPECT_EQ(error.hint, test.hint) << test.text;
  }
}

TEST(FeelErrors, CarryThePlaceOfTheSetting) {
  const FeelPage page = features();
  const auto result = compile_at("scenarios/b2b.toml: step r1: when", "vipp", page.catalogue(), ValueType::kBoolean);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(core::describe(result.error()),
            "scenarios/b2b.toml: step r1: when: 1:1: unknown name 'vipp' (did you mean vip?)");
  EXPECT_EQ(result.error().kind, core::ErrorKind::kConfiguration);
}

std::string repeated(std::string_view piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(FeelBombs, AreRefusedWithinBounds) {
  const FeelPage page = features();
  struct Bomb {
    const char* name;
    std::string text;
    const char* message;
  };
  const std::string deep = "expression nested deeper than 200";
  for (const Bomb& bomb : {
           Bomb{"parentheses", repeated("(", 30000), deep.c_str()},
           Bomb{"minus", repeated("-", 60000) + "1 = 1", deep.c_str()},
           Bomb{"not", repeated("not(", 10000) + "vip", deep.c_str()},
           Bomb{"in", repeated("1 in (", 10000), deep.c_str()},
           Bomb{"in, open ranges", repeated("1 in ((", 8000), deep.c_str()},
           Bomb{"if", repeated("if vip then ", 5000), deep.c_str()},
           Bomb{"min", repeated("min(", 10000), deep.c_str()},
           Bomb{"sum", "1 = 1" + repeated("+1", 10000), deep.c_str()},
           Bomb{"comparisons", "1" + repeated("=1", 10000), deep.c_str()},
           Bomb{"or", "vip" + repeated(" or vip", 5000), "expression of more than 4096 parts"},
           Bomb{"list", "1 in (1" + repeated(",1", 9000) + ")", "expression of more than 4096 parts"},
           Bomb{"length", repeated(" ", 70000), "expression longer than 65536 bytes"},
       }) {
    const auto compiled = compile(bomb.text, page.catalogue(), ValueType::kBoolean);
    ASSERT_TRUE(std::holds_alternative<CompileError>(compiled)) << bomb.name;
    EXPECT_EQ(std::get<CompileError>(compiled).message, bomb.message) << bomb.name;
  }
}

/// Tokens in any order: refused at a place within the text, or compiled into something that runs.
TEST(FeelBombs, TokenSoupIsRefusedOrRuns) {
  const FeelPage page = features();
  constexpr const char* kTokens[] = {"overdue_balance",
                                     "vip",
                                     "risk_class",
                                     "oldest_due",
                                     "(",
                                     ")",
                                     "[",
                                     "]",
                                     "..",
                                     ",",
                                     "1",
                                     "2.5",
                                     "\"A\"",
                                     "null",
                                     "=",
                                     "!=",
                                     "<",
                                     ">=",
                                     "+",
                                     "-",
                                     "*",
                                     "/",
                                     "**",
                                     "and",
                                     "or",
                                     "in",
                                     "if",
                                     "then",
                                     "else",
                                     "not",
                                     "true",
                                     "between",
                                     "min",
                                     "date(\"2024-01-01\")",
                                     "\"",
                                     "\n"};
  std::mt19937_64 random(11);
  Workspace workspace;
  size_t ran = 0;
  for (int i = 0; i < 60'000; ++i) {
    std::string text;
    for (size_t length = 1 + random() % 9; length > 0; --length) {
      text += kTokens[random() % std::size(kTokens)];
      text += ' ';
    }
    const auto compiled = compile(text, page.catalogue(), ValueType::kBoolean);
    if (const auto* error = std::get_if<CompileError>(&compiled)) {
      ASSERT_LE(error->offset, text.size()) << text;
      ASSERT_FALSE(error->message.empty()) << text;
      continue;
    }
    const Program& program = std::get<Program>(compiled);
    std::array<uint8_t, 1> truth{};
    evaluate(program, page.inputs(program), 1, workspace, truth);
    const Value value = evaluate_row(program, page.inputs(program), 0).value;
    ASSERT_EQ(truth[0], value.is_null ? kUnknown : value.integer != 0 ? kTrue : kFalse) << text;
    ++ran;
  }
  EXPECT_GT(ran, 100U);
}

TEST(FeelBombs, LongListsAndNestingWithinBoundsWork) {
  const FeelPage page = features();
  for (const std::string& text :
       {"vip" + repeated(" and vip", 1500), repeated("(", 150) + "vip" + repeated(")", 150),
        "risk_class in (\"A\"" + repeated(",\"zz\"", 1500) + ")", "1 = 1" + repeated("+1", 150) + "-150"}) {
    const auto compiled = compile(text, page.catalogue(), ValueType::kBoolean);
    ASSERT_TRUE(std::holds_alternative<Program>(compiled)) << std::get<CompileError>(compiled).message;
    const Program& program = std::get<Program>(compiled);
    Workspace workspace;
    std::array<uint8_t, 1> truth{};
    evaluate(program, page.inputs(program), 1, workspace, truth);
    EXPECT_EQ(truth[0], kTrue) << text.substr(0, 60);
  }
}

}  // namespace
}  // namespace dunlin::rules
