// Tokens to syntax tree, by precedence climbing: or < and < comparison, in, between < + - < * / < ** < unary minus. All
// binary operators group to the left, as FEEL has it. Nothing is checked here but form, size and depth.
#pragma once

#include <string_view>
#include <variant>

#include "rules/feel/compile.h"
#include "rules/feel/syntax_tree.h"

namespace dunlin::rules {

std::variant<SyntaxTree, CompileError> parse(std::string_view text);

}  // namespace dunlin::rules
