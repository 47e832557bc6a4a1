// Second half, part three: may each candidate leave, on which channel and to whom. Each action of a debtor counts in the
// caps and gaps of the next.
#pragma once

#include "engine/run/unit_stage.h"

namespace dunlin::engine {

/// Sets outcome, channel and recipient of every candidate, in order, and records every channel asked in decision.verdicts.
void decide_contacts(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision);

}  // namespace dunlin::engine
