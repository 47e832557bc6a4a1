// First half of a page's day: what is owed and how it stands, which receivables may be dunned, the score, the segment, and
// the scenario of every debtor. Nothing here knows a step.
#pragma once

#include "engine/run/night.h"
#include "engine/run/page_decision.h"
#include "rules/features/compute_features.h"
#include "storage/store.h"

namespace dunlin::engine {

void assess(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, Assessment& out);

/// True when assess() reads names, addresses or attributes, so that pages must be loaded with them.
bool assessment_reads_cold(const rules::Rulebook& book);

/// The inputs of every feature computed after assess(), without step memory.
rules::FeatureInputs feature_inputs(const Night& night, const storage::LoadedPage& loaded, const Assessment& assessed);

/// Adds the page's debtors and receivables by standing.
void count_standings(const storage::LoadedPage& loaded, const Assessment& assessed, storage::Counters& counters);

}  // namespace dunlin::engine
