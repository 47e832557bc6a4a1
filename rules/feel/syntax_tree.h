// The typed syntax tree of an expression: what the parser builds, the checker fills in, the interpreter walks and the
// vector program is made from. Nodes lie in one vector and name each other by index.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/decimal.h"
#include "rules/feel/input_column.h"

namespace dunlin::rules {

using NodeIndex = uint32_t;
inline constexpr NodeIndex kNoNode = 0xFFFF'FFFF;

enum class NodeKind : uint8_t {
  kLiteral,  ///< payload: index into literals
  kName,     ///< payload: index into names; once checked, into the program's inputs
  kNegate,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kPower,
  kCompare,  ///< comparison; two children
  kAnd,      ///< any number of children from two up
  kOr,
  kNot,
  kIf,  ///< condition, then, else
  kMin,
  kMax,
  kAbs,
  kFloor,
  kCeiling,
  kIn,     ///< subject, then tests: kTest and kRange nodes; true when any test holds
  kTest,   ///< comparison of the subject with the one child
  kRange,  ///< low and high; low_open, high_open
};

enum class Comparison : uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

constexpr bool is_ordering(Comparison op) { return op != Comparison::kEqual && op != Comparison::kNotEqual; }

/// a op b is b mirrored(op) a.
constexpr Comparison mirrored(Comparison op) {
  switch (op) {
    case Comparison::kLess: return Comparison::kGreater;
    case Comparison::kLessEqual: return Comparison::kGreaterEqual;
    case Comparison::kGreater: return Comparison::kLess;
    case Comparison::kGreaterEqual: return Comparison::kLessEqual;
    default: return op;
  }
}

/// Type of a node; kNull is the type of a bare `null`, which fits every place.
enum class StaticType : uint8_t { kNumber, kText, kDate, kBoolean, kNull };

struct Literal {
  StaticType type = StaticType::kNull;  ///< kNull: the value null
  core::Decimal number;
  std::string text;
  int64_t integer = 0;  ///< dates and booleans
};

struct Node {
  NodeKind kind = NodeKind::kLiteral;
  StaticType type = StaticType::kNull;
  Comparison comparison = Comparison::kEqual;
  bool low_open = false;
  bool high_open = false;
  uint16_t depth = 1;
  uint32_t offset = 0;  ///< where its sign or first token stands in the text
  uint32_t first_child = 0;
  uint32_t child_count = 0;
  uint32_t payload = 0;
};

struct SyntaxTree {
  std::vector<Node> nodes;
  std::vector<NodeIndex> children;
  std::vector<Literal> literals;
  std::vector<std::string> names;
  NodeIndex root = kNoNode;

  std::span<const NodeIndex> children_of(NodeIndex node) const {
    return std::span(children).subspan(nodes[node].first_child, nodes[node].child_count);
  }
  const Literal* literal(NodeIndex node) const {
    return nodes[node].kind == NodeKind::kLiteral ? &literals[nodes[node].payload] : nullptr;
  }
};

}  // namespace dunlin::rules
