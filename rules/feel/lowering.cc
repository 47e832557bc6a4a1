#include "rules/feel/lowering.h"

#include <algorithm>

#include "core/money.h"

namespace dunlin::rules {
namespace {

using core::Decimal;

/// Inexact values further off than this are left to the interpreter.
constexpr int64_t kToleranceMax = 1'000'000'000;

/// A column of numbers within the program: units of 10^-scale, each within `tolerance` units of the true value.
struct Number {
  Operand operand;
  int32_t scale = 0;
  int64_t tolerance = 0;
  bool always_null = false;
};

/// The number without trailing zeros and with a scale from 0 up, when 64 bits hold it.
std::optional<Number> constant_form(const Decimal& value, int64_t& scaled) {
  for (int32_t scale = 0; scale <= kRegisterScaleMax; ++scale) {
    const auto down = value.floor_to(scale);
    if (!down) return std::nullopt;
    if (Decimal::of(*down, scale) == value) {
      scaled = *down;
      return Number{{}, scale, 0, false};
    }
  }
  return std::nullopt;
}

class Lowering {
 public:
  Lowering(const SyntaxTree& tree, std::span<const RuleInput> inputs) : tree_(tree), inputs_(inputs) {}

  std::optional<VectorProgram> run(ValueType wanted) {
    if (wanted == ValueType::kBoolean) {
      program_.truth_result = truth(tree_.root);
    } else if (wanted == ValueType::kText) {
      return std::nullopt;
    } else {
      const Number result = number(tree_.root);
      program_.number_result = result.operand;
      program_.scale = result.scale;
      program_.tolerance = result.tolerance;
    }
    if (failed_) return std::nullopt;
    return std::move(program_);
  }

 private:
  const Node& node(NodeIndex index) const { return tree_.nodes[index]; }
  NodeIndex child(NodeIndex index, size_t at) const { return tree_.children_of(index)[at]; }
  Number fail() {
    failed_ = true;
    return {};
  }

  // Registers are taken for a result and given back by whoever used it up.

  uint16_t take(std::vector<uint16_t>& free, uint16_t& count) {
    if (free.empty()) return count++;
    const uint16_t taken = free.back();
    free.pop_back();
    return taken;
  }
  uint16_t take_number() { return take(free_numbers_, program_.number_registers); }
  uint16_t take_truth() { return take(free_truths_, program_.truth_registers); }
  void release(const Number& number) {
    if (number.operand.kind == Operand::kRegister) free_numbers_.push_back(number.operand.index);
  }
  void release_truth(uint16_t truth) { free_truths_.push_back(truth); }
  /// Gives back a scaled copy, but not the number it was made from.
  void release_copy(const Number& copy, const Number& original) {
    if (copy.operand != original.operand) release(copy);
  }

  // Numbers and dates.

  Number constant(int64_t value, int32_t scale) {
    auto at = std::find(program_.constants.begin(), program_.constants.end(), value);
    if (at == program_.constants.end()) at = program_.constants.insert(at, value);
    Number result;
    result.operand = {Operand::kConstant, static_cast<uint16_t>(at - program_.constants.begin())};
    result.scale = scale;
    result.always_null = value == core::kNull;
    return result;
  }

  /// The number or date of a literal; nothing for null.
  static std::optional<Decimal> decimal_of(const Literal& literal) {
    if (literal.type == StaticType::kNull) return std::nullopt;
    return literal.type == StaticType::kNumber ? literal.number : Decimal::of(literal.integer);
  }

  Number literal(const Literal& literal) {
    const auto value = decimal_of(literal);
    if (!value) return constant(core::kNull, 0);
    int64_t scaled = 0;
    const auto form = constant_form(*value, scaled);
    return form ? constant(scaled, form->scale) : fail();
  }

  /// Emits `op` and describes its result, in a register of its own. The operands are given back.
  Number emit(Instruction instruction, const Number& a, const Number& b, int32_t scale, int64_t tolerance) {
    if (scale > kRegisterScaleMax || tolerance > kToleranceMax) failed_ = true;
    instruction.a = a.operand;
    instruction.b = b.operand;
    release(a);
    if (b.operand != a.operand) release(b);
    instruction.out = take_number();
    program_.code.push_back(instruction);
    return Number{{Operand::kRegister, instruction.out}, scale, tolerance, false};
  }

