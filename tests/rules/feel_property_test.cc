// The vector program gives what the interpreter gives, for random expressions over random columns with nulls, on every
// instruction set that the machine has. A failure prints its seed and its expression.

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <random>

#include "rules/feel/compile.h"
#include "tests/rules/feel_page.h"

namespace dunlin::rules {
namespace {

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  uint64_t below(uint64_t n) { return random_() % n; }

  FeelPage page(size_t rows) {
    FeelPage result;
    add_ints(result, rows, "n0", {ValueType::kNumber, 0}, [&] { return small(20); });
    add_ints(result, rows, "n2", {ValueType::kNumber, 2}, [&] { return small(2000); });
    add_ints(result, rows, "n6", {ValueType::kNumber, 6}, [&] { return small(8) * 125'000; });
    add_ints(result, rows, "wild", {ValueType::kNumber, 2}, [&] { return wild(); });
    add_ints(result, rows, "d1", {ValueType::kDate, 0}, [&] { return 19'700 + small(40); });
    add_ints(result, rows, "d2", {ValueType::kDate, 0}, [&] { return 19'700 + small(40); });
    add_ints(result, rows, "b1", {ValueType::kBoolean, 0}, [&] { return static_cast<int64_t>(below(2)); });
    add_ints(result, rows, "b2", {ValueType::kBoolean, 0}, [&] { return static_cast<int64_t>(below(2)); });
    for (const auto& [name, entries] : {std::pair("t1", 4), std::pair("t2", 30), std::pair("t3", 1)}) {
      std::vector<std::optional<std::string>> cells;
      for (size_t i = 0; i < rows; ++i) cells.push_back(below(6) == 0 ? std::nullopt : std::optional(word(entries)));
      result.add_texts(name, cells);
    }
    if (below(2) == 0) result.compact_texts();
    return result;
  }

  std::string truth(int depth) {
    if (depth <= 0) return pick({"b1", "b2", "true", "false", "null", "n0 > 3", "t1 = \"w1\"", "d1 < d2"});
    switch (below(11)) {
      case 0: return "(" + truth(depth - 1) + " and " + truth(depth - 1) + ")";
      case 1: return "(" + truth(depth - 1) + " or " + truth(depth - 1) + ")";
      case 2: return "not(" + truth(depth - 1) + ")";
      case 3: return "(if " + truth(depth - 1) + " then " + truth(depth - 1) + " else " + truth(depth - 1) + ")";
      case 4: return "(" + truth(depth - 1) + pick({" = ", " != "}) + truth(depth - 1) + ")";
      case 5:
      case 6: return "(" + number(depth - 1) + comparison() + number(depth - 1) + ")";
      case 7: return "(" + text() + comparison() + text() + ")";
      case 8: return "(" + date(depth - 1) + comparison() + date(depth - 1) + ")";
      case 9: return "(" + number(depth - 1) + " between " + number(depth - 2) + " and " + number(depth - 2) + ")";
      default: return membership(depth);
    }
  }

  std::string number(int depth) {
    if (depth <= 0) return pick({"n0", "n2", "n6", "wild", "n0", "n2", literal(), literal(), "null"});
    switch (below(13)) {
      case 0: return "(" + number(depth - 1) + " + " + number(depth - 1) + ")";
      case 1: return "(" + number(depth - 1) + " - " + number(depth - 1) + ")";
      case 2: return "(" + number(depth - 1) + " * " + number(depth - 1) + ")";
      case 3: return "(" + number(depth - 1) + " / " + number(depth - 1) + ")";
      case 4: return "(" + number(depth - 1) + " / " + pick({"100", "0.25", "3", "7", "0"}) + ")";
      case 5: return "(-" + number(depth - 1) + ")";
      case 6: return pick({"min(", "max("}) + number(depth - 1) + ", " + number(depth - 1) + ", " + number(depth - 2) + ")";
      case 7: return "abs(" + number(depth - 1) + ")";
      case 8: return pick({"floor(", "ceiling("}) + number(depth - 1) + ")";
      case 9: return "(if " + truth(depth - 1) + " then " + number(depth - 1) + " else " + number(depth - 1) + ")";
      case 10: return "(" + number(depth - 1) + " ** " + pick({"1", "2", "3", "0", "-1", "9"}) + ")";
      case 11: return "(" + date(depth - 1) + " - " + date(depth - 1) + ")";
      default: return number(0);
    }
  }

 private:
  template <class Cell>
  void add_ints(FeelPage& page, size_t rows, const char* name, FeatureType type, Cell cell) {
    std::vector<std::optional<int64_t>> cells;
    const uint64_t nulls = below(3) == 0 ? 1'000'000 : 5;
    for (size_t i = 0; i < rows; ++i) cells.push_back(below(nulls) == 0 ? std::nullopt : std::optional<int64_t>(cell()));
    page.add(name, type, cells);
  }

  int64_t small(int64_t range) { return static_cast<int64_t>(below(static_cast<uint64_t>(2 * range + 1))) - range; }
  int64_t wild() {
    switch (below(4)) {
      case 0: return INT64_MAX - static_cast<int64_t>(below(3));
      case 1: return -INT64_MAX + static_cast<int64_t>(below(3));
      case 2: return static_cast<int64_t>(random_() >> (1 + below(60)));
      default: return small(3);
    }
  }
  std::string word(int entries) { return "w" + std::to_string(below(static_cast<uint64_t>(entries))); }
  std::string pick(std::initializer_list<std::string> choices) { return choices.begin()[below(choices.size())]; }
  std::string comparison() { return pick({" = ", " != ", " < ", " <= ", " > ", " >= "}); }
  std::string literal() {
    return pick({"0", "1", "-2", "3.5", "12.345", "0.0000001", "1e20", "-1e25", "7", "0.5", "100", "9223372036854775807",
                 "0.3333333333333333333333333333333333"});
  }
  std::string text() { return pick({"t1", "t2", "t3", "\"w1\"", "\"w10\"", "\"\"", "null", "(if b1 then t1 else t2)"}); }
  std::string date(int depth) {
    if (depth <= 0) return pick({"d1", "d2", "date(\"2024-01-01\")", "d1", "null"});
    return "(" + date(depth - 1) + pick({" + ", " - "}) + pick({"n0", "3", "n2", "wild", "1.5"}) + ")";
  }
  std::string membership(int depth) {
    switch (below(4)) {
      case 0: return "(" + text() + " in (\"w1\", \"w2\", " + text() + ", > \"w5\"))";
      case 1:
        return "(" + number(depth - 1) + " in (" + number(0) + ", [" + number(0) + ".." + number(0) + "), " + comparison() +
               number(0) + "))";
      case 2: return "(" + date(0) + " in [" + date(0) + ".." + date(0) + "])";
      default: return "(" + truth(depth - 1) + " in (true, " + truth(0) + "))";
    }
  }

  std::mt19937_64 random_;
};

struct Totals {
  size_t compiled = 0;
  size_t vectorised = 0;
};

void check_truth(const Program& program, std::span<const InputColumn> inputs, size_t rows, Workspace& workspace) {
  std::vector<uint8_t> truth(rows);
  evaluate(program, inputs, rows, workspace, truth);
  std::vector<uint64_t> mask((rows + 63) / 64, 0xF0F0'F0F0'F0F0'F0F0);
  size_t expected_remaining = 0;
  const size_t remaining = evaluate_and(program, inputs, rows, workspace, mask);
  for (size_t row = 0; row < rows; ++row) {
    const Value value = evaluate_row(program, inputs, row).value;
    const Truth expected = value.is_null ? kUnknown : value.integer != 0 ? kTrue : kFalse;
    ASSERT_EQ(int{truth[row]}, int{expected}) << program.text() << " in row " << row;
    const bool kept = expected == kTrue && row % 8 >= 4;
    ASSERT_EQ((mask[row / 64] >> (row % 64) & 1) != 0, kept) << program.text() << " in row " << row;
    expected_remaining += kept;
  }
  ASSERT_EQ(remaining, expected_remaining) << program.text();
}

void check_numbers(const Program& program, std::span<const InputColumn> inputs, size_t rows, uint8_t scale,
                   Workspace& workspace) {
  std::vector<int64_t> numbers(rows);
  evaluate_numbers(program, inputs, rows, workspace, scale, numbers);
  for (size_t row = 0; row < rows; ++row) {
    const Value value = evaluate_row(program, inputs, row).value;
    const int64_t expected = value.is_null ? core::kNull : value.number.scaled_to(scale).value_or(core::kNull);
    ASSERT_EQ(numbers[row], expected) << program.text() << " in row " << row << ", scale " << int{scale};
  }
}

void check_seed(uint64_t seed, Workspace& workspace, Totals& totals) {
  Generator generator(seed);
  const size_t rows = generator.below(4) == 0 ? 1000 + generator.below(200) : 1 + generator.below(150);
  const FeelPage page = generator.page(rows);
  for (int i = 0; i < 20; ++i) {
    const int depth = 1 + static_cast<int>(generator.below(3));
    const bool numeric = generator.below(3) == 0;
    const std::string text = numeric ? generator.number(depth) : generator.truth(depth);
    const auto compiled = compile(text, page.catalogue(), numeric ? ValueType::kNumber : ValueType::kBoolean);
    // Constant parts may be refused for what they are: booleans without order, numbers out of range.
    const auto* program = std::get_if<Program>(&compiled);
    if (program == nullptr) continue;
    ++totals.compiled;
    totals.vectorised += program->is_vectorised();
    const auto inputs = page.inputs(*program);
    if (numeric) {
      check_numbers(*program, inputs, rows, static_cast<uint8_t>(generator.below(10)), workspace);
    } else {
      check_truth(*program, inputs, rows, workspace);
    }
    if (testing::Test::HasFatalFailure()) return;
  }
}

uint64_t seeds_wanted() {
  const char* wanted = std::getenv("DUNLIN_FEEL_SEEDS");
  return wanted == nullptr ? 60 : std::strtoull(wanted, nullptr, 10);
}

TEST(FeelProperty, VectorProgramEqualsInterpreter) {
  Totals totals;
  Workspace workspace;
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    for (uint64_t seed = 1; seed <= seeds_wanted(); ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed) + " on " + hwy::TargetName(target));
      check_seed(seed, workspace, totals);
      if (HasFatalFailure()) return;
    }
  }
  hwy::SetSupportedTargetsForTest(0);
  EXPECT_GT(totals.vectorised * 2, totals.compiled) << "most expressions must reach the vector program";
}

}  // namespace
}  // namespace dunlin::rules
