// Conditions over columns of which some cells are incomplete (InputColumn::incomplete): what they cannot tell.
#pragma once

#include <cstdint>
#include <span>

#include "rules/feel/program.h"

namespace dunlin::rules {

/// After evaluate(): writes kUndecided into `truth` where the answer hangs on a cell that is incomplete. It does not where
/// the other side of an `and` or an `or` settles it, or where an `if` takes the way that reads complete cells. Costs nothing
/// where no column is incomplete.
void mark_undecided(const Program& program, std::span<const InputColumn> inputs, size_t rows, std::span<uint8_t> truth);

}  // namespace dunlin::rules
