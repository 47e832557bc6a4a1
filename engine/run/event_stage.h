// Second half, part one and a half: events of a debtor's life. Each is seen by one run, answered at most once by the
// scenario's `on`, and waits meanwhile; what becomes of it today stands in decision.events.
#pragma once

#include "engine/run/unit_stage.h"

namespace dunlin::engine {

/// Fills decision.events, event_lines and event_columns; units are decided.
void decide_events(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision);

}  // namespace dunlin::engine
