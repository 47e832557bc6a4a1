// Gives every node its type, binds names to inputs, and folds what is constant. A wrong type or an unknown name is a
// mistake of configuration, found before any row is read.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rules/feel/compile.h"
#include "rules/feel/syntax_tree.h"

namespace dunlin::rules {

/// Checks `tree` in place and fills `inputs`; `text` is only for positions.
std::optional<CompileError> check(SyntaxTree& tree, std::string_view text, const NameCatalogue& catalogue,
                                  ValueType expected, std::vector<RuleInput>& inputs);

}  // namespace dunlin::rules
