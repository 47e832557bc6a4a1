#include "rules/feel/lowering.h"

#include "rules/feel/program_builder.h"

namespace dunlin::rules {
namespace {

using core::Decimal;

/// The number or date of a literal; nothing for null.
std::optional<Decimal> decimal_of(const Literal& literal) {
  if (literal.type == StaticType::kNull) return std::nullopt;
  return literal.type == StaticType::kNumber ? literal.number : Decimal::of(literal.integer);
}

/// Walks the tree once, children before parents.
class Lowering {
 public:
  Lowering(const SyntaxTree& tree, std::span<const RuleInput> inputs) : tree_(tree), inputs_(inputs) {}

  std::optional<VectorProgram> run(ValueType wanted) {
    if (wanted == ValueType::kText) return std::nullopt;
    if (wanted == ValueType::kBoolean) {
      build_.set_result(truth(tree_.root));
    } else {
      build_.set_result(number(tree_.root));
    }
    if (build_.failed()) return std::nullopt;
    return build_.finish();
  }

 private:
  const Node& node(NodeIndex index) const { return tree_.nodes[index]; }
  NodeIndex child(NodeIndex index, size_t at) const { return tree_.children_of(index)[at]; }
  bool is_column(NodeIndex index) const { return node(index).kind == NodeKind::kName; }

  // Numbers and dates.

  Number number(NodeIndex index) {
    if (build_.failed()) return {};
    const Node& at = node(index);
    switch (at.kind) {
      case NodeKind::kLiteral: {
        const auto value = decimal_of(*tree_.literal(index));
        return value ? build_.constant(*value) : build_.null_number();
      }
      case NodeKind::kName: return ProgramBuilder::input(at.payload, inputs_[at.payload].type.scale);
      case NodeKind::kNegate: return build_.negated(number(child(index, 0)));
      case NodeKind::kAbs: return build_.absolute(number(child(index, 0)));
      case NodeKind::kFloor: return build_.whole(VectorOp::kFloor, number(child(index, 0)));
      case NodeKind::kCeiling: return build_.whole(VectorOp::kCeiling, number(child(index, 0)));
      case NodeKind::kAdd: return sum(index, VectorOp::kAdd);
      case NodeKind::kSubtract: return sum(index, VectorOp::kSubtract);
      case NodeKind::kMultiply: {
        const Number left = number(child(index, 0));
        return build_.product(left, number(child(index, 1)));
      }
      case NodeKind::kDivide: return quotient(index);
      case NodeKind::kPower: return power(index);
      case NodeKind::kMin: return extreme(index, VectorOp::kMin);
      case NodeKind::kMax: return extreme(index, VectorOp::kMax);
      case NodeKind::kIf: {
        const uint16_t condition = truth(child(index, 0));
        const Number yes = number(child(index, 1));
        return build_.select(condition, yes, number(child(index, 2)));
      }
      default: return build_.fail();
    }
  }

  Number sum(NodeIndex index, VectorOp op) {
    const Number left = number(child(index, 0));
    const Number right = number(child(index, 1));
    return node(index).type == StaticType::kDate ? build_.moved_date(op, left, right) : build_.sum(op, left, right);
  }

  Number quotient(NodeIndex index) {
    const Number dividend = number(child(index, 0));
    if (build_.failed()) return {};
    if (const Literal* divisor = tree_.literal(child(index, 1))) {
      const auto value = decimal_of(*divisor);
      const auto product = value ? build_.quotient_by(dividend, *value) : std::nullopt;
      if (product) return *product;
    }
    return build_.quotient(dividend, number(child(index, 1)));
  }

  /// Powers by a small constant are products; others are the interpreter's.
  Number power(NodeIndex index) {
    constexpr int64_t kExponentMax = 8;
    const Literal* exponent = tree_.literal(child(index, 1));
    if (exponent == nullptr || exponent->type != StaticType::kNumber || !exponent->number.is_integer()) return build_.fail();
    const auto times = exponent->number.scaled_to(0);
    if (!times || *times > kExponentMax) return build_.fail();
    return build_.power(number(child(index, 0)), *times);
  }

  Number extreme(NodeIndex index, VectorOp op) {
    Number result = number(child(index, 0));
    for (const NodeIndex next : tree_.children_of(index).subspan(1)) result = build_.extreme(op, result, number(next));
    return result;
  }

  // Truths.

  uint16_t truth(NodeIndex index) {
    if (build_.failed()) return 0;
    const Node& at = node(index);
    switch (at.kind) {
      case NodeKind::kLiteral: {
        const Literal& literal = *tree_.literal(index);
        return build_.truth_constant(literal.type == StaticType::kNull ? kUnknown : literal.integer != 0 ? kTrue : kFalse);
      }
      case NodeKind::kName: return build_.boolean_input(at.payload);
      case NodeKind::kAnd: return connective(index, VectorOp::kAnd);
      case NodeKind::kOr: return connective(index, VectorOp::kOr);
      case NodeKind::kNot: return build_.negated_if(true, truth(child(index, 0)));
      case NodeKind::kIf: {
        const uint16_t condition = truth(child(index, 0));
        const uint16_t yes = truth(child(index, 1));
        return build_.truth_select(condition, yes, truth(child(index, 2)));
      }
      case NodeKind::kCompare: return comparison(index);
      case NodeKind::kIn: return in(index);
      default: return build_.fail_truth();
    }
  }

