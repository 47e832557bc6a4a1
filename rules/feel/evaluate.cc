// Runs vector programs over the rows of a page, chunk by chunk, and has the interpreter decide the rows that a chunk marks.

#include <algorithm>
#include <array>
#include <cstring>

#include "core/invariant.h"
#include "rules/feel/arithmetic_kernel.h"
#include "rules/feel/compiled_expression.h"
#include "rules/feel/interpreter.h"
#include "rules/feel/text_condition.h"

namespace dunlin::rules {

namespace {

struct alignas(64) NumberRegister {
  int64_t rows[kChunkRows];
};

/// Bytes 0 or 1 from the bits of a byte, first bit first.
struct SpreadTable {
  uint64_t bytes[256];
};
constexpr SpreadTable spread_table() {
  SpreadTable table{};
  for (uint64_t value = 0; value < 256; ++value) {
    for (uint64_t bit = 0; bit < 8; ++bit) table.bytes[value] |= (value >> bit & 1) << (8 * bit);
  }
  return table;
}
constexpr SpreadTable kSpread = spread_table();
static_assert(kTrue == 1 && kUnknown == 2, "truth bytes are made of bits");

void write_truth(const TruthBits& bits, size_t rows, uint8_t* out) {
  for (size_t i = 0; i < rows; i += 8) {
    const uint64_t is_true = bits.is_true[i / 64] >> (i % 64) & 0xFF;
    const uint64_t is_null = bits.is_null[i / 64] >> (i % 64) & 0xFF;
    const uint64_t bytes = kSpread.bytes[is_true] | kSpread.bytes[is_null] << 1;
    std::memcpy(out + i, &bytes, std::min<size_t>(rows - i, 8));
  }
}

}  // namespace

struct Workspace::Chunk {
  std::vector<NumberRegister> constants;
  std::vector<NumberRegister> registers;
  std::vector<TruthBits> truths;
  std::vector<TextAnswers> texts;
  NumberRegister nulls;
  uint64_t redo[kChunkWords];
};

Workspace::Workspace() : chunk_(std::make_unique<Chunk>()) {
  std::fill(std::begin(chunk_->nulls.rows), std::end(chunk_->nulls.rows), core::kNull);
}
Workspace::~Workspace() = default;

/// One call: a program, its inputs and the workspace it runs in.
struct Evaluation {
  const Program& program;
  std::span<const InputColumn> inputs;
  size_t rows;
  Workspace& workspace;
  Workspace::Chunk& chunk = *workspace.chunk_;

  void prepare(ValueType expected_a, ValueType expected_b) {
    const ValueType type = program.type();
    INVARIANT(type == expected_a || type == expected_b, "program of another type:", static_cast<int>(type));
    const auto wanted = program.inputs();
    INVARIANT(inputs.size() == wanted.size(), "columns for a program:", inputs.size(), wanted.size());
    for (size_t i = 0; i < inputs.size(); ++i) {
      const InputColumn& column = inputs[i];
      INVARIANT(column.type.type == wanted[i].type.type && column.type.scale == wanted[i].type.scale,
                "column of another type than compiled:", wanted[i].name);
      const bool text = column.type.type == ValueType::kText;
      const size_t given = text ? (column.text == nullptr ? rows : column.text->rows())
                                : (column.values.empty() ? rows : column.values.size());
      INVARIANT(given >= rows, "column shorter than the rows asked for:", wanted[i].name, given, rows);
    }
    workspace.error_rows_.clear();
    workspace.scalar_rows_ = 0;
    if (!program.is_vectorised()) return;
    const VectorProgram& vector = *program.compiled().vector;
    const size_t filled = std::min(rows, kChunkRows);
    if (chunk.constants.size() < vector.constants.size()) chunk.constants.resize(vector.constants.size());
    for (size_t i = 0; i < vector.constants.size(); ++i) std::fill_n(chunk.constants[i].rows, filled, vector.constants[i]);
    if (chunk.registers.size() < vector.number_registers) chunk.registers.resize(vector.number_registers);
    if (chunk.truths.size() < vector.truth_registers) chunk.truths.resize(vector.truth_registers);
    if (chunk.texts.size() < vector.text_tests.size()) chunk.texts.resize(vector.text_tests.size());
    for (size_t i = 0; i < vector.text_tests.size(); ++i) {
      chunk.texts[i].prepare(vector.text_tests[i], inputs[vector.text_tests[i].input].text);
    }
  }

