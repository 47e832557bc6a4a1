// Second half, part four: permitted candidates become rows of the action batch, with everything a consumer needs.
#pragma once

#include "engine/run/unit_stage.h"

namespace dunlin::engine {

/// Appends to decision.actions (the caller empties it: several pages may share a batch) and counts actions and deferrals.
/// `loaded` has its cold columns.
void emit_actions(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision);

}  // namespace dunlin::engine
