// What is true of records beyond the form of their cells: signs and bounds of money, ends that follow their starts, dates
// that may not both be missing, and negative receivables that a source declares to be credit notes.
#pragma once

#include <span>

#include "ingest/mapping/read_plan.h"
#include "ingest/records/batch_columns.h"
#include "ingest/records/row_faults.h"

namespace dunlin::ingest {

/// The most days that terms may say.
inline constexpr int64_t kTermsMax = 36500;

/// The rows of a tile that were just converted: [base, base + rows) of `batch`.
struct TileRows {
  const ReadPlan& plan;
  const RecordPlan& record;
  BatchColumns& batch;
  size_t base;
  size_t rows;
  RowFaults& faults;
};

/// Checks them. Negative receivables are faults unless the plan makes them credit notes; then they are left.
void apply_record_rules(const TileRows& tile);

/// Moves negative receivables into `credit_notes`: the receivable's id becomes the credit note's, its issue (else due) date
/// the date. A credit note that comes of one speaks of its status: null, or draft or cancelled, and then the import does not
/// take it. Returns the rows moved, as positions in the tile.
std::vector<uint32_t> move_negative_receivables(const TileRows& tile, BatchColumns& credit_notes);

}  // namespace dunlin::ingest