  const int64_t* column(Operand operand, size_t begin) const {
    switch (operand.kind) {
      case Operand::kInput: {
        const auto& values = inputs[operand.index].values;
        return values.empty() ? chunk.nulls.rows : values.data() + begin;
      }
      case Operand::kConstant: return chunk.constants[operand.index].rows;
      default: return chunk.registers[operand.index].rows;
    }
  }

  /// Runs every instruction over rows [begin, begin + count).
  void run(size_t begin, size_t count) {
    std::memset(chunk.redo, 0, sizeof chunk.redo);
    for (const Instruction& instruction : program.compiled().vector->code) {
      if (instruction.op < VectorOp::kCompareConstant) {
        run_number(instruction, begin, count);
      } else if (instruction.op < VectorOp::kAnd) {
        run_test(instruction, begin, count, chunk.truths[instruction.out]);
      } else {
        run_truth(instruction, chunk.truths[instruction.out]);
      }
    }
  }

  void run_number(const Instruction& at, size_t begin, size_t count) {
    const int64_t* a = column(at.a, begin);
    const int64_t* b = column(at.b, begin);
    int64_t* out = chunk.registers[at.out].rows;
    switch (at.op) {
      case VectorOp::kAdd: return add_kernel(a, b, count, out, chunk.redo);
      case VectorOp::kSubtract: return subtract_kernel(a, b, count, out, chunk.redo);
      case VectorOp::kMultiply: return multiply_kernel(a, b, count, out, chunk.redo);
      case VectorOp::kDivide: return divide_kernel(a, b, at.immediate, count, out, chunk.redo);
      case VectorOp::kMin: return min_kernel(a, b, count, out, chunk.redo);
      case VectorOp::kMax: return max_kernel(a, b, count, out, chunk.redo);
      case VectorOp::kSelect: return select_kernel(chunk.truths[at.truth_a].is_true, a, b, count, out);
      case VectorOp::kScaleUp: return scale_kernel(a, at.immediate, count, out, chunk.redo);
      case VectorOp::kAbs: return abs_kernel(a, count, out);
      case VectorOp::kFloor: return floor_kernel(a, at.immediate, at.tolerance, count, out, chunk.redo);
      case VectorOp::kCeiling: return ceiling_kernel(a, at.immediate, at.tolerance, count, out, chunk.redo);
      default: return calendar_kernel(a, kFirstDay, kLastDay, count, out);
    }
  }

  void run_test(const Instruction& at, size_t begin, size_t count, TruthBits& out) {
    switch (at.op) {
      case VectorOp::kCompareConstant:
        return compare_constant_kernel(at.comparison, column(at.a, begin), at.immediate, count, out);
      case VectorOp::kCompareColumns:
        return compare_columns_kernel(at.comparison, column(at.a, begin), column(at.b, begin), count, out);
      case VectorOp::kCompareTolerant:
        return compare_tolerant_kernel(at.comparison, column(at.a, begin), column(at.b, begin), at.tolerance, count, out,
                                       chunk.redo);
      case VectorOp::kIsNull:
        if (at.a.kind == Operand::kInput && inputs[at.a.index].type.type == ValueType::kText) {
          null_texts(inputs[at.a.index].text, begin, count, out.is_true);
          std::memset(out.is_null, 0, sizeof out.is_null);
        } else {
          compare_columns_kernel(Comparison::kEqual, column(at.a, begin), chunk.nulls.rows, count, out);
        }
        return;
      case VectorOp::kTextTest: return chunk.texts[static_cast<size_t>(at.immediate)].answer(begin, count, out);
      default: return compare_texts(at.comparison, inputs[at.a.index].text, inputs[at.b.index].text, begin, count, out);
    }
  }

