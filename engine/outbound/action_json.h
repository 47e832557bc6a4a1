// An action as people and JSON consumers meet it (field names are a contract), and its stable id.
#pragma once

#include <string>
#include <string_view>

#include "core/action_batch.h"
#include "core/hash.h"

namespace dunlin::engine {

/// XXH3-128 over length-prefixed (creditor, debtor, unit, scenario, step, episode, business date).
core::Hash128 action_id(const core::ActionBatch& batch, size_t index);

/// Run-wide facts that every action of a batch shares.
struct ActionContext {
  std::string run_id;
  std::string fingerprint;
};

/// One JSON object on one line, keys in the documented order; byte-identical for equal actions.
void append_action_json(const core::ActionBatch& batch, size_t index, const ActionContext& context, std::string& out);

}  // namespace dunlin::engine
