// Builds vector programs from operations on numbers and truths: hands out registers, keeps scales and the bounds of error,
// brings constants to columns' units. Knows no syntax tree.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/feel/program.h"
#include "rules/feel/vector_program.h"

namespace dunlin::rules {

/// A column of numbers within the program: units of 10^-scale, each within `tolerance` units of the true value.
struct Number {
  Operand operand;
  int32_t scale = 0;
  int64_t tolerance = 0;
  bool always_null = false;
};

/// Operations that return a Number or a truth register use their operands up, unless they say that they keep them. What 64
/// bits do not hold makes the builder fail; from then on its results mean nothing.
class ProgramBuilder {
 public:
  bool failed() const { return failed_; }
  Number fail();
  uint16_t fail_truth();
  VectorProgram finish() { return std::move(program_); }
  void set_result(const Number& number);
  void set_result(uint16_t truth) { program_.truth_result = truth; }

  void release(const Number& number);
  void release_truth(uint16_t truth) { free_truths_.push_back(truth); }

  // Numbers.
  static Number input(uint32_t index, int32_t scale);
  Number null_number() { return constant(core::kNull, 0); }
  Number constant(const core::Decimal& value);
  Number sum(VectorOp op, Number a, Number b);
  /// A date moved by a whole number of days; null outside the calendar.
  Number moved_date(VectorOp op, const Number& date, const Number& days);
  Number negated(const Number& operand);
  Number absolute(const Number& operand);
  Number product(const Number& a, const Number& b);
  Number quotient(const Number& a, const Number& b);
  /// a / value as a product, where value has a short reciprocal: division by 100 and its like is exact.
  std::optional<Number> quotient_by(const Number& a, const core::Decimal& value);
  Number power(const Number& base, int64_t exponent);
  Number extreme(VectorOp op, Number a, Number b);
  Number whole(VectorOp op, const Number& operand);
  Number select(uint16_t condition, Number yes, Number no);

  // Truths.
  uint16_t truth_constant(Truth truth);
  uint16_t boolean_input(uint32_t index);
  uint16_t combined(VectorOp op, uint16_t a, uint16_t b);
  uint16_t negated_if(bool negate, uint16_t truth);
  uint16_t truth_select(uint16_t condition, uint16_t yes, uint16_t no);
  /// Keeps `subject`.
  uint16_t truths_equal(uint16_t subject, uint16_t other);
  /// Keeps `subject`.
  uint16_t is_null(const Number& subject);
  /// Keeps `subject`; brings the constant to its units, which it must know exactly.
  uint16_t compare_constant(Comparison op, const Number& subject, const core::Decimal& value);
  /// Keeps `subject`.
  uint16_t compare(Comparison op, const Number& subject, const Number& other);
  uint16_t text_is_null(uint32_t input);
  uint16_t text_test(uint32_t input, Comparison op, std::vector<std::string> texts);
  uint16_t compare_texts(uint32_t a, Comparison op, uint32_t b);

 private:
  static uint16_t take(std::vector<uint16_t>& free, uint16_t& count);
  Number constant(int64_t value, int32_t scale);
  Number emit(Instruction instruction, const Number& a, const Number& b, int32_t scale, int64_t tolerance);
  uint16_t emit_truth(Instruction instruction);
  Number scaled(const Number& from, int32_t scale);
  void align(Number& a, Number& b);

  VectorProgram program_;
  std::vector<uint16_t> free_numbers_;
  std::vector<uint16_t> free_truths_;
  bool failed_ = false;
};

}  // namespace dunlin::rules
