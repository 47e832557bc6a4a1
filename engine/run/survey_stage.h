// The passes over the whole store that come before a run's first page: parents' standings, then how far capacities reach.
#pragma once

#include "engine/run/night.h"
#include "engine/run/run_survey.h"
#include "storage/store.h"

namespace dunlin::engine {

struct SurveyOptions {
  uint64_t last_import = 0;  ///< the run sees rows of imports up to this one
  uint32_t threads = 1;
};

/// `night` has no survey yet. Reads pages and their memory, writes nothing.
core::Result<RunSurvey> survey_store(const storage::Store& store, const Night& night, const SurveyOptions& options);

/// The survey that run `ordinal` was begun with, an empty one too; none before the run has kept it.
core::Result<std::optional<RunSurvey>> kept_survey(const storage::Store& store, uint64_t ordinal);
core::Status keep_survey(storage::Store& store, uint64_t ordinal, const RunSurvey& survey);

}  // namespace dunlin::engine
