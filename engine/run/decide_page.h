// One page's day, in verbs. The run calls it for every page, explain for one; neither adds a rule.
#pragma once

#include "engine/run/night.h"
#include "engine/run/page_decision.h"
#include "storage/store.h"

namespace dunlin::engine {

/// `loaded` has its cold columns and its memory. `scratch` must live as long as the decision's columns are read.
void decide_page(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision);

/// The first part of it, up to who may be contacted: what a survey needs to know.
void decide_contacts_of_page(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch,
                             PageDecision& decision);

}  // namespace dunlin::engine