  /// The same number in units of 10^-scale, beside the original.
  Number scaled(const Number& from, int32_t scale) {
    const int32_t digits = scale - from.scale;
    if (digits <= 0) return from;
    if (from.always_null) {
      Number result = from;
      result.scale = scale;
      return result;
    }
    if (scale > kRegisterScaleMax) return fail();
    const int64_t factor = core::power_of_ten(static_cast<uint32_t>(digits));
    if (from.operand.kind == Operand::kConstant) {
      int64_t value = 0;
      if (__builtin_mul_overflow(program_.constants[from.operand.index], factor, &value)) return fail();
      return constant(value, scale);
    }
    if (from.tolerance > kToleranceMax / factor) return fail();
    Instruction up;
    up.op = VectorOp::kScaleUp;
    up.a = from.operand;
    up.immediate = factor;
    up.out = take_number();
    program_.code.push_back(up);
    return Number{{Operand::kRegister, up.out}, scale, from.tolerance * factor, false};
  }

  void align(Number& a, Number& b) {
    const int32_t scale = std::max(a.scale, b.scale);
    for (Number* each : {&a, &b}) {
      const Number copy = scaled(*each, scale);
      release_copy_of(*each, copy);
      *each = copy;
    }
  }
  void release_copy_of(const Number& original, const Number& copy) {
    if (copy.operand != original.operand) release(original);
  }

  Number number(NodeIndex index) {
    if (failed_) return {};
    const Node& at = node(index);
    Instruction instruction;
    switch (at.kind) {
      case NodeKind::kLiteral: return literal(*tree_.literal(index));
      case NodeKind::kName:
        return Number{{Operand::kInput, static_cast<uint16_t>(at.payload)}, inputs_[at.payload].type.scale, 0, false};
      case NodeKind::kNegate: {
        instruction.op = VectorOp::kSubtract;
        const Number operand = number(child(index, 0));
        return emit(instruction, constant(0, operand.scale), operand, operand.scale, operand.tolerance);
      }
      case NodeKind::kAdd: return sum(index, VectorOp::kAdd);
      case NodeKind::kSubtract: return sum(index, VectorOp::kSubtract);
      case NodeKind::kMultiply: return product(index);
      case NodeKind::kDivide: return quotient(index);
      case NodeKind::kPower: return power(index);
      case NodeKind::kMin: return extreme(index, VectorOp::kMin);
      case NodeKind::kMax: return extreme(index, VectorOp::kMax);
      case NodeKind::kAbs: {
        instruction.op = VectorOp::kAbs;
        const Number operand = number(child(index, 0));
        return emit(instruction, operand, operand, operand.scale, operand.tolerance);
      }
      case NodeKind::kFloor: return integer(index, VectorOp::kFloor);
      case NodeKind::kCeiling: return integer(index, VectorOp::kCeiling);
      case NodeKind::kIf: return select(index);
      default: return fail();
    }
  }

  Number sum(NodeIndex index, VectorOp op) {
    Number a = number(child(index, 0));
    Number b = number(child(index, 1));
    const bool date = node(index).type == StaticType::kDate;
    // A number of days that need not be whole is rare enough for the interpreter.
    if (date && (b.scale != 0 || b.tolerance != 0)) return fail();
    align(a, b);
    Instruction instruction;
    instruction.op = op;
    const int64_t tolerance = a.tolerance + b.tolerance;
    const Number result = emit(instruction, a, b, a.scale, tolerance == 0 ? 0 : tolerance + 1);
    if (!date) return result;
    instruction.op = VectorOp::kCalendar;
    return emit(instruction, result, result, 0, 0);
  }

