// A decided page put into words for one of its debtors. Reads the columns that the stages left; decides nothing.
#pragma once

#include "engine/run/decide_page.h"
#include "engine/run/explain.h"

namespace dunlin::engine {

/// Fills everything but date, recorded and run_id. `scratch` is the one that the page was decided with.
void put_into_words(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor, PageScratch& scratch,
                    PageDecision& decision, Explanation& out);

}  // namespace dunlin::engine
