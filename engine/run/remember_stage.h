// Last stage: what this day leaves in memory. Units that fired, opened or closed an episode, pre-due marks, contacts made.
#pragma once

#include "engine/run/unit_stage.h"

namespace dunlin::engine {

/// Fills decision.memory when something changed, and says so in decision.memory_changed.
void remember(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision);

}  // namespace dunlin::engine
