// How urgent each candidate is: the step's priority, by number or by rule, and what it claims in base currency. Capacities
// are filled in this order.
#pragma once

#include "engine/run/run_survey.h"
#include "engine/run/unit_stage.h"

namespace dunlin::engine {

/// Sets Candidate::priority.
void rank_candidates(const Night& night, PageScratch& scratch, PageDecision& decision);

/// Where candidate `at` stands among those that want its channel.
AdmissionKey admission_key(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, size_t at);

}  // namespace dunlin::engine
