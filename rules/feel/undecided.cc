#include "rules/feel/undecided.h"

#include <algorithm>

#include "rules/feel/compiled_expression.h"
#include "rules/feel/interpreter.h"

namespace dunlin::rules {
namespace {

/// The truth of one row, where an incomplete cell leaves open what is made of it.
class Settler {
 public:
  Settler(const SyntaxTree& tree, std::span<const InputColumn> inputs, size_t row)
      : tree_(tree), inputs_(inputs), row_(row) {}

  Truth settle(NodeIndex index) const {
    const Node& node = tree_.nodes[index];
    const auto children = tree_.children_of(index);
    switch (node.kind) {
      case NodeKind::kAnd: return joined(children, kFalse);
      case NodeKind::kOr: return joined(children, kTrue);
      case NodeKind::kNot: {
        const Truth truth = settle(children[0]);
        if (truth == kFalse) return kTrue;
        return truth == kTrue ? kFalse : truth;
      }
      case NodeKind::kIf: {
        const Truth condition = settle(children[0]);
        return condition == kUndecided ? kUndecided : settle(children[condition == kTrue ? 1 : 2]);
      }
      default: break;
    }
    if (reads_incomplete(index)) return kUndecided;
    const Value value = interpret(tree_, index, inputs_, row_).value;
    if (value.is_null) return kUnknown;
    return value.integer != 0 ? kTrue : kFalse;
  }

 private:
  /// Of `and` (`settling` false) and of `or` (true): one child of that truth settles the whole.
  Truth joined(std::span<const NodeIndex> children, Truth settling) const {
    Truth truth = settling == kTrue ? kFalse : kTrue;
    for (const NodeIndex child : children) {
      const Truth next = settle(child);
      if (next == settling) return settling;
      if (next == kUndecided || (next == kUnknown && truth != kUndecided)) truth = next;
    }
    return truth;
  }

  bool reads_incomplete(NodeIndex index) const {
    const Node& node = tree_.nodes[index];
    if (node.kind == NodeKind::kName) {
      const auto& incomplete = inputs_[node.payload].incomplete;
      return !incomplete.empty() && incomplete[row_] != 0;
    }
    const auto children = tree_.children_of(index);
    return std::any_of(children.begin(), children.end(), [&](NodeIndex child) { return reads_incomplete(child); });
  }

  const SyntaxTree& tree_;
  std::span<const InputColumn> inputs_;
  size_t row_;
};

}  // namespace

void mark_undecided(const Program& program, std::span<const InputColumn> inputs, size_t rows, std::span<uint8_t> truth) {
  const bool any =
      std::any_of(inputs.begin(), inputs.end(), [](const InputColumn& column) { return !column.incomplete.empty(); });
  if (!any) return;
  const SyntaxTree& tree = program.compiled().tree;
  for (size_t row = 0; row < rows; ++row) {
    const bool here = std::any_of(inputs.begin(), inputs.end(), [&](const InputColumn& column) {
      return !column.incomplete.empty() && column.incomplete[row] != 0;
    });
    if (here && Settler(tree, inputs, row).settle(tree.root) == kUndecided) truth[row] = kUndecided;
  }
}

}  // namespace dunlin::rules
