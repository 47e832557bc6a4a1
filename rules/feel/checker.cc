#include "rules/feel/checker.h"

#include <algorithm>
#include <array>

#include "core/vocabulary.h"
#include "rules/feel/interpreter.h"
#include "rules/feel/lexer.h"

namespace dunlin::rules {
namespace {

constexpr std::array<std::string_view, 5> kTypeNames = {"a number", "a text", "a date", "a boolean", "null"};
std::string_view name_of(StaticType type) { return kTypeNames[static_cast<size_t>(type)]; }
StaticType static_type(ValueType type) { return static_cast<StaticType>(type); }

bool fits(StaticType type, StaticType wanted) { return type == wanted || type == StaticType::kNull; }

class Checker {
 public:
  Checker(SyntaxTree& tree, std::string_view text, const NameCatalogue& catalogue, std::vector<RuleInput>& inputs)
      : tree_(tree), text_(text), catalogue_(catalogue), inputs_(inputs) {}

  std::optional<CompileError> run(StaticType expected) {
    // Children come before their parents in the vector, so one pass upwards types everything.
    for (NodeIndex node = 0; node < tree_.nodes.size(); ++node) {
      if (!bind(node) || !check(node) || !fold(node)) return std::move(error_);
    }
    const Node& root = tree_.nodes[tree_.root];
    if (!fits(root.type, expected)) {
      fail(tree_.root, "this must be " + std::string(name_of(expected)) + ", but is " + std::string(name_of(root.type)));
      return std::move(error_);
    }
    return std::nullopt;
  }

 private:
  StaticType type(NodeIndex node) const { return tree_.nodes[node].type; }

  bool fail(NodeIndex node, std::string message, std::string hint = {}) {
    error_ = error_at(text_, tree_.nodes[node].offset, std::move(message), std::move(hint));
    return false;
  }

  bool bind(NodeIndex index) {
    Node& node = tree_.nodes[index];
    if (node.kind != NodeKind::kName) return true;
    const std::string& name = tree_.names[node.payload];
    auto input = std::find_if(inputs_.begin(), inputs_.end(), [&](const RuleInput& known) { return known.name == name; });
    if (input == inputs_.end()) {
      const auto found = catalogue_.find ? catalogue_.find(name) : std::nullopt;
      if (!found) return fail(index, "unknown name '" + name + "'", nearest_name_hint(catalogue_, name));
      input = inputs_.insert(inputs_.end(), RuleInput{name, *found});
    }
    node.type = static_type(input->type.type);
    node.payload = static_cast<uint32_t>(input - inputs_.begin());
    return true;
  }

  bool check(NodeIndex index) {
    Node& node = tree_.nodes[index];
    const auto children = tree_.children_of(index);
    switch (node.kind) {
      case NodeKind::kLiteral:
      case NodeKind::kName: return true;
      case NodeKind::kAdd: return sum(index, "+");
      case NodeKind::kSubtract: return sum(index, "-");
      case NodeKind::kNegate: return all_of(index, StaticType::kNumber, "'-'");
      case NodeKind::kMultiply: return all_of(index, StaticType::kNumber, "'*'");
      case NodeKind::kDivide: return all_of(index, StaticType::kNumber, "'/'");
      case NodeKind::kPower: return all_of(index, StaticType::kNumber, "'**'");
      case NodeKind::kAbs: return all_of(index, StaticType::kNumber, "abs()");
      case NodeKind::kFloor: return all_of(index, StaticType::kNumber, "floor()");
      case NodeKind::kCeiling: return all_of(index, StaticType::kNumber, "ceiling()");
      case NodeKind::kMin: return extreme(index, "min()");
      case NodeKind::kMax: return extreme(index, "max()");
      case NodeKind::kAnd: return all_of(index, StaticType::kBoolean, "'and'");
      case NodeKind::kOr: return all_of(index, StaticType::kBoolean, "'or'");
      case NodeKind::kNot: return all_of(index, StaticType::kBoolean, "not()");
      case NodeKind::kCompare:
        node.type = StaticType::kBoolean;
        return comparable(children[0], children[1], index, is_ordering(node.comparison));
      case NodeKind::kIf: return conditional(index);
      case NodeKind::kIn: return in(index);
      case NodeKind::kTest:
      case NodeKind::kRange: node.type = StaticType::kBoolean; return true;  // checked with their subject
    }
    return true;
  }

  /// Every child is of one type, and so is the result.
  bool all_of(NodeIndex index, StaticType wanted, const std::string& who) {
    tree_.nodes[index].type = wanted;
    for (const NodeIndex child : tree_.children_of(index)) {
      if (!fits(type(child), wanted)) {
        return fail(child, who + " takes " + std::string(name_of(wanted)) + ", not " + std::string(name_of(type(child))),
                    wanted == StaticType::kBoolean ? "compare it with something, for example = true or > 0" : "");
      }
    }
    return true;
  }

