// The words of explain about steps: for every unit, pre-due reminder and event of a debtor, why each step left or did not.
#pragma once

#include "engine/run/decide_page.h"
#include "engine/run/explain.h"

namespace dunlin::engine {

/// Appends to `out.steps`, and to `out.notes` what is true of a unit as a whole. `scratch` is the one that the page was
/// decided with.
void tell_steps(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor, PageScratch& scratch,
                const PageDecision& decision, Explanation& out);

}  // namespace dunlin::engine
