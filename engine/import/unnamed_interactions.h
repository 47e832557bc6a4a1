// Interactions that come without an id: identified by all their fields and their ordinal among equal rows of their file, so
// that loading the same log again, alone or inside a longer one, changes nothing.
//
//   parsed      id = 0x01 + hash of the row            equal rows look equal
//   loaded      id = "~" + hash [+ "-" + ordinal]      once all rows of the debtor lie side by side
//
// 0x01 cannot be in an id of the customer's. An id that this file made may come back (from an export) and is known again.
#pragma once

#include <string_view>

#include "core/event_batch.h"
#include "engine/import/row_buffer.h"

namespace dunlin::engine {

inline constexpr char kUnnumbered = '\x01';
/// True for the first form of an id.
constexpr bool is_unnumbered(std::string_view id) { return !id.empty() && id.front() == kUnnumbered; }

/// Gives the interactions of a batch that lack an id the first form of one. Other kinds are left alone.
void name_interactions(core::EventBatch& batch);

/// Gives the rows of the first form the second. `staged` holds all rows that an import has for their debtors.
void number_interactions(StagedRows& staged);

}  // namespace dunlin::engine
