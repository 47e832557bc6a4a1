// Between the choice of a step and its action: the first notice of an episode opens a period in which the law lets nothing
// more be done, or charged. A step that falls into it waits; where charges must wait, the first notice itself is free.
#pragma once

#include "engine/run/unit_stage.h"
#include "rules/contact/first_notice.h"

namespace dunlin::engine {

/// Takes the step away from units that must wait, with the deferral notice_period, and marks first notices that must be
/// free. Costs nothing without such a rule.
void hold_for_notice(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision);

/// What the unit's action may not charge; everything may be where no rule speaks of first notices.
rules::FreeOf free_of(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                      const Candidate& candidate);

/// Why the unit's step waits, in words; empty when it does not.
std::string notice_text(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, size_t unit);

}  // namespace dunlin::engine
