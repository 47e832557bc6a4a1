// The nightly run: every debtor of the store decided for one business date, page by page on several threads, committed in
// parts, resumed where a crash left it, and the same bytes whatever happened in between.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/date.h"
#include "core/result.h"
#include "engine/settings/configuration.h"
#include "storage/store.h"

namespace dunlin::engine {

struct RunOptions {
  core::Date date;
  std::string creditor;  ///< empty: all
  bool dry_run = false;  ///< same result, nothing stored
  bool force = false;    ///< allows a date more than 7 days ahead of `today`, and to finish a run that other rules began
  core::Date today;      ///< the clock's date, from outside; unset: not checked
  uint32_t threads = 1;
  std::function<void(uint64_t pages_done, uint64_t pages_total)> progress;
};

/// Counters of a run, names of storage::Counters: parts joined by '\x1f'.
///   debtors, receivables, actions, deferred\x1f<reason>, standing\x1f<standing>,
///   unknown_scenario\x1f<name>,
///   by\x1f<scenario>\x1f<step>\x1f<action>\x1f<channel or empty>, demanded\x1f<currency>, overdue\x1f<currency>
struct RunReport {
  storage::RunRecord record;  ///< state, counters, quarantined, fingerprint, seconds
  bool dry_run = false;
  bool already_final = false;  ///< the date was finished before: `record` is that run, and this call decided nothing
  bool resumed = false;
};

/// Runs (or resumes an open run of) the date. `bundle` is recorded with the run; `configuration` is what it means.
core::Result<RunReport> run_night(storage::Store& store, const ConfigurationBundle& bundle,
                                  const Configuration& configuration, const RunOptions& options);

/// As run_night with dry_run, and the actions it would emit, in order, handed over page by page.
core::Result<RunReport> dry_run(storage::Store& store, const Configuration& configuration, const RunOptions& options,
                                const std::function<void(const core::ActionBatch&)>& actions);

}  // namespace dunlin::engine
