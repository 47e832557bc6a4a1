// A compiled FEEL expression and how to run it over the columns of a page. The meaning is that of the syntax tree under
// decimal arithmetic of 34 digits (evaluate_row); the columns are decided by a vector program that gives the same answers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/decimal.h"
#include "rules/feel/name_catalogue.h"

namespace dunlin::rules {

/// Three-valued truth, one byte a row. At the end of a condition null counts as false. The fourth value is written by
/// mark_undecided (undecided.h) alone.
enum Truth : uint8_t { kFalse = 0, kTrue = 1, kUnknown = 2, kUndecided = 3 };

struct CompiledExpression;

/// Immutable; copies share it and any thread may run it with a Workspace of its own.
class Program {
 public:
  /// Names read, each once, in order of first appearance.
  std::span<const RuleInput> inputs() const;
  ValueType type() const;
  /// The text that was compiled.
  std::string_view text() const;
  /// False for the rare forms that are decided row by row (texts made by `if`, powers by a column ...).
  bool is_vectorised() const;
  const CompiledExpression& compiled() const { return *compiled_; }

  explicit Program(std::shared_ptr<const CompiledExpression> compiled) : compiled_(std::move(compiled)) {}

 private:
  std::shared_ptr<const CompiledExpression> compiled_;
};

/// Scratch memory of a thread, reused from call to call and from program to program.
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /// Rows of the last call whose numbers left even 34 digits and their exponents. Their result is null.
  std::span<const uint32_t> error_rows() const { return error_rows_; }
  /// Rows of the last call that the vector program handed to evaluate_row (overflow of 64 bits, quotients near a limit).
  size_t scalar_rows() const { return scalar_rows_; }

  struct Chunk;

 private:
  friend struct Evaluation;
  std::unique_ptr<Chunk> chunk_;
  std::vector<uint32_t> error_rows_;
  size_t scalar_rows_ = 0;
};

/// Decides a boolean program for rows [0, rows): truth[i] is a Truth. `inputs` follow program.inputs() in order and type;
/// a column without values (and, for texts, without a TextColumn) reads null in every row.
void evaluate(const Program& program, std::span<const InputColumn> inputs, size_t rows, Workspace& workspace,
              std::span<uint8_t> truth);

/// Clears bit i of `mask` (bit i % 64 of word i / 64) where the condition is not true; returns how many bits remain set.
size_t evaluate_and(const Program& program, std::span<const InputColumn> inputs, size_t rows, Workspace& workspace,
                    std::span<uint64_t> mask);

/// Numeric programs: out[i] in units of 10^-scale, rounded half-even; core::kNull for null and for what leaves 64 bits (the
/// latter is among the error_rows). Date programs: days since 1970, scale 0.
void evaluate_numbers(const Program& program, std::span<const InputColumn> inputs, size_t rows, Workspace& workspace,
                      uint8_t scale, std::span<int64_t> out);

/// One value of the scalar interpreter. Texts view the program or the column.
struct Value {
  ValueType type = ValueType::kBoolean;
  bool is_null = true;
  core::Decimal number;        ///< of numbers
  int64_t integer = 0;         ///< of dates and booleans
  std::string_view text = {};  ///< of texts
};
struct RowResult {
  Value value;
  bool overflow = false;  ///< a number left its 34 digits and exponents: the value is null
};
/// The definition: walks the syntax tree for one row. Slow; for explain, rows that the vector program hands over, and tests.
RowResult evaluate_row(const Program& program, std::span<const InputColumn> inputs, size_t row);

}  // namespace dunlin::rules
