// CSV blocks into tiles into records: one per parsing thread.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "ingest/blocks/text_block.h"
#include "ingest/csv/row_index_kernel.h"
#include "ingest/mapping/read_plan.h"
#include "ingest/read_file.h"
#include "ingest/records/record_writer.h"

namespace dunlin::ingest {

class CsvParser final : public BlockParser {
 public:
  CsvParser(const ReadPlan& plan, char delimiter, const ReadSink& sink);
  core::Status parse(const TextBlock& block) override;
  core::Status finish() override;

 private:
  /// A row of the block with as many cells as the header: its first cell lies behind cell_ends[first].
  struct FoundRow {
    uint32_t first;
    uint64_t row;
    uint64_t line;
  };

  core::Status take_indexed_rows(std::string_view text);
  core::Status check_row(std::string_view text, uint32_t first, uint32_t cells, uint64_t line);
  core::Status take_open_row(std::string_view text, uint64_t line);
  void extract_column(std::string_view text, uint32_t column);
  bool decode_cell(std::string_view raw, std::string_view& cell);
  core::Status drop_undecoded(std::string_view text);
  core::Status reject_row(uint64_t row, uint64_t line, uint32_t column, std::string_view text, std::string_view reason,
                          std::string detail);

  // Fixed after construction.
  const ReadPlan& plan_;
  const char delimiter_;
  const ReadSink& sink_;
  std::vector<std::unique_ptr<RecordWriter>> writers_;

  // Of the block at hand.
  RowIndex index_;
  uint64_t next_row_ = 1;
  uint64_t first_line_ = 1;
  uint32_t newlines_before_ = 0;  // those of the rows taken

  // Of the tile at hand.
  std::vector<FoundRow> found_;
  std::vector<std::pair<uint32_t, uint32_t>> undecoded_;  // (row of the tile, column)
  CellTile tile_;
};

}  // namespace dunlin::ingest