  uint16_t connective(NodeIndex index, VectorOp op) {
    uint16_t result = truth(child(index, 0));
    for (const NodeIndex next : tree_.children_of(index).subspan(1)) result = build_.combined(op, result, truth(next));
    return result;
  }

  uint16_t comparison(NodeIndex index) {
    NodeIndex left = child(index, 0);
    NodeIndex right = child(index, 1);
    Comparison op = node(index).comparison;
    if (tree_.literal(left) != nullptr) {
      std::swap(left, right);
      op = mirrored(op);
    }
    // What it is about is the type of whichever side is not a bare null.
    switch (node(left).type == StaticType::kNull ? node(right).type : node(left).type) {
      case StaticType::kBoolean: {
        const uint16_t subject = truth(left);
        const uint16_t result = compare_truth(op, subject, right);
        build_.release_truth(subject);
        return result;
      }
      case StaticType::kText: return compare_text(op, left, right);
      default: {
        const Number subject = number(left);
        const uint16_t result = compare_number(op, subject, right);
        build_.release(subject);
        return result;
      }
    }
  }

  // Comparisons with a subject that is kept, for `in` asks it several times.

  uint16_t compare_number(Comparison op, const Number& subject, NodeIndex other) {
    if (build_.failed()) return 0;
    if (const Literal* constant = tree_.literal(other)) {
      const auto value = decimal_of(*constant);
      if (!value && is_ordering(op)) return build_.truth_constant(kUnknown);
      if (!value) return build_.negated_if(op == Comparison::kNotEqual, build_.is_null(subject));
      if (subject.tolerance == 0) return build_.compare_constant(op, subject, *value);
    }
    return build_.compare(op, subject, number(other));
  }

  uint16_t compare_truth(Comparison op, uint16_t subject, NodeIndex other) {
    // Booleans have no order, so an ordering has got past the checker with nulls only.
    if (is_ordering(op)) return build_.truth_constant(kUnknown);
    return build_.negated_if(op == Comparison::kNotEqual, build_.truths_equal(subject, truth(other)));
  }

  /// The left side must be a column as it came; texts made by `if` are the interpreter's.
  uint16_t compare_text(Comparison op, NodeIndex left, NodeIndex right) {
    if (!is_column(left)) return build_.fail_truth();
    const uint32_t column = node(left).payload;
    const bool negate = op == Comparison::kNotEqual;
    if (negate) op = Comparison::kEqual;
    if (const Literal* constant = tree_.literal(right)) {
      const bool null = constant->type == StaticType::kNull;
      if (null && is_ordering(op)) return build_.truth_constant(kUnknown);
      return build_.negated_if(negate, null ? build_.text_is_null(column) : build_.text_test(column, op, {constant->text}));
    }
    if (!is_column(right)) return build_.fail_truth();
    return build_.negated_if(negate, build_.compare_texts(column, op, node(right).payload));
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
      const uint16_t kept = truth(subject);
      const uint16_t result =
          any_of(tests, [&](Comparison op, NodeIndex operand) { return compare_truth(op, kept, operand); });
      build_.release_truth(kept);
      return result;
    }
    const Number kept = number(subject);
    const uint16_t result =
        any_of(tests, [&](Comparison op, NodeIndex operand) { return compare_number(op, kept, operand); });
    build_.release(kept);
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
        holds = build_.combined(VectorOp::kAnd, low, high);
      }
      if (build_.failed()) return 0;
      result = result ? build_.combined(VectorOp::kOr, *result, holds) : holds;
    }
    return *result;
  }

  /// A list of text literals is one look at the dictionary.
  uint16_t in_text(NodeIndex subject, std::span<const NodeIndex> tests) {
    if (!is_column(subject)) return build_.fail_truth();
    std::vector<std::string> texts;
    std::vector<NodeIndex> others;
    for (const NodeIndex test : tests) {
      const bool equal = node(test).kind == NodeKind::kTest && node(test).comparison == Comparison::kEqual;
      const Literal* value = tree_.literal(child(test, 0));
      if (equal && value != nullptr && value->type == StaticType::kText) {
        texts.push_back(value->text);
      } else {
        others.push_back(test);
      }
    }
    std::optional<uint16_t> listed;
    if (!texts.empty()) listed = build_.text_test(node(subject).payload, Comparison::kEqual, std::move(texts));
    if (others.empty()) return *listed;
    const uint16_t rest =
        any_of(others, [&](Comparison op, NodeIndex operand) { return compare_text(op, subject, operand); });
    if (build_.failed()) return 0;
    return listed ? build_.combined(VectorOp::kOr, *listed, rest) : rest;
  }

  const SyntaxTree& tree_;
  std::span<const RuleInput> inputs_;
  ProgramBuilder build_;
};

}  // namespace

std::optional<VectorProgram> lower(const SyntaxTree& tree, std::span<const RuleInput> inputs, ValueType wanted) {
  return Lowering(tree, inputs).run(wanted);
}

}  // namespace dunlin::rules
