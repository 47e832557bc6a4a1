// A batch while it grows: typed columns of one record kind, rows appended tile by tile, wrong rows taken out again.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/event_batch.h"
#include "ingest/convert/text_column_builder.h"

namespace dunlin::ingest {

class BatchColumns {
 public:
  using Ints = std::vector<int64_t>;

  explicit BatchColumns(core::RecordKind kind) : kind_(kind) { slots_.fill(-1); }

  /// Complete rows; columns may already be longer while a tile is appended.
  size_t rows() const { return row_numbers_.size(); }
  bool has(core::Field field) const { return slots_[static_cast<size_t>(field)] >= 0; }
  /// The column, made with kLeave (leave) in every row so far when it is new. References stay good.
  Ints& ints(core::Field field);
  TextColumnBuilder& texts(core::Field field);
  TextColumnBuilder& attribute(std::string_view name);

  /// Ends a tile: `row_numbers` and `lines` of its rows come in, rows with dropped[i] != 0 go out, columns that the tile
  /// did not speak of are filled up.
  void end_tile(std::span<const uint64_t> row_numbers, std::span<const uint64_t> lines, std::span<const uint8_t> dropped);
  /// What was gathered, without columns of which no row speaks; starts anew.
  core::EventBatch take();

 private:
  struct IntColumn {
    core::Field field;
    Ints values;
  };
  struct TextColumn {
    core::Field field;
    TextColumnBuilder values;
  };
  struct AttributeColumn {
    std::string name;
    TextColumnBuilder values;
  };

  core::RecordKind kind_;
  std::array<int16_t, core::kFieldCount> slots_{};  // index into ints_ or texts_
  std::deque<IntColumn> ints_;
  std::deque<TextColumn> texts_;
  std::deque<AttributeColumn> attributes_;
  std::vector<uint64_t> row_numbers_;
  std::vector<uint64_t> lines_;
};

}  // namespace dunlin::ingest
