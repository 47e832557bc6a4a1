// The nightly run and its history.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/result.h"
#include "engine/run/run_job.h"
#include "engine/service/result_table.h"
#include "engine/service/site.h"

namespace dunlin::engine {

struct RunRequest {
  core::Date date;
  std::string creditor;  ///< empty: all
  bool dry_run = false;
  bool force = false;
  /// Dry runs only: takes each action as a line of JSON; may be empty.
  std::function<void(const std::string& json)> action;
};

struct RunCount {
  std::string scenario, step, action, channel;  ///< channel is empty where none
  uint64_t count = 0;
};
struct NamedCount {
  std::string name;
  uint64_t count = 0;
};
struct NamedAmount {
  std::string currency, amount;
};

/// The counters of a run, by name.
struct RunSummary {
  std::string run_id, business_date, config, state;
  std::string rule_version;
  bool dry_run = false, already_final = false, resumed = false;
  uint64_t debtors = 0, receivables = 0, actions = 0;
  std::vector<NamedCount> standing;  ///< every reported standing, zeros too
  std::vector<RunCount> actions_by;
  std::vector<NamedCount> deferred;
  std::vector<std::string> warnings;  ///< what of the records has no effect: scenarios that no file defines ...
  std::vector<NamedAmount> overdue, demanded;
  std::vector<std::pair<std::string, std::string>> quarantined;  ///< ("creditor/debtor", reason)
  double seconds = 0;
};

core::Result<RunSummary> run(Site& site, const RunRequest& request);
std::string run_json(const RunSummary& summary);

/// One row a run, oldest first.
core::Result<ResultTable> runs(Site& site);
core::Result<RunSummary> run_show(Site& site, const std::string& run_id);

}  // namespace dunlin::engine
