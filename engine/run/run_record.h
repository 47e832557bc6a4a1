// Which run a date is: a new one, one to resume, or one that is final. Decided from the registry alone, before a page is
// read.
#pragma once

#include <optional>

#include "engine/run/run_job.h"

namespace dunlin::engine {

struct PlannedRun {
  storage::RunRecord record;  ///< of a new or resumed run; of the final one when there is nothing left to decide
  bool already_final = false;
  bool resumed = false;
};

/// Refuses an unknown creditor, a date before a creditor's last live run, a date too far ahead, an open run of another date,
/// and a gate that is not met.
core::Result<PlannedRun> plan_run(const storage::Store& store, const ConfigurationBundle& bundle,
                                  const Configuration& configuration, const RunOptions& options);

/// The creditors as they stood when import `last_import` was committed: what a run that saw no later import decides with,
/// however much is loaded before it is resumed or explained.
core::Result<core::Table> creditors_as_of(const storage::Store& store, uint64_t last_import);

}  // namespace dunlin::engine