  void run_truth(const Instruction& at, TruthBits& out) {
    const TruthBits& a = chunk.truths[at.truth_a];
    const TruthBits& b = chunk.truths[at.truth_b];
    const TruthBits& c = chunk.truths[at.truth_c];
    for (size_t w = 0; w < kChunkWords; ++w) {
      uint64_t is_true = 0;
      uint64_t is_null = 0;
      switch (at.op) {
        case VectorOp::kAnd: {
          is_true = a.is_true[w] & b.is_true[w];
          const uint64_t is_false = ~(a.is_true[w] | a.is_null[w]) | ~(b.is_true[w] | b.is_null[w]);
          is_null = ~(is_true | is_false);
          break;
        }
        case VectorOp::kOr:
          is_true = a.is_true[w] | b.is_true[w];
          is_null = (a.is_null[w] | b.is_null[w]) & ~is_true;
          break;
        case VectorOp::kNot:
          is_null = a.is_null[w];
          is_true = ~(a.is_true[w] | is_null);
          break;
        case VectorOp::kTruthEqual: is_true = ~((a.is_true[w] ^ b.is_true[w]) | (a.is_null[w] ^ b.is_null[w])); break;
        case VectorOp::kTruthSelect:
          is_true = (c.is_true[w] & a.is_true[w]) | (~c.is_true[w] & b.is_true[w]);
          is_null = (c.is_true[w] & a.is_null[w]) | (~c.is_true[w] & b.is_null[w]);
          break;
        default:
          is_true = at.immediate == kTrue ? ~0ULL : 0;
          is_null = at.immediate == kUnknown ? ~0ULL : 0;
          break;
      }
      out.is_true[w] = is_true;
      out.is_null[w] = is_null;
    }
  }

  /// The interpreter's word on one row.
  Value decide(size_t row) {
    ++workspace.scalar_rows_;
    const RowResult result = evaluate_row(program, inputs, row);
    if (result.overflow) workspace.error_rows_.push_back(static_cast<uint32_t>(row));
    return result.value;
  }
  Truth decide_truth(size_t row) {
    const Value value = decide(row);
    return value.is_null ? kUnknown : value.integer != 0 ? kTrue : kFalse;
  }
  int64_t decide_number(size_t row, int32_t scale) {
    const Value value = decide(row);
    if (value.is_null) return core::kNull;
    if (value.type != ValueType::kNumber) return value.integer;
    const auto scaled = value.number.scaled_to(scale);
    if (!scaled) workspace.error_rows_.push_back(static_cast<uint32_t>(row));
    return scaled.value_or(core::kNull);
  }

  /// Calls sink(row) for every marked row of the chunk at `begin`.
  template <class Sink>
  void marked_rows(size_t begin, size_t count, Sink sink) {
    for (size_t w = 0; w * 64 < count; ++w) {
      for (uint64_t bits = chunk.redo[w]; bits != 0; bits &= bits - 1) {
        sink(begin + w * 64 + static_cast<size_t>(__builtin_ctzll(bits)));
      }
    }
  }

  /// Truths of the chunk at `begin`, the interpreter's corrections included.
  const TruthBits& chunk_truth(size_t begin, size_t count) {
    run(begin, count);
    TruthBits& bits = chunk.truths[program.compiled().vector->truth_result];
    marked_rows(begin, count, [&](size_t row) {
      const Truth truth = decide_truth(row);
      const size_t at = row - begin;
      const uint64_t bit = 1ULL << (at % 64);
      bits.is_true[at / 64] = truth == kTrue ? bits.is_true[at / 64] | bit : bits.is_true[at / 64] & ~bit;
      bits.is_null[at / 64] = truth == kUnknown ? bits.is_null[at / 64] | bit : bits.is_null[at / 64] & ~bit;
    });
    return bits;
  }

  /// Numbers of the chunk at `begin` in the units of the result; marks rows whose last digit it cannot tell.
  void chunk_numbers(size_t begin, size_t count, int32_t scale, int64_t* out) {
    run(begin, count);
    const VectorProgram& vector = *program.compiled().vector;
    const int64_t* from = column(vector.number_result, begin);
    const int32_t digits = scale - vector.scale;
    if (digits >= 0) {
      if (digits > kRegisterScaleMax) {
        mark_all(count);
      } else {
        scale_kernel(from, core_power(digits), count, out, chunk.redo);
        if (vector.tolerance > 0) mark_all(count);
      }
    } else {
      round_down(from, core_power(-digits), vector.tolerance, count, out);
    }
    marked_rows(begin, count, [&](size_t row) { out[row - begin] = decide_number(row, scale); });
  }

  static int64_t core_power(int32_t digits) {
    int64_t power = 1;
    while (digits-- > 0) power *= 10;
    return power;
  }
  void mark_all(size_t count) {
    for (size_t i = 0; i < count; ++i) chunk.redo[i / 64] |= 1ULL << (i % 64);
  }

