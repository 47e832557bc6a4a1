#include "engine/settings/kind_condition.h"

#include <algorithm>
#include <variant>

#include "rules/feel/parser.h"

namespace dunlin::engine {
namespace {

using rules::Comparison;
using rules::NodeIndex;
using rules::NodeKind;
using rules::SyntaxTree;

constexpr std::string_view kFeature = "kind";

class KindCondition {
 public:
  KindCondition(const SyntaxTree& tree, std::string_view kind) : tree_(tree), kind_(kind) {}

  /// True when the node is true for debtors of the kind at most. Depth is bounded by the parser.
  bool asks(NodeIndex node) const {
    const auto children = tree_.children_of(node);
    const auto asks_too = [&](NodeIndex child) { return asks(child); };
    const auto names_kind = [&](NodeIndex test) { return is_equal_test(test); };
    switch (tree_.nodes[node].kind) {
      case NodeKind::kAnd: return std::any_of(children.begin(), children.end(), asks_too);
      case NodeKind::kOr: return std::all_of(children.begin(), children.end(), asks_too);
      case NodeKind::kCompare:
        if (tree_.nodes[node].comparison != Comparison::kEqual) return false;
        return (is_feature(children[0]) && is_kind(children[1])) || (is_kind(children[0]) && is_feature(children[1]));
      case NodeKind::kIn: return is_feature(children[0]) && std::all_of(children.begin() + 1, children.end(), names_kind);
      default: return false;
    }
  }

 private:
  bool is_feature(NodeIndex node) const {
    return tree_.nodes[node].kind == NodeKind::kName && tree_.names[tree_.nodes[node].payload] == kFeature;
  }
  bool is_kind(NodeIndex node) const {
    const rules::Literal* literal = tree_.literal(node);
    return literal != nullptr && literal->type == rules::StaticType::kText && literal->text == kind_;
  }
  bool is_equal_test(NodeIndex test) const {
    return tree_.nodes[test].kind == NodeKind::kTest && tree_.nodes[test].comparison == Comparison::kEqual &&
           is_kind(tree_.children_of(test)[0]);
  }

  const SyntaxTree& tree_;
  std::string_view kind_;
};

}  // namespace

bool asks_only_for(std::string_view expression, std::string_view kind) {
  const auto parsed = rules::parse(expression);
  const auto* tree = std::get_if<SyntaxTree>(&parsed);
  return tree != nullptr && tree->root != rules::kNoNode && KindCondition(*tree, kind).asks(tree->root);
}

}  // namespace dunlin::engine
