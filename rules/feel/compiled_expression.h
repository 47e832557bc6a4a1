// What a Program holds: the checked tree, which is the definition, and the vector program made from it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/feel/program.h"
#include "rules/feel/vector_program.h"

namespace dunlin::rules {

struct CompiledExpression {
  std::string text;
  SyntaxTree tree;
  std::vector<RuleInput> inputs;
  ValueType type = ValueType::kBoolean;
  std::optional<VectorProgram> vector;
};

}  // namespace dunlin::rules
