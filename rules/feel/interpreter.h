// The definition of FEEL's values: one row at a time over the syntax tree, in decimal arithmetic. The vector program is
// held to it, hands it the rows that it cannot decide in 64 bits, and constants are folded by it.
#pragma once

#include <span>

#include "rules/feel/program.h"
#include "rules/feel/syntax_tree.h"

namespace dunlin::rules {

/// First and last day that a date can be: 0001-01-01 and 9999-12-31. Date arithmetic that leaves them gives null.
inline constexpr int64_t kFirstDay = -719162;
inline constexpr int64_t kLastDay = 2932896;

/// Value of `node` for `row`. Texts in it view the tree or the columns.
RowResult interpret(const SyntaxTree& tree, NodeIndex node, std::span<const InputColumn> inputs, size_t row);

}  // namespace dunlin::rules
