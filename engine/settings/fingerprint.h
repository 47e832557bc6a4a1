// The name of a set of rules: the same for every way of writing them, another one as soon as anything that decides differs.
#pragma once

#include <string>

#include "rules/rulebook_source.h"

namespace dunlin::engine {

/// Every value that decides, defaults spelled out, one a line, in a fixed order. Not in it: places, comments, threads,
/// memory, sources, reports and gates.
std::string canonical_rules(const rules::RulebookSource& source);

/// "sha256:<hex>" of canonical_rules.
std::string fingerprint_of(const rules::RulebookSource& source);

}  // namespace dunlin::engine
