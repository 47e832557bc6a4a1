// Second half, part two: what wants to leave today. Fired units and pre-due reminders become candidates, consolidated as the
// scenario says, in the order in which a debtor's actions are taken: the highest step first, pre-due last.
#pragma once

#include "engine/run/unit_stage.h"

namespace dunlin::engine {

/// Looks at pre-due steps of receivables that are not due yet: fills decision.pre_due_*.
void decide_pre_due(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision);

/// Fills decision.candidates, fired_units and lines.
void gather_candidates(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision);

}  // namespace dunlin::engine
