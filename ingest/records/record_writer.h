// Turns tiles into batches of one record of the plan: picks its rows, rewrites and converts its cells column by column,
// applies the rules, and hands batches and rejects to the sink. One per record and parsing thread.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/event_batch.h"
#include "ingest/mapping/read_plan.h"
#include "ingest/read_file.h"
#include "ingest/records/batch_columns.h"
#include "ingest/records/cell_tile.h"
#include "ingest/records/row_faults.h"

namespace dunlin::ingest {

class RecordWriter {
 public:
  RecordWriter(const ReadPlan& plan, const RecordPlan& record, const ReadSink& sink);

  /// `arena` takes rewritten cells; what it holds must live until the call returns.
  core::Status append(const CellTile& tile, TextArena& arena);
  /// Hands on what is held.
  core::Status flush();

 private:
  void pick_rows(const CellTile& tile);
  std::span<const std::string_view> cells_of(const FieldPlan& field, const CellTile& tile, TextArena& arena);
  void rewrite(const FieldPlan& field, TextArena& arena);
  std::span<const std::string_view> in_capitals(std::span<const std::string_view> cells, TextArena& arena);
  void convert(const FieldPlan& field, std::span<const std::string_view> cells);
  size_t convert_ints(const FieldPlan& field, std::span<const std::string_view> cells, int64_t* out);
  void append_extras(const CellTile& tile);
  core::Status tell_faults(const CellTile& tile);
  core::Status flush_batch(BatchColumns& batch);

  // Fixed after construction.
  const ReadPlan& plan_;
  const RecordPlan& record_;
  const ReadSink& sink_;

  BatchColumns batch_;
  BatchColumns credit_notes_{core::RecordKind::kCreditNote};  // of negative receivables

  // Of the tile at hand.
  size_t base_ = 0;
  std::vector<uint32_t> picked_;  // rows of the tile that the record takes
  bool picked_all_ = true;
  std::vector<uint64_t> row_numbers_;
  std::vector<uint64_t> lines_;
  std::vector<std::string_view> scratch_;
  std::vector<CellVerdict> verdicts_;
  RowFaults faults_;
};

}  // namespace dunlin::ingest
