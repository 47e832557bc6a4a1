#include "rules/feel/interpreter.h"

#include "core/date.h"
#include "core/invariant.h"

namespace dunlin::rules {
namespace {

static_assert(kFirstDay == core::date_of(1, 1, 1).days && kLastDay == core::date_of(9999, 12, 31).days);

Value null_of(StaticType type) {
  Value value;
  if (type != StaticType::kNull) value.type = static_cast<ValueType>(type);
  return value;
}
Value number(const core::Decimal& decimal) { return {ValueType::kNumber, false, decimal, 0, {}}; }
Value boolean(bool truth) { return {ValueType::kBoolean, false, {}, truth, {}}; }
Value truth_value(Truth truth) { return truth == kUnknown ? Value{} : boolean(truth == kTrue); }
Truth truth_of(const Value& value) { return value.is_null ? kUnknown : value.integer != 0 ? kTrue : kFalse; }

Truth conjunction(Truth a, Truth b) {
  if (a == kFalse || b == kFalse) return kFalse;
  return a == kUnknown || b == kUnknown ? kUnknown : kTrue;
}
Truth disjunction(Truth a, Truth b) {
  if (a == kTrue || b == kTrue) return kTrue;
  return a == kUnknown || b == kUnknown ? kUnknown : kFalse;
}

std::strong_ordering order_of(const Value& a, const Value& b) {
  switch (a.type) {
    case ValueType::kNumber: return compare(a.number, b.number);
    case ValueType::kText: return a.text.compare(b.text) <=> 0;
    default: return a.integer <=> b.integer;
  }
}

/// FEEL: = and != always know, null being equal to null only; the ordering comparisons of null know nothing.
Truth compare_values(Comparison op, const Value& a, const Value& b) {
  if (op == Comparison::kEqual || op == Comparison::kNotEqual) {
    const bool equal = a.is_null || b.is_null ? a.is_null && b.is_null : order_of(a, b) == 0;
    return equal == (op == Comparison::kEqual) ? kTrue : kFalse;
  }
  if (a.is_null || b.is_null) return kUnknown;
  const std::strong_ordering order = order_of(a, b);
  switch (op) {
    case Comparison::kLess: return order < 0 ? kTrue : kFalse;
    case Comparison::kLessEqual: return order <= 0 ? kTrue : kFalse;
    case Comparison::kGreater: return order > 0 ? kTrue : kFalse;
    default: return order >= 0 ? kTrue : kFalse;
  }
}

class Interpreter {
 public:
  Interpreter(const SyntaxTree& tree, std::span<const InputColumn> inputs, size_t row)
      : tree_(tree), inputs_(inputs), row_(row) {}

  Value value(NodeIndex index) {
    const Node& node = tree_.nodes[index];
    const auto children = tree_.children_of(index);
    switch (node.kind) {
      case NodeKind::kLiteral: return literal(*tree_.literal(index));
      case NodeKind::kName: return input(node.payload);
      case NodeKind::kNegate:
      case NodeKind::kAbs:
      case NodeKind::kFloor:
      case NodeKind::kCeiling: return unary(node.kind, value(children[0]));
      case NodeKind::kAdd:
      case NodeKind::kSubtract:
      case NodeKind::kMultiply:
      case NodeKind::kDivide:
      case NodeKind::kPower: return arithmetic(node, value(children[0]), value(children[1]));
      case NodeKind::kMin:
      case NodeKind::kMax: return extreme(node, children);
      case NodeKind::kCompare: return truth_value(compare_values(node.comparison, value(children[0]), value(children[1])));
      case NodeKind::kAnd:
      case NodeKind::kOr: return connective(node.kind, children);
      case NodeKind::kNot: {
        const Truth truth = truth_of(value(children[0]));
        return truth == kUnknown ? Value{} : boolean(truth == kFalse);
      }
      case NodeKind::kIf: {
        Value chosen = value(truth_of(value(children[0])) == kTrue ? children[1] : children[2]);
        return chosen.is_null ? null_of(node.type) : chosen;
      }
      case NodeKind::kIn: return in(children);
      case NodeKind::kTest:
      case NodeKind::kRange: break;
    }
    INVARIANT(false, "a test without its subject", static_cast<int>(node.kind));
    return {};
  }
  bool overflow() const { return overflow_; }

 private:
  static Value literal(const Literal& literal) {
    if (literal.type == StaticType::kNull) return {};
    return {static_cast<ValueType>(literal.type), false, literal.number, literal.integer, literal.text};
  }

  Value input(uint32_t index) const {
    const InputColumn& column = inputs_[index];
    Value value = null_of(static_cast<StaticType>(column.type.type));
    if (column.type.type == ValueType::kText) {
      value.is_null = column.text == nullptr || column.text->is_null(row_);
      if (!value.is_null) value.text = column.text->at(row_);
      return value;
    }
    const int64_t cell = column.values.empty() ? core::kNull : column.values[row_];
    value.is_null = cell == core::kNull;
    if (column.type.type == ValueType::kNumber) {
      value.number = core::Decimal::of(cell, column.type.scale);
    } else {
      value.integer = column.type.type == ValueType::kBoolean ? cell != 0 : cell;
    }
    return value;
  }