  Number product(NodeIndex index) {
    return multiplied(number(child(index, 0)), number(child(index, 1)));
  }
  Number multiplied(const Number& a, const Number& b) {
    if (failed_) return {};
    int64_t tolerance = 0;
    if (a.tolerance != 0 || b.tolerance != 0) {
      // Only a constant factor keeps the error known.
      const Number& inexact = a.tolerance != 0 ? a : b;
      const Number& exact = a.tolerance != 0 ? b : a;
      if (exact.tolerance != 0 || exact.operand.kind != Operand::kConstant || exact.always_null) return fail();
      const int64_t factor = std::abs(program_.constants[exact.operand.index]);
      if (factor != 0 && inexact.tolerance > kToleranceMax / factor) return fail();
      tolerance = inexact.tolerance * factor + 1;
    }
    Instruction instruction;
    instruction.op = VectorOp::kMultiply;
    return emit(instruction, a, b, a.scale + b.scale, tolerance);
  }

  Number quotient(NodeIndex index) {
    const Number a = number(child(index, 0));
    if (failed_) return {};
    if (const Literal* by = tree_.literal(child(index, 1)); by != nullptr && decimal_of(*by)) {
      // Division by 100 and its like is an exact multiplication.
      const auto reciprocal = divide(Decimal::of(1), *decimal_of(*by));
      const auto whole = reciprocal ? multiply(*reciprocal, *decimal_of(*by)) : std::nullopt;
      int64_t value = 0;
      if (whole && *whole == Decimal::of(1)) {
        const auto form = constant_form(*reciprocal, value);
        if (form && form->scale + a.scale <= kRegisterScaleMax) return multiplied(a, constant(value, form->scale));
      }
    }
    const Number b = number(child(index, 1));
    if (failed_ || a.tolerance != 0 || b.tolerance != 0) return fail();
    const int32_t scale = std::max(kQuotientDigits, a.scale - b.scale);
    const int32_t digits = scale + b.scale - a.scale;
    if (digits > kRegisterScaleMax) return fail();
    Instruction instruction;
    instruction.op = VectorOp::kDivide;
    instruction.immediate = core::power_of_ten(static_cast<uint32_t>(digits));
    return emit(instruction, a, b, scale, 1);
  }

  Number power(NodeIndex index) {
    const Literal* exponent = tree_.literal(child(index, 1));
    const auto times = exponent != nullptr && exponent->type == StaticType::kNumber && exponent->number.is_integer()
                           ? exponent->number.scaled_to(0)
                           : std::nullopt;
    if (!times || *times < 1 || *times > 8) return fail();
    const Number base = number(child(index, 0));
    if (base.tolerance != 0) return fail();
    Number result = base;
    for (int64_t i = 1; i < *times && !failed_; ++i) {
      Instruction instruction;
      instruction.op = VectorOp::kMultiply;
      instruction.a = result.operand;
      instruction.b = base.operand;
      instruction.out = take_number();
      program_.code.push_back(instruction);
      if (i > 1) release(result);
      result = Number{{Operand::kRegister, instruction.out}, result.scale + base.scale, 0, false};
      if (result.scale > kRegisterScaleMax) return fail();
    }
    if (*times > 1) release(base);
    return result;
  }

  Number extreme(NodeIndex index, VectorOp op) {
    Number result = number(child(index, 0));
    for (const NodeIndex next : tree_.children_of(index).subspan(1)) {
      Number other = number(next);
      if (failed_) return {};
      align(result, other);
      Instruction instruction;
      instruction.op = op;
      result = emit(instruction, result, other, result.scale, std::max(result.tolerance, other.tolerance));
    }
    return result;
  }

  Number integer(NodeIndex index, VectorOp op) {
    const Number operand = number(child(index, 0));
    if (failed_ || (operand.scale == 0 && operand.tolerance == 0)) return operand;
    Instruction instruction;
    instruction.op = op;
    instruction.immediate = core::power_of_ten(static_cast<uint32_t>(operand.scale));
    instruction.tolerance = operand.tolerance;
    return emit(instruction, operand, operand, 0, 0);
  }

  Number select(NodeIndex index) {
    const uint16_t condition = truth(child(index, 0));
    Number yes = number(child(index, 1));
    Number no = number(child(index, 2));
    if (failed_) return {};
    align(yes, no);
    Instruction instruction;
    instruction.op = VectorOp::kSelect;
    instruction.truth_a = condition;
    const Number result = emit(instruction, yes, no, yes.scale, std::max(yes.tolerance, no.tolerance));
    release_truth(condition);
    return result;
  }

