// Makes the vector program of a checked tree.
#pragma once

#include <optional>
#include <span>

#include "rules/feel/program.h"
#include "rules/feel/vector_program.h"

namespace dunlin::rules {

/// The program of a tree whose value is of type `wanted`. Nothing for the rare forms that 64-bit columns do not hold; those
/// are interpreted row by row.
std::optional<VectorProgram> lower(const SyntaxTree& tree, std::span<const RuleInput> inputs, ValueType wanted);

}  // namespace dunlin::rules