  Value unary(NodeKind kind, const Value& operand) {
    if (operand.is_null) return null_of(StaticType::kNumber);
    switch (kind) {
      case NodeKind::kNegate: return number(negate(operand.number));
      case NodeKind::kAbs: return number(absolute(operand.number));
      case NodeKind::kFloor: return number(floor(operand.number));
      default: return number(ceiling(operand.number));
    }
  }

  Value arithmetic(const Node& node, const Value& a, const Value& b) {
    if (a.is_null || b.is_null) return null_of(node.type);
    if (a.type == ValueType::kDate) return date_arithmetic(node.kind, a, b);
    switch (node.kind) {
      case NodeKind::kAdd: return checked(add(a.number, b.number));
      case NodeKind::kSubtract: return checked(subtract(a.number, b.number));
      case NodeKind::kMultiply: return checked(multiply(a.number, b.number));
      case NodeKind::kDivide:
        if (b.number.is_zero()) return null_of(StaticType::kNumber);
        return checked(divide(a.number, b.number));
      default: return raised(a.number, b.number);
    }
  }

  static Value date_arithmetic(NodeKind kind, const Value& a, const Value& b) {
    if (b.type == ValueType::kDate) return number(core::Decimal::of(a.integer - b.integer));
    const auto days = b.number.is_integer() ? b.number.scaled_to(0) : std::nullopt;
    Value result = null_of(StaticType::kDate);
    // Days beyond the calendar are caught before they could overflow the sum.
    constexpr int64_t kSpan = kLastDay - kFirstDay;
    if (!days || *days > kSpan || *days < -kSpan) return result;
    result.integer = kind == NodeKind::kAdd ? a.integer + *days : a.integer - *days;
    result.is_null = result.integer < kFirstDay || result.integer > kLastDay;
    return result;
  }

  Value raised(const core::Decimal& base, const core::Decimal& exponent) {
    const auto times = exponent.is_integer() ? exponent.scaled_to(0) : std::nullopt;
    if (!times || (base.is_zero() && *times < 0)) return null_of(StaticType::kNumber);
    return checked(power(base, *times));
  }

  Value checked(const std::optional<core::Decimal>& result) {
    if (result) return number(*result);
    overflow_ = true;
    return null_of(StaticType::kNumber);
  }

  Value extreme(const Node& node, std::span<const NodeIndex> children) {
    Value best = value(children[0]);
    for (const NodeIndex child : children.subspan(1)) {
      const Value next = value(child);
      if (best.is_null || next.is_null) {
        best = null_of(node.type);
        continue;
      }
      const std::strong_ordering order = order_of(next, best);
      if (node.kind == NodeKind::kMin ? order < 0 : order > 0) best = next;
    }
    return best.is_null ? null_of(node.type) : best;
  }

  Value connective(NodeKind kind, std::span<const NodeIndex> children) {
    Truth truth = kind == NodeKind::kAnd ? kTrue : kFalse;
    for (const NodeIndex child : children) {
      const Truth next = truth_of(value(child));
      truth = kind == NodeKind::kAnd ? conjunction(truth, next) : disjunction(truth, next);
    }
    return truth_value(truth);
  }

  Value in(std::span<const NodeIndex> children) {
    const Value subject = value(children[0]);
    Truth truth = kFalse;
    for (const NodeIndex test : children.subspan(1)) {
      const Node& node = tree_.nodes[test];
      const auto operands = tree_.children_of(test);
      if (node.kind == NodeKind::kTest) {
        truth = disjunction(truth, compare_values(node.comparison, subject, value(operands[0])));
        continue;
      }
      const Truth low =
          compare_values(node.low_open ? Comparison::kGreater : Comparison::kGreaterEqual, subject, value(operands[0]));
      const Truth high =
          compare_values(node.high_open ? Comparison::kLess : Comparison::kLessEqual, subject, value(operands[1]));
      truth = disjunction(truth, conjunction(low, high));
    }
    return truth_value(truth);
  }

  const SyntaxTree& tree_;
  std::span<const InputColumn> inputs_;
  size_t row_;
  bool overflow_ = false;
};

}  // namespace

RowResult interpret(const SyntaxTree& tree, NodeIndex node, std::span<const InputColumn> inputs, size_t row) {
  Interpreter interpreter(tree, inputs, row);
  RowResult result;
  result.value = interpreter.value(node);
  result.overflow = interpreter.overflow();
  // A number that overflowed on the way may have been compared since: nothing that follows from it is known.
  if (result.overflow) result.value = null_of(tree.nodes[node].type);
  return result;
}

}  // namespace dunlin::rules