  // Truths.

  uint16_t fail_truth() {
    failed_ = true;
    return 0;
  }

  uint16_t emit_truth(Instruction instruction) {
    instruction.out = take_truth();
    program_.code.push_back(std::move(instruction));
    return program_.code.back().out;
  }
  /// Emits an operation on truth registers that uses them up.
  uint16_t combine(VectorOp op, uint16_t a, uint16_t b) {
    Instruction instruction;
    instruction.op = op;
    instruction.truth_a = a;
    instruction.truth_b = b;
    // In place is safe: every word is read before it is written.
    instruction.out = a;
    program_.code.push_back(instruction);
    if (b != a) release_truth(b);
    return a;
  }
  uint16_t negated_if(bool negate, uint16_t truth) { return negate ? combine(VectorOp::kNot, truth, truth) : truth; }
  uint16_t truth_constant(Truth truth) {
    Instruction instruction;
    instruction.op = VectorOp::kTruthConstant;
    instruction.immediate = truth;
    return emit_truth(instruction);
  }

  uint16_t truth(NodeIndex index) {
    if (failed_) return 0;
    const Node& at = node(index);
    switch (at.kind) {
      case NodeKind::kLiteral: {
        const Literal& literal = *tree_.literal(index);
        return truth_constant(literal.type == StaticType::kNull ? kUnknown : literal.integer != 0 ? kTrue : kFalse);
      }
      case NodeKind::kName: {
        Instruction instruction;
        instruction.op = VectorOp::kCompareConstant;
        instruction.comparison = Comparison::kGreater;
        instruction.a = {Operand::kInput, static_cast<uint16_t>(at.payload)};
        return emit_truth(instruction);
      }
      case NodeKind::kAnd: return connective(index, VectorOp::kAnd);
      case NodeKind::kOr: return connective(index, VectorOp::kOr);
      case NodeKind::kNot: return negated_if(true, truth(child(index, 0)));
      case NodeKind::kIf: return truth_select(index);
      case NodeKind::kCompare: return comparison(index);
      case NodeKind::kIn: return in(index);
      default: return fail_truth();
    }
  }

  uint16_t connective(NodeIndex index, VectorOp op) {
    uint16_t result = truth(child(index, 0));
    for (const NodeIndex next : tree_.children_of(index).subspan(1)) {
      const uint16_t other = truth(next);
      if (failed_) return 0;
      result = combine(op, result, other);
    }
    return result;
  }

  uint16_t truth_select(NodeIndex index) {
    Instruction instruction;
    instruction.op = VectorOp::kTruthSelect;
    instruction.truth_c = truth(child(index, 0));
    instruction.truth_a = truth(child(index, 1));
    instruction.truth_b = truth(child(index, 2));
    instruction.out = instruction.truth_a;
    program_.code.push_back(instruction);
    release_truth(instruction.truth_b);
    release_truth(instruction.truth_c);
    return instruction.out;
  }

  /// What a comparison is about: the type of whichever side is not a bare null.
  StaticType subject_type(NodeIndex a, NodeIndex b) const {
    return node(a).type == StaticType::kNull ? node(b).type : node(a).type;
  }

  uint16_t comparison(NodeIndex index) {
    NodeIndex left = child(index, 0);
    NodeIndex right = child(index, 1);
    Comparison op = node(index).comparison;
    if (tree_.literal(left) != nullptr) {
      std::swap(left, right);
      op = mirrored(op);
    }
    switch (subject_type(left, right)) {
      case StaticType::kBoolean: {
        const uint16_t subject = truth(left);
        const uint16_t result = compare_truth(op, subject, right);
        release_truth(subject);
        return result;
      }
      case StaticType::kText: return compare_text(op, left, right);
      default: {
        const Number subject = number(left);
        const uint16_t result = compare_number(op, subject, right);
        release(subject);
        return result;
      }
    }
  }

  uint16_t is_null(const Number& subject) {
    Instruction instruction;
    instruction.op = VectorOp::kIsNull;
    instruction.a = subject.operand;
    return emit_truth(instruction);
  }

