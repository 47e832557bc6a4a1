// `explain` as the documented JSON.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "engine/run/explain.h"
#include "engine/service/site.h"

namespace dunlin::engine {

struct ExplainRequest {
  std::string creditor;  ///< empty: every creditor under which the debtor exists
  std::string debtor_id;
  core::Date date;
};
core::Result<std::vector<Explanation>> explain(Site& site, const ExplainRequest& request);

/// One object; `action` is the day's only action (null when there is none), `actions` all of them.
std::string explanation_json(const Explanation& explanation, const std::string& fingerprint);

/// An action in one line for people: its id, step, kind, channel, priority and what it demands.
std::string action_line(const core::ActionBatch& actions, size_t index);

}  // namespace dunlin::engine
