// JSON Lines blocks into tiles into records: one per parsing thread. Field names are the columns' names.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "ingest/blocks/text_block.h"
#include "ingest/json/attribute_names.h"
#include "ingest/json/json_object.h"
#include "ingest/mapping/read_plan.h"
#include "ingest/read_file.h"
#include "ingest/records/record_writer.h"

namespace dunlin::ingest {

class JsonParser final : public BlockParser, private JsonMembers {
 public:
  /// `names` is shared by the file's parsers.
  JsonParser(const ReadPlan& plan, AttributeNames& names, const ReadSink& sink);
  core::Status parse(const TextBlock& block) override;
  core::Status finish() override;

 private:
  std::optional<JsonFault> member(std::string_view key, std::string_view value) override;
  std::optional<JsonFault> list(std::string_view key, const std::vector<std::string_view>& entries) override;
  /// The cell of the row at hand that `key` names; null: nobody wants it.
  std::string_view* cell_of(std::string_view key, std::optional<JsonFault>& fault);
  std::string_view* extra_cell(std::string_view key);
  uint32_t find_column(std::string_view key);
  void begin_row();
  core::Status reject_line(std::string_view line, uint64_t row, uint64_t number, const JsonFault& fault);
  core::Status write_tile();

  // Fixed after construction.
  const ReadPlan& plan_;
  const ReadSink& sink_;
  std::vector<std::unique_ptr<RecordWriter>> writers_;
  std::vector<bool> takes_list_;  // by column
  bool keeps_extras_ = false;

  AttributeNames& names_;  // shared, locked inside

  JsonObjectReader reader_;
  CellTile tile_;
  core::Status failure_;             // of the file, found inside a row
  size_t members_ = 0;               // of the row at hand
  std::vector<uint32_t> key_order_;  // column of the i-th member of the rows before
};

}  // namespace dunlin::ingest