  /// subject op `other`, without using the subject up.
  uint16_t compare_number(Comparison op, const Number& subject, NodeIndex other) {
    if (failed_) return 0;
    if (const Literal* constant = tree_.literal(other)) {
      const auto value = decimal_of(*constant);
      if (!value) return is_ordering(op) ? truth_constant(kUnknown) : negated_if(op == Comparison::kNotEqual, is_null(subject));
      if (subject.tolerance == 0) return compare_constant(op, subject, *value);
    }
    const Number against = number(other);
    if (failed_) return 0;
    const int32_t scale = std::max(subject.scale, against.scale);
    const Number a = scaled(subject, scale);
    const Number b = scaled(against, scale);
    Instruction instruction;
    instruction.comparison = op;
    instruction.a = a.operand;
    instruction.b = b.operand;
    instruction.tolerance = a.tolerance + b.tolerance;
    instruction.op = instruction.tolerance == 0 ? VectorOp::kCompareColumns : VectorOp::kCompareTolerant;
    release_copy(a, subject);
    release_copy(b, against);
    release(against);
    return emit_truth(instruction);
  }

  /// Brings the constant to the column's units instead of the column to the constant's.
  uint16_t compare_constant(Comparison op, const Number& subject, const Decimal& value) {
    const auto down = value.floor_to(subject.scale);
    const auto up = value.ceiling_to(subject.scale);
    Instruction instruction;
    instruction.op = VectorOp::kCompareConstant;
    instruction.comparison = op;
    instruction.a = subject.operand;
    if (op == Comparison::kEqual || op == Comparison::kNotEqual) {
      if (!down || !up || *down != *up) return truth_constant(op == Comparison::kEqual ? kFalse : kTrue);
      instruction.immediate = *down;
      return emit_truth(instruction);
    }
    const bool below = op == Comparison::kLess || op == Comparison::kLessEqual;
    if (!down || !up) {
      // Beyond 64 bits: every number compares alike, null stays unknown.
      const bool holds = below == (value.coefficient > 0);
      instruction.comparison = holds ? Comparison::kLessEqual : Comparison::kGreater;
      instruction.immediate = INT64_MAX;
      return emit_truth(instruction);
    }
    // x < 0.5 is x < 1 for whole numbers, x <= 0.5 is x <= 0, and so on.
    instruction.immediate = op == Comparison::kLess || op == Comparison::kGreaterEqual ? *up : *down;
    return emit_truth(instruction);
  }

  uint16_t compare_truth(Comparison op, uint16_t subject, NodeIndex other) {
    // Booleans have no order, so an ordering has got past the checker with nulls only.
    if (is_ordering(op)) return truth_constant(kUnknown);
    const uint16_t against = truth(other);
    if (failed_) return 0;
    const uint16_t result = combine_kept(VectorOp::kTruthEqual, subject, against);
    return negated_if(op == Comparison::kNotEqual, result);
  }
  /// As combine, but into b and leaving a as it is.
  uint16_t combine_kept(VectorOp op, uint16_t a, uint16_t b) {
    Instruction instruction;
    instruction.op = op;
    instruction.truth_a = a;
    instruction.truth_b = b;
    instruction.out = b;
    program_.code.push_back(instruction);
    return b;
  }

  uint16_t text_test(uint16_t input, Comparison op, std::vector<std::string> texts) {
    Instruction instruction;
    instruction.op = VectorOp::kTextTest;
    instruction.immediate = static_cast<int64_t>(program_.text_tests.size());
    std::sort(texts.begin(), texts.end());
    program_.text_tests.push_back({input, op, std::move(texts)});
    return emit_truth(instruction);
  }

  uint16_t text_is_null(uint16_t input) {
    Instruction instruction;
    instruction.op = VectorOp::kIsNull;
    instruction.a = {Operand::kInput, input};
    return emit_truth(instruction);
  }

