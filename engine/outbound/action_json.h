// An action as people and JSON consumers meet it (field names are a contract), and its stable id.
#pragma once

#include <string>
#include <string_view>

#include "core/action_batch.h"
#include "core/hash.h"

namespace dunlin::engine {

/// XXH3-128 (seed 0) over seven fields, each as its length in bytes (32 bits, little-endian) and its UTF-8 bytes:
///   creditor_id, debtor_id, unit, scenario, step, episode as decimal digits, business date as YYYY-MM-DD.
/// `unit` is unit_key(), and for consolidated actions "debtor" followed, for each of their (receivable, step) pairs in
/// order, by 0x1E receivable_id 0x1F step. Of an answer to an event, `step` is on.EVENT/RECORD_ID. All seven stand in the
/// JSON too, so a consumer can check an id without us.
core::Hash128 action_id(const core::ActionBatch& batch, size_t index);

/// "debtor", "receivable:R1" or "debtor_currency:EUR": who carries the step memory that the action moved.
std::string unit_key(const core::ActionBatch& batch, size_t index);

/// Run-wide facts that every action of a batch shares.
struct ActionContext {
  std::string run_id;
  std::string fingerprint;
};

/// One JSON object on one line, keys in the documented order; byte-identical for equal actions. Money and other numbers with
/// a fraction are decimal strings, whole numbers are numbers, dates YYYY-MM-DD, times YYYY-MM-DDThh:mm:ssZ, absent values
/// null. `totals[].demanded` = overdue + interest + fees - cash_netted.
void append_action_json(const core::ActionBatch& batch, size_t index, const ActionContext& context, std::string& out);

}  // namespace dunlin::engine