  /// Half-even, in units of `unit`.
  void round_down(const int64_t* from, int64_t unit, int64_t tolerance, size_t count, int64_t* out) {
    const int64_t half = unit / 2;
    for (size_t i = 0; i < count; ++i) {
      const int64_t value = from[i];
      if (value == core::kNull) {
        out[i] = core::kNull;
        continue;
      }
      int64_t quotient = value / unit;
      int64_t rest = value % unit;
      if (rest < 0) {
        rest += unit;
        --quotient;
      }
      out[i] = quotient + (rest > half || (rest == half && (quotient & 1) != 0));
      const bool near_half = tolerance > 0 && std::abs(rest - half) <= tolerance;
      chunk.redo[i / 64] |= static_cast<uint64_t>(near_half) << (i % 64);
    }
  }
};

void evaluate(const Program& program, std::span<const InputColumn> inputs, size_t rows, Workspace& workspace,
              std::span<uint8_t> truth) {
  INVARIANT(truth.size() >= rows, "no room for the truths of all rows:", truth.size(), rows);
  Evaluation evaluation{program, inputs, rows, workspace};
  evaluation.prepare(ValueType::kBoolean, ValueType::kBoolean);
  if (!program.is_vectorised()) {
    for (size_t row = 0; row < rows; ++row) truth[row] = evaluation.decide_truth(row);
    return;
  }
  for (size_t begin = 0; begin < rows; begin += kChunkRows) {
    const size_t count = std::min(rows - begin, kChunkRows);
    write_truth(evaluation.chunk_truth(begin, count), count, truth.data() + begin);
  }
}

size_t evaluate_and(const Program& program, std::span<const InputColumn> inputs, size_t rows, Workspace& workspace,
                    std::span<uint64_t> mask) {
  INVARIANT(mask.size() * 64 >= rows, "mask shorter than the rows:", mask.size(), rows);
  Evaluation evaluation{program, inputs, rows, workspace};
  evaluation.prepare(ValueType::kBoolean, ValueType::kBoolean);
  size_t remaining = 0;
  for (size_t begin = 0; begin < rows; begin += kChunkRows) {
    const size_t count = std::min(rows - begin, kChunkRows);
    uint64_t* words = mask.data() + begin / 64;
    if (program.is_vectorised()) {
      const TruthBits& bits = evaluation.chunk_truth(begin, count);
      for (size_t w = 0; w * 64 < count; ++w) words[w] &= bits.is_true[w];
    } else {
      for (size_t i = 0; i < count; ++i) {
        const uint64_t bit = 1ULL << (i % 64);
        if ((words[i / 64] & bit) != 0 && evaluation.decide_truth(begin + i) != kTrue) words[i / 64] &= ~bit;
      }
    }
    if (count % 64 != 0) words[count / 64] &= (1ULL << (count % 64)) - 1;
    for (size_t w = 0; w * 64 < count; ++w) remaining += static_cast<size_t>(__builtin_popcountll(words[w]));
  }
  return remaining;
}

void evaluate_numbers(const Program& program, std::span<const InputColumn> inputs, size_t rows, Workspace& workspace,
                      uint8_t scale, std::span<int64_t> out) {
  INVARIANT(out.size() >= rows, "no room for the numbers of all rows:", out.size(), rows);
  Evaluation evaluation{program, inputs, rows, workspace};
  evaluation.prepare(ValueType::kNumber, ValueType::kDate);
  INVARIANT(program.type() == ValueType::kNumber || scale == 0, "dates have no digits behind the point:", int{scale});
  if (!program.is_vectorised()) {
    for (size_t row = 0; row < rows; ++row) out[row] = evaluation.decide_number(row, scale);
    return;
  }
  for (size_t begin = 0; begin < rows; begin += kChunkRows) {
    const size_t count = std::min(rows - begin, kChunkRows);
    evaluation.chunk_numbers(begin, count, scale, out.data() + begin);
  }
}

RowResult evaluate_row(const Program& program, std::span<const InputColumn> inputs, size_t row) {
  const CompiledExpression& compiled = program.compiled();
  RowResult result = interpret(compiled.tree, compiled.tree.root, inputs, row);
  if (result.value.is_null) result.value.type = compiled.type;
  return result;
}

}  // namespace dunlin::rules