  bool sum(NodeIndex index, const std::string& sign) {
    const auto children = tree_.children_of(index);
    const StaticType left = type(children[0]);
    const StaticType right = type(children[1]);
    if (left != StaticType::kDate && right != StaticType::kDate) return all_of(index, StaticType::kNumber, "'" + sign + "'");
    if (left == StaticType::kDate && fits(right, StaticType::kNumber)) {
      tree_.nodes[index].type = StaticType::kDate;
      return true;
    }
    if (sign == "-" && right == StaticType::kDate && fits(left, StaticType::kDate)) {
      tree_.nodes[index].type = StaticType::kNumber;
      return true;
    }
    return fail(index, "'" + sign + "' does not take " + std::string(name_of(left)) + " and " + std::string(name_of(right)),
                "with dates there are: date - date (days), date + days, date - days");
  }

  bool extreme(NodeIndex index, const std::string& who) {
    const auto children = tree_.children_of(index);
    const bool dates =
        std::any_of(children.begin(), children.end(), [&](NodeIndex child) { return type(child) == StaticType::kDate; });
    return all_of(index, dates ? StaticType::kDate : StaticType::kNumber, who);
  }

  bool comparable(NodeIndex a, NodeIndex b, NodeIndex at, bool ordering) {
    const StaticType left = type(a);
    const StaticType right = type(b);
    if (left != StaticType::kNull && right != StaticType::kNull && left != right) {
      std::string hint;
      if ((left == StaticType::kDate) != (right == StaticType::kDate)) {
        if (left == StaticType::kText || right == StaticType::kText) hint = "write dates as date(\"YYYY-MM-DD\")";
      } else if (left == StaticType::kText || right == StaticType::kText) {
        hint = "texts stand in quotes, numbers and true/false do not";
      }
      return fail(at, std::string(name_of(left)) + " cannot be compared with " + std::string(name_of(right)), hint);
    }
    const StaticType either = left == StaticType::kNull ? right : left;
    if (ordering && either == StaticType::kBoolean) return fail(at, "booleans have no order: use = or !=");
    return true;
  }

  bool conditional(NodeIndex index) {
    const auto children = tree_.children_of(index);
    if (!fits(type(children[0]), StaticType::kBoolean)) {
      return fail(children[0], "if takes a boolean, not " + std::string(name_of(type(children[0]))));
    }
    const StaticType yes = type(children[1]);
    const StaticType no = type(children[2]);
    if (yes != no && yes != StaticType::kNull && no != StaticType::kNull) {
      return fail(index, "then gives " + std::string(name_of(yes)) + ", but else gives " + std::string(name_of(no)));
    }
    tree_.nodes[index].type = yes == StaticType::kNull ? no : yes;
    return true;
  }

  bool in(NodeIndex index) {
    tree_.nodes[index].type = StaticType::kBoolean;
    const auto children = tree_.children_of(index);
    for (const NodeIndex test : children.subspan(1)) {
      const bool range = tree_.nodes[test].kind == NodeKind::kRange;
      for (const NodeIndex operand : tree_.children_of(test)) {
        const bool ordering = range || is_ordering(tree_.nodes[test].comparison);
        if (!comparable(children[0], operand, operand, ordering)) return false;
      }
    }
    return true;
  }

  /// Replaces a node whose children are all literals by its value.
  bool fold(NodeIndex index) {
    Node& node = tree_.nodes[index];
    if (node.child_count == 0 || node.kind == NodeKind::kTest || node.kind == NodeKind::kRange) return true;
    for (const NodeIndex child : tree_.children_of(index)) {
      if (tree_.nodes[child].kind == NodeKind::kTest || tree_.nodes[child].kind == NodeKind::kRange) {
        for (const NodeIndex operand : tree_.children_of(child)) {
          if (tree_.literal(operand) == nullptr) return true;
        }
      } else if (tree_.literal(child) == nullptr) {
        return true;
      }
    }
    const RowResult result = interpret(tree_, index, {}, 0);
    if (result.overflow) return fail(index, "this constant leaves the range of numbers");
    Literal literal;
    if (!result.value.is_null) {
      literal = {static_type(result.value.type), result.value.number, std::string(result.value.text), result.value.integer};
    }
    node.kind = NodeKind::kLiteral;
    node.child_count = 0;
    node.payload = static_cast<uint32_t>(tree_.literals.size());
    tree_.literals.push_back(std::move(literal));
    return true;
  }

  SyntaxTree& tree_;
  std::string_view text_;
  const NameCatalogue& catalogue_;
  std::vector<RuleInput>& inputs_;
  CompileError error_;
};

}  // namespace

std::string nearest_name_hint(const NameCatalogue& catalogue, std::string_view name) {
  const std::string_view nearest = core::nearest_name(catalogue.names, name);
  return nearest.empty() ? std::string() : "did you mean " + std::string(nearest) + "?";
}

std::optional<CompileError> check(SyntaxTree& tree, std::string_view text, const NameCatalogue& catalogue,
                                  ValueType expected, std::vector<RuleInput>& inputs) {
  return Checker(tree, text, catalogue, inputs).run(static_type(expected));
}

}  // namespace dunlin::rules
