// Call tasks that runs have handed out, by debtor, read from the outbox: one part of the agenda.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/result.h"
#include "storage/store.h"

namespace dunlin::engine {

struct CallTask {
  std::string action_id;  ///< 32 hex digits
  std::string scenario, step;
  std::string name, phone;  ///< whom to call
  core::Date date;
  int32_t priority = 0;
  std::vector<std::string> receivables;
};

/// By (creditor_id, debtor_id); tasks in the order of the queue.
using CallTasks = std::map<std::pair<std::string, std::string>, std::vector<CallTask>>;

/// Published tasks of runs dated in (from, date].
core::Result<CallTasks> call_tasks(const storage::Store& store, core::Date from, core::Date date);

}  // namespace dunlin::engine
