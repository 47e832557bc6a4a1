// The vector program of an expression: straight-line instructions over chunks of rows. Numbers and dates are 64-bit
// columns, truths are bits. What 64 bits cannot decide for sure is marked, row by row, for the interpreter.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/feel/syntax_tree.h"

namespace dunlin::rules {

/// Rows of a chunk: eight registers of 8 KiB lie in the first cache level's neighbour with room to spare.
inline constexpr size_t kChunkRows = 1024;
inline constexpr size_t kChunkWords = kChunkRows / 64;

/// Digits behind the point of an inexact quotient, at least.
inline constexpr int32_t kQuotientDigits = 8;
/// Digits behind the point that a 64-bit register may carry.
inline constexpr int32_t kRegisterScaleMax = 18;

enum class VectorOp : uint8_t {
  // out = a op b, in numbers.
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,  ///< a * immediate / b, cut off: within one unit of the true quotient
  kMin,
  kMax,
  kSelect,  ///< truth_a ? a : b
  // out = op a.
  kScaleUp,   ///< a * immediate
  kAbs,       //
  kFloor,     ///< immediate: units of 1; a is within `tolerance` of the true value
  kCeiling,   //
  kCalendar,  ///< null outside of the calendar
  // Truths from numbers.
  kCompareConstant,  ///< a op immediate
  kCompareColumns,   ///< a op b
  kCompareTolerant,  ///< a op b, where the true difference is within `tolerance` of a - b
  kIsNull,           ///< of a
  // Truths from texts.
  kTextTest,     ///< text test number `immediate`
  kTextCompare,  ///< text inputs a and b
  // Truths from truths.
  kAnd,
  kOr,
  kNot,
  kTruthEqual,
  kTruthSelect,    ///< truth_c ? truth_a : truth_b
  kTruthConstant,  ///< immediate: a Truth
};

/// Where an instruction finds a column of numbers.
struct Operand {
  enum Kind : uint8_t { kInput, kConstant, kRegister };
  Kind kind = kInput;
  uint16_t index = 0;
  friend bool operator==(const Operand&, const Operand&) = default;
};

struct Instruction {
  VectorOp op = VectorOp::kAnd;
  Comparison comparison = Comparison::kEqual;
  uint16_t out = 0;  ///< number or truth register, by op
  Operand a, b;
  uint16_t truth_a = 0, truth_b = 0, truth_c = 0;
  int64_t immediate = 0;
  int64_t tolerance = 0;
};

/// A question to a text column, answered once per dictionary entry.
struct TextTest {
  uint16_t input = 0;
  Comparison comparison = Comparison::kEqual;  ///< kEqual: is one of `texts`; orderings: against texts[0]
  std::vector<std::string> texts;              ///< sorted
};

struct VectorProgram {
  std::vector<Instruction> code;
  std::vector<int64_t> constants;
  std::vector<TextTest> text_tests;
  uint16_t number_registers = 0;
  uint16_t truth_registers = 0;
  uint16_t truth_result = 0;  ///< of boolean expressions
  Operand number_result;      ///< of numbers and dates
  int32_t scale = 0;          ///< of number_result
  int64_t tolerance = 0;      ///< the true value is within so many units of number_result; 0: exact
};

}  // namespace dunlin::rules