  /// Texts are compared where at least one side is a column as it came; texts made by `if` are the interpreter's.
  uint16_t compare_text(Comparison op, NodeIndex left, NodeIndex right) {
    if (node(left).kind != NodeKind::kName) return fail_truth();
    const auto input = static_cast<uint16_t>(node(left).payload);
    const bool negate = op == Comparison::kNotEqual;
    if (negate) op = Comparison::kEqual;
    if (const Literal* constant = tree_.literal(right)) {
      if (constant->type == StaticType::kNull) {
        return op == Comparison::kEqual ? negated_if(negate, text_is_null(input)) : truth_constant(kUnknown);
      }
      return negated_if(negate, text_test(input, op, {constant->text}));
    }
    if (node(right).kind != NodeKind::kName) return fail_truth();
    Instruction instruction;
    instruction.op = VectorOp::kTextCompare;
    instruction.comparison = op;
    instruction.a = {Operand::kInput, input};
    instruction.b = {Operand::kInput, static_cast<uint16_t>(node(right).payload)};
    return negated_if(negate, emit_truth(instruction));
  }

  uint16_t in(NodeIndex index) {
    const NodeIndex subject = child(index, 0);
    const auto tests = tree_.children_of(index).subspan(1);
    StaticType type = node(subject).type;
    for (const NodeIndex test : tests) {
      for (const NodeIndex operand : tree_.children_of(test)) {
        if (type == StaticType::kNull) type = node(operand).type;
      }
    }
    if (type == StaticType::kText) return in_text(subject, tests);
    if (type == StaticType::kBoolean || type == StaticType::kNull) {
      const uint16_t truth_subject = truth(subject);
      const uint16_t result =
          any_of(tests, [&](Comparison op, NodeIndex operand) { return compare_truth(op, truth_subject, operand); });
      release_truth(truth_subject);
      return result;
    }
    const Number number_subject = number(subject);
    const uint16_t result =
        any_of(tests, [&](Comparison op, NodeIndex operand) { return compare_number(op, number_subject, operand); });
    release(number_subject);
    return result;
  }

  /// or over tests, each a comparison of the subject or, for a range, two of them.
  template <class Compare>
  uint16_t any_of(std::span<const NodeIndex> tests, Compare compare) {
    std::optional<uint16_t> result;
    for (const NodeIndex test : tests) {
      const Node& at = node(test);
      uint16_t holds = 0;
      if (at.kind == NodeKind::kTest) {
        holds = compare(at.comparison, child(test, 0));
      } else {
        const uint16_t low = compare(at.low_open ? Comparison::kGreater : Comparison::kGreaterEqual, child(test, 0));
        const uint16_t high = compare(at.high_open ? Comparison::kLess : Comparison::kLessEqual, child(test, 1));
        holds = combine(VectorOp::kAnd, low, high);
      }
      if (failed_) return 0;
      result = result ? combine(VectorOp::kOr, *result, holds) : holds;
    }
    return *result;
  }

  /// A list of text literals is one look at the dictionary.
  uint16_t in_text(NodeIndex subject, std::span<const NodeIndex> tests) {
    if (node(subject).kind != NodeKind::kName) return fail_truth();
    std::vector<std::string> texts;
    std::vector<NodeIndex> others;
    for (const NodeIndex test : tests) {
      const Literal* value = tree_.literal(child(test, 0));
      if (node(test).kind == NodeKind::kTest && node(test).comparison == Comparison::kEqual && value != nullptr &&
          value->type == StaticType::kText) {
        texts.push_back(value->text);
      } else {
        others.push_back(test);
      }
    }
    std::optional<uint16_t> result;
    if (!texts.empty()) {
      result = text_test(static_cast<uint16_t>(node(subject).payload), Comparison::kEqual, std::move(texts));
    }
    if (others.empty()) return *result;
    const uint16_t rest =
        any_of(others, [&](Comparison op, NodeIndex operand) { return compare_text(op, subject, operand); });
    return failed_ ? 0 : result ? combine(VectorOp::kOr, *result, rest) : rest;
  }

  const SyntaxTree& tree_;
  std::span<const RuleInput> inputs_;
  VectorProgram program_;
  std::vector<uint16_t> free_numbers_;
  std::vector<uint16_t> free_truths_;
  bool failed_ = false;
};

}  // namespace

std::optional<VectorProgram> lower(const SyntaxTree& tree, std::span<const RuleInput> inputs, ValueType wanted) {
  return Lowering(tree, inputs).run(wanted);
}

}  // namespace dunlin::rules
