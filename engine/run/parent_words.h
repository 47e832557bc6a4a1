// The words of explain about a debtor whose parent pays: how the parent stands, and which receivables stand so because of
// it.
#pragma once

#include <string>
#include <vector>

#include "engine/run/night.h"
#include "engine/run/standing_words.h"

namespace dunlin::engine {

/// Appends a note on the parent that debtor `debtor` follows: its standing and its stage; nothing where it follows none.
void tell_parent(const Night& night, const core::Table& debtors, uint32_t debtor, std::vector<std::string>& notes);

/// Appends why receivable `receivable` of the debtor stands as its parent does; nothing where it stands so by itself.
void tell_shelter(const Night& night, const StandingFacts& facts, uint32_t debtor, uint32_t receivable,
                  std::vector<std::string>& reasons);

}  // namespace dunlin::engine
