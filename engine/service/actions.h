// Outbound actions: looking at them, and handing them to consumers that confirm.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "engine/outbound/queue.h"
#include "engine/service/result_table.h"
#include "engine/service/site.h"

namespace dunlin::engine {

struct ActionsRequest {
  std::string run_id, creditor, debtor, channel;  ///< empty: all
  std::string after;                              ///< cursor
  uint64_t limit = UINT64_MAX;
};
/// Hands over each action as one line of JSON, in the order of the queue; `take` returns false to stop.
core::Status each_action(Site& site, const ActionsRequest& request,
                         const std::function<bool(const std::string& cursor, const std::string& json)>& take);
/// The same as short rows for people.
core::Result<ResultTable> action_rows(Site& site, const ActionsRequest& request);

/// Every consumer with its cursor and how many actions wait for it.
core::Result<ResultTable> queue_list(Site& site);
/// `{"cursor","action"}` lines, the first `max` that the consumer has not confirmed.
core::Result<std::vector<std::string>> queue_consume(Site& site, const std::string& consumer, uint64_t max);
/// Confirms everything up to the cursor; false when it was confirmed already.
core::Result<bool> queue_ack(Site& site, const std::string& consumer, const std::string& cursor);
/// The consumer reads again from this cursor on ("start": from the first action).
core::Status queue_replay(Site& site, const std::string& consumer, const std::string& cursor);
/// The lines from this cursor on, itself included ("start": from the first), for a look that moves no consumer.
core::Result<std::vector<std::string>> queue_lines(Site& site, const std::string& cursor, uint64_t max);

}  // namespace dunlin::engine
