// Ten conditions as scenarios write them, over pages of debtors. `condition_rows` counts each condition of each row.

#include <benchmark/benchmark.h>

#include <random>

#include "rules/feel/compile.h"

namespace dunlin::rules {
namespace {

/// Features of a page, as the run would bring them.
struct Page {
  struct Column {
    std::string name;
    FeatureType type;
    std::vector<int64_t> values;
    core::TextColumn texts;
  };
  std::vector<Column> columns;

  explicit Page(size_t rows) {
    std::mt19937_64 random(1);
    const auto numbers = [&](const char* name, FeatureType type, int64_t low, int64_t high, uint64_t null_every) {
      Column column{name, type, {}, {}};
      for (size_t i = 0; i < rows; ++i) {
        const auto value = low + static_cast<int64_t>(random() % static_cast<uint64_t>(high - low));
        column.values.push_back(null_every != 0 && random() % null_every == 0 ? core::kNull : value);
      }
      columns.push_back(std::move(column));
    };
    numbers("overdue_balance", {ValueType::kNumber, 2}, 0, 500'000, 0);
    numbers("total_balance", {ValueType::kNumber, 2}, 1, 900'000, 0);
    numbers("credit_limit", {ValueType::kNumber, 2}, 100'000, 2'000'000, 3);
    numbers("late_share", {ValueType::kNumber, 6}, 0, 1'000'000, 5);
    numbers("days_past_due", {ValueType::kNumber, 0}, -20, 120, 0);
    numbers("broken_promises", {ValueType::kNumber, 0}, 0, 3, 0);
    numbers("oldest_due", {ValueType::kDate, 0}, 19'600, 19'800, 10);
    const auto texts = [&](const char* name, std::initializer_list<const char*> words) {
      Column column{name, {ValueType::kText, 0}, {}, {}};
      for (const char* word : words) column.texts.add_entry(word);
      for (size_t i = 0; i < rows; ++i) column.texts.append_code(static_cast<uint32_t>(random() % words.size()));
      columns.push_back(std::move(column));
    };
    texts("kind", {"business", "consumer"});
    texts("risk_class", {"A", "B", "C", "D"});
    texts("country", {"DE", "FR", "IT", "ES", "NL", "BE", "AT", "CH", "PL", "CZ", "UK", "IE"});
    texts("attr.payment_method", {"transfer", "card", "direct_debit"});
  }

  Program compiled(std::string_view text, ValueType type) const {
    NameCatalogue catalogue;
    catalogue.find = [this](std::string_view name) -> std::optional<FeatureType> {
      for (const Column& column : columns) {
        if (column.name == name) return column.type;
      }
      return std::nullopt;
    };
    auto result = compile(text, catalogue, type);
    INVARIANT(std::holds_alternative<Program>(result), std::string(text));
    return std::get<Program>(std::move(result));
  }
  std::vector<InputColumn> inputs(const Program& program) const {
    std::vector<InputColumn> result;
    for (const RuleInput& input : program.inputs()) {
      for (const Column& column : columns) {
        if (column.name != input.name) continue;
        result.push_back({column.type, column.values, column.type.type == ValueType::kText ? &column.texts : nullptr});
      }
    }
    return result;
  }
};

constexpr const char* kConditions[] = {
    "risk_class in (\"B\", \"C\") and overdue_balance >= 25",
    "late_share > 0.5 and overdue_balance >= 500",
    "attr.payment_method != \"direct_debit\"",
    "days_past_due between 7 and 30",
    "kind = \"business\" and country in (\"DE\", \"AT\", \"CH\")",
    "credit_limit = null or total_balance > credit_limit",
    "broken_promises >= 2 or not(kind = \"consumer\")",
    "oldest_due < date(\"2023-11-01\")",
    "overdue_balance > 100 and days_past_due > 10 and risk_class != \"A\"",
    "overdue_balance * 2 > total_balance",
};

void report(benchmark::State& state, size_t rows, size_t conditions, uint64_t hash) {
  const double count = static_cast<double>(state.iterations()) * static_cast<double>(rows);
  state.counters["rows"] = benchmark::Counter(count, benchmark::Counter::kIsRate);
  state.counters["condition_rows"] =
      benchmark::Counter(count * static_cast<double>(conditions), benchmark::Counter::kIsRate);
  state.counters["result"] = static_cast<double>(hash);
}

/// All ten, one after the other, over one page: the way a run meets them.
void TenConditions(benchmark::State& state) {
  const auto rows = static_cast<size_t>(state.range(0));
  const Page page(rows);
  std::vector<Program> programs;
  std::vector<std::vector<InputColumn>> inputs;
  for (const char* condition : kConditions) {
    programs.push_back(page.compiled(condition, ValueType::kBoolean));
    inputs.push_back(page.inputs(programs.back()));
  }
  Workspace workspace;
  std::vector<uint64_t> mask((rows + 63) / 64);
  size_t selected = 0;
  for (auto _ : state) {
    selected = 0;
    for (size_t i = 0; i < programs.size(); ++i) {
      std::fill(mask.begin(), mask.end(), ~0ULL);
      selected += evaluate_and(programs[i], inputs[i], rows, workspace, mask);
    }
    benchmark::DoNotOptimize(selected);
  }
  report(state, rows, programs.size(), selected);
}
BENCHMARK(TenConditions)->Arg(512)->Arg(4096)->Arg(65536)->Arg(4 << 20);

void OneCondition(benchmark::State& state, const char* condition) {
  constexpr size_t kRows = 4096;
  const Page page(kRows);
  const Program program = page.compiled(condition, ValueType::kBoolean);
  const auto inputs = page.inputs(program);
  Workspace workspace;
  std::vector<uint8_t> truth(kRows);
  for (auto _ : state) {
    evaluate(program, inputs, kRows, workspace, truth);
    benchmark::DoNotOptimize(truth.data());
  }
  report(state, kRows, 1, workspace.scalar_rows());
}
BENCHMARK_CAPTURE(OneCondition, constant, "overdue_balance >= 25");
BENCHMARK_CAPTURE(OneCondition, text_list, "country in (\"DE\", \"AT\", \"CH\")");
BENCHMARK_CAPTURE(OneCondition, text_table, "country in (\"DE\", \"FR\", \"IT\", \"ES\", \"NL\", \"BE\")");
BENCHMARK_CAPTURE(OneCondition, sum, "overdue_balance + 100 > total_balance");
BENCHMARK_CAPTURE(OneCondition, product, "overdue_balance * 2 > total_balance");
BENCHMARK_CAPTURE(OneCondition, quotient, "overdue_balance / total_balance > 0.31");
BENCHMARK_CAPTURE(OneCondition, choice, "(if kind = \"business\" then overdue_balance else 0) > 100");

void Priority(benchmark::State& state) {
  constexpr size_t kRows = 4096;
  const Page page(kRows);
  const Program program = page.compiled("min(100, 50 + days_past_due / 10)", ValueType::kNumber);
  const auto inputs = page.inputs(program);
  Workspace workspace;
  std::vector<int64_t> numbers(kRows);
  for (auto _ : state) {
    evaluate_numbers(program, inputs, kRows, workspace, 0, numbers);
    benchmark::DoNotOptimize(numbers.data());
  }
  report(state, kRows, 1, workspace.scalar_rows());
}
BENCHMARK(Priority);

/// The definition, for comparison.
void Interpreter(benchmark::State& state) {
  constexpr size_t kRows = 512;
  const Page page(kRows);
  const Program program = page.compiled(kConditions[8], ValueType::kBoolean);
  const auto inputs = page.inputs(program);
  size_t selected = 0;
  for (auto _ : state) {
    for (size_t row = 0; row < kRows; ++row) selected += evaluate_row(program, inputs, row).value.integer == 1;
  }
  benchmark::DoNotOptimize(selected);
  report(state, kRows, 1, 0);
}
BENCHMARK(Interpreter);

void Compile(benchmark::State& state) {
  const Page page(1);
  for (auto _ : state) benchmark::DoNotOptimize(page.compiled(kConditions[8], ValueType::kBoolean));
}
BENCHMARK(Compile);

}  // namespace
}  // namespace dunlin::rules
