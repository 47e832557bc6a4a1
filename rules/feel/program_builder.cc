#include "rules/feel/program_builder.h"

#include <algorithm>

#include "core/money.h"

namespace dunlin::rules {
namespace {

using core::Decimal;

/// Inexact values further off than this are left to the interpreter.
constexpr int64_t kToleranceMax = 1'000'000'000;

struct ScaledConstant {
  int64_t value;
  int32_t scale;
};

/// The number with as few digits behind the point as show it, from 0 up, when 64 bits hold it.
std::optional<ScaledConstant> shortest(const Decimal& value) {
  for (int32_t scale = 0; scale <= kRegisterScaleMax; ++scale) {
    const auto down = value.floor_to(scale);
    if (!down) return std::nullopt;
    if (Decimal::of(*down, scale) == value) return ScaledConstant{*down, scale};
  }
  return std::nullopt;
}

int64_t ten_to(int32_t digits) { return core::power_of_ten(static_cast<uint32_t>(digits)); }

Instruction instruction_of(VectorOp op) {
  Instruction instruction;
  instruction.op = op;
  return instruction;
}

}  // namespace

Number ProgramBuilder::fail() {
  failed_ = true;
  return {};
}
uint16_t ProgramBuilder::fail_truth() {
  failed_ = true;
  return 0;
}

void ProgramBuilder::set_result(const Number& number) {
  program_.number_result = number.operand;
  program_.scale = number.scale;
  program_.tolerance = number.tolerance;
}

uint16_t ProgramBuilder::take(std::vector<uint16_t>& free, uint16_t& count) {
  if (free.empty()) return count++;
  const uint16_t taken = free.back();
  free.pop_back();
  return taken;
}

void ProgramBuilder::release(const Number& number) {
  if (number.operand.kind == Operand::kRegister) free_numbers_.push_back(number.operand.index);
}

/// Emits an operation, giving its operands back first: results may lie where operands lay.
Number ProgramBuilder::emit(Instruction instruction, const Number& a, const Number& b, int32_t scale, int64_t tolerance) {
  if (scale > kRegisterScaleMax || tolerance > kToleranceMax) failed_ = true;
  instruction.a = a.operand;
  instruction.b = b.operand;
  release(a);
  if (b.operand != a.operand) release(b);
  instruction.out = take(free_numbers_, program_.number_registers);
  program_.code.push_back(instruction);
  return Number{{Operand::kRegister, instruction.out}, scale, tolerance, false};
}

uint16_t ProgramBuilder::emit_truth(Instruction instruction) {
  instruction.out = take(free_truths_, program_.truth_registers);
  program_.code.push_back(instruction);
  return instruction.out;
}

Number ProgramBuilder::input(uint32_t index, int32_t scale) {
  return Number{{Operand::kInput, static_cast<uint16_t>(index)}, scale, 0, false};
}

Number ProgramBuilder::constant(int64_t value, int32_t scale) {
  auto at = std::find(program_.constants.begin(), program_.constants.end(), value);
  if (at == program_.constants.end()) at = program_.constants.insert(at, value);
  const auto index = static_cast<uint16_t>(at - program_.constants.begin());
  return Number{{Operand::kConstant, index}, scale, 0, value == core::kNull};
}

Number ProgramBuilder::constant(const Decimal& value) {
  const auto form = shortest(value);
  return form ? constant(form->value, form->scale) : fail();
}

/// The same number in finer units, beside the original.
Number ProgramBuilder::scaled(const Number& from, int32_t scale) {
  const int32_t digits = scale - from.scale;
  if (digits <= 0) return from;
  if (from.always_null) return Number{from.operand, scale, 0, true};
  if (scale > kRegisterScaleMax) return fail();
  const int64_t factor = ten_to(digits);
  if (from.operand.kind == Operand::kConstant) {
    int64_t value = 0;
    if (__builtin_mul_overflow(program_.constants[from.operand.index], factor, &value)) return fail();
    return constant(value, scale);
  }
  if (from.tolerance > kToleranceMax / factor) return fail();
  Instruction up = instruction_of(VectorOp::kScaleUp);
  up.a = from.operand;
  up.b = from.operand;
  up.immediate = factor;
  up.out = take(free_numbers_, program_.number_registers);
  program_.code.push_back(up);
  return Number{{Operand::kRegister, up.out}, scale, from.tolerance * factor, false};
}

void ProgramBuilder::align(Number& a, Number& b) {
  const int32_t scale = std::max(a.scale, b.scale);
  for (Number* each : {&a, &b}) {
    const Number finer = scaled(*each, scale);
    if (finer.operand != each->operand) release(*each);
    *each = finer;
  }
}

Number ProgramBuilder::sum(VectorOp op, Number a, Number b) {
  align(a, b);
  const int64_t tolerance = a.tolerance + b.tolerance;
  // One more for the rounding of the definition itself, which only inexact numbers can meet.
  return emit(instruction_of(op), a, b, a.scale, tolerance == 0 ? 0 : tolerance + 1);
}

Number ProgramBuilder::moved_date(VectorOp op, const Number& date, const Number& days) {
  // Days that need not be whole are rare enough for the interpreter.
  if (days.scale != 0 || days.tolerance != 0) return fail();
  const Number moved = sum(op, date, days);
  return emit(instruction_of(VectorOp::kCalendar), moved, moved, 0, 0);
}

Number ProgramBuilder::negated(const Number& operand) {
  return emit(instruction_of(VectorOp::kSubtract), constant(0, operand.scale), operand, operand.scale, operand.tolerance);
}

Number ProgramBuilder::absolute(const Number& operand) {
  return emit(instruction_of(VectorOp::kAbs), operand, operand, operand.scale, operand.tolerance);
}

Number ProgramBuilder::product(const Number& a, const Number& b) {
  if (failed_) return {};
  int64_t tolerance = 0;
  if (a.tolerance != 0 || b.tolerance != 0) {
    // Only a constant factor keeps the error known.
    const Number& inexact = a.tolerance != 0 ? a : b;
    const Number& exact = a.tolerance != 0 ? b : a;
    if (exact.tolerance != 0 || exact.operand.kind != Operand::kConstant || exact.always_null) return fail();
    const int64_t constant_factor = program_.constants[exact.operand.index];
    if (constant_factor > kToleranceMax || constant_factor < -kToleranceMax) return fail();
    tolerance = inexact.tolerance * std::abs(constant_factor) + 1;
  }
  return emit(instruction_of(VectorOp::kMultiply), a, b, a.scale + b.scale, tolerance);
}

std::optional<Number> ProgramBuilder::quotient_by(const Number& a, const Decimal& value) {
  const auto reciprocal = divide(Decimal::of(1), value);
  const auto one = reciprocal ? multiply(*reciprocal, value) : std::nullopt;
  if (!one || *one != Decimal::of(1)) return std::nullopt;
  const auto form = shortest(*reciprocal);
  if (!form || form->scale + a.scale > kRegisterScaleMax) return std::nullopt;
  return product(a, constant(form->value, form->scale));
}

Number ProgramBuilder::quotient(const Number& a, const Number& b) {
  if (failed_ || a.tolerance != 0 || b.tolerance != 0) return fail();
  const int32_t scale = std::max(kQuotientDigits, a.scale - b.scale);
  const int32_t digits = scale + b.scale - a.scale;
  if (digits > kRegisterScaleMax) return fail();
  Instruction instruction = instruction_of(VectorOp::kDivide);
  instruction.immediate = ten_to(digits);
  return emit(instruction, a, b, scale, 1);
}

Number ProgramBuilder::power(const Number& base, int64_t exponent) {
  if (failed_ || exponent < 1 || base.tolerance != 0 || base.scale * exponent > kRegisterScaleMax) return fail();
  Number result = base;
  for (int64_t i = 1; i < exponent; ++i) {
    Instruction instruction = instruction_of(VectorOp::kMultiply);
    instruction.a = result.operand;
    instruction.b = base.operand;
    if (i > 1) release(result);
    instruction.out = take(free_numbers_, program_.number_registers);
    program_.code.push_back(instruction);
    result = Number{{Operand::kRegister, instruction.out}, result.scale + base.scale, 0, false};
  }
  if (exponent > 1) release(base);
  return result;
}

Number ProgramBuilder::extreme(VectorOp op, Number a, Number b) {
  align(a, b);
  return emit(instruction_of(op), a, b, a.scale, std::max(a.tolerance, b.tolerance));
}

Number ProgramBuilder::whole(VectorOp op, const Number& operand) {
  if (failed_ || (operand.scale == 0 && operand.tolerance == 0)) return operand;
  Instruction instruction = instruction_of(op);
  instruction.immediate = ten_to(operand.scale);
  instruction.tolerance = operand.tolerance;
  return emit(instruction, operand, operand, 0, 0);
}

Number ProgramBuilder::select(uint16_t condition, Number yes, Number no) {
  align(yes, no);
  Instruction instruction = instruction_of(VectorOp::kSelect);
  instruction.truth_a = condition;
  const Number result = emit(instruction, yes, no, yes.scale, std::max(yes.tolerance, no.tolerance));
  release_truth(condition);
  return result;
}

uint16_t ProgramBuilder::truth_constant(Truth truth) {
  Instruction instruction = instruction_of(VectorOp::kTruthConstant);
  instruction.immediate = truth;
  return emit_truth(instruction);
}

uint16_t ProgramBuilder::boolean_input(uint32_t index) {
  Instruction instruction = instruction_of(VectorOp::kCompareConstant);
  instruction.comparison = Comparison::kGreater;
  instruction.a = {Operand::kInput, static_cast<uint16_t>(index)};
  return emit_truth(instruction);
}

uint16_t ProgramBuilder::combined(VectorOp op, uint16_t a, uint16_t b) {
  Instruction instruction = instruction_of(op);
  instruction.truth_a = a;
  instruction.truth_b = b;
  // In place is safe: every word is read before it is written.
  instruction.out = a;
  program_.code.push_back(instruction);
  if (b != a) release_truth(b);
  return a;
}

uint16_t ProgramBuilder::negated_if(bool negate, uint16_t truth) {
  return negate ? combined(VectorOp::kNot, truth, truth) : truth;
}

uint16_t ProgramBuilder::truth_select(uint16_t condition, uint16_t yes, uint16_t no) {
  Instruction instruction = instruction_of(VectorOp::kTruthSelect);
  instruction.truth_c = condition;
  instruction.truth_a = yes;
  instruction.truth_b = no;
  instruction.out = yes;
  program_.code.push_back(instruction);
  release_truth(no);
  release_truth(condition);
  return yes;
}

uint16_t ProgramBuilder::truths_equal(uint16_t subject, uint16_t other) {
  Instruction instruction = instruction_of(VectorOp::kTruthEqual);
  instruction.truth_a = subject;
  instruction.truth_b = other;
  instruction.out = other;
  program_.code.push_back(instruction);
  return other;
}

uint16_t ProgramBuilder::is_null(const Number& subject) {
  Instruction instruction = instruction_of(VectorOp::kIsNull);
  instruction.a = subject.operand;
  return emit_truth(instruction);
}

uint16_t ProgramBuilder::compare_constant(Comparison op, const Number& subject, const Decimal& value) {
  const auto down = value.floor_to(subject.scale);
  const auto up = value.ceiling_to(subject.scale);
  Instruction instruction = instruction_of(VectorOp::kCompareConstant);
  instruction.comparison = op;
  instruction.a = subject.operand;
  if (!is_ordering(op)) {
    if (!down || !up || *down != *up) return truth_constant(op == Comparison::kEqual ? kFalse : kTrue);
    instruction.immediate = *down;
    return emit_truth(instruction);
  }
  if (!down || !up) {
    // Beyond 64 bits: every number compares alike, null stays unknown.
    const bool below = op == Comparison::kLess || op == Comparison::kLessEqual;
    const bool holds = below == (value.coefficient > 0);
    instruction.comparison = holds ? Comparison::kLessEqual : Comparison::kGreater;
    instruction.immediate = INT64_MAX;
    return emit_truth(instruction);
  }
  // x < 0.5 is x < 1 for whole numbers, x <= 0.5 is x <= 0, and so on.
  instruction.immediate = op == Comparison::kLess || op == Comparison::kGreaterEqual ? *up : *down;
  return emit_truth(instruction);
}

uint16_t ProgramBuilder::compare(Comparison op, const Number& subject, const Number& other) {
  const int32_t scale = std::max(subject.scale, other.scale);
  const Number a = scaled(subject, scale);
  const Number b = scaled(other, scale);
  if (failed_) return 0;
  Instruction instruction;
  instruction.tolerance = a.tolerance + b.tolerance;
  instruction.op = instruction.tolerance == 0 ? VectorOp::kCompareColumns : VectorOp::kCompareTolerant;
  instruction.comparison = op;
  instruction.a = a.operand;
  instruction.b = b.operand;
  if (a.operand != subject.operand) release(a);
  if (b.operand != other.operand) release(b);
  release(other);
  return emit_truth(instruction);
}

uint16_t ProgramBuilder::text_is_null(uint32_t index) { return is_null(input(index, 0)); }

uint16_t ProgramBuilder::text_test(uint32_t index, Comparison op, std::vector<std::string> texts) {
  Instruction instruction = instruction_of(VectorOp::kTextTest);
  instruction.immediate = static_cast<int64_t>(program_.text_tests.size());
  std::sort(texts.begin(), texts.end());
  program_.text_tests.push_back({static_cast<uint16_t>(index), op, std::move(texts)});
  return emit_truth(instruction);
}

uint16_t ProgramBuilder::compare_texts(uint32_t a, Comparison op, uint32_t b) {
  Instruction instruction = instruction_of(VectorOp::kTextCompare);
  instruction.comparison = op;
  instruction.a = {Operand::kInput, static_cast<uint16_t>(a)};
  instruction.b = {Operand::kInput, static_cast<uint16_t>(b)};
  return emit_truth(instruction);
}

}  // namespace dunlin::rules
