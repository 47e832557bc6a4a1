// What each of several rows for one record does to it, field by field, in version order: the scalar heart of
// classification. Called only for records that are stored already or that come twice; the common new record never gets here.
#pragma once

#include <span>
#include <vector>

#include "core/table.h"
#include "engine/import/verdict.h"

namespace dunlin::engine {

/// A stored record, or none.
struct StoredRecord {
  const core::Table* rows = nullptr;
  size_t row = 0;
  bool exists() const { return rows != nullptr; }
};

/// Gives verdicts[i] to row events[rows[i]] of an upsert kind, rows in version order. Rows whose verdict is kConflict or
/// kRejected on entry are passed over. `fields` are those to compare (ids left out).
void classify_versions(const core::Table& events, std::span<const core::Field> fields, std::span<const uint32_t> rows,
                       const StoredRecord& stored, std::span<Verdict> verdicts);

/// Fields of a table of events that say something about a record: all but ids of the record and its debtor.
std::vector<core::Field> spoken_fields(const core::Table& events);

}  // namespace dunlin::engine
