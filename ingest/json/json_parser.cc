#include "ingest/json/json_parser.h"

#include <algorithm>
#include <string>

#include "core/limits.h"
#include "ingest/convert/text_kernel.h"
#include "ingest/convert/utf8.h"
#include "ingest/reject_reasons.h"

namespace dunlin::ingest {
namespace {

bool is_list(core::FieldType type) {
  return type == core::FieldType::kTextList || type == core::FieldType::kInstalments ||
         type == core::FieldType::kChannelSet || type == core::FieldType::kFlagSet;
}

}  // namespace

JsonParser::JsonParser(const ReadPlan& plan, AttributeNames& names, const ReadSink& sink)
    : plan_(plan), sink_(sink), takes_list_(plan.columns.size(), false), names_(names) {
  for (const RecordPlan& record : plan.records) {
    writers_.push_back(std::make_unique<RecordWriter>(plan, record, sink));
    keeps_extras_ |= record.keeps_extras;
    for (const FieldPlan& field : record.fields) {
      if (field.column != kNoColumn && field.spec != nullptr && is_list(field.spec->type)) takes_list_[field.column] = true;
    }
  }
  tile_.columns.resize(plan.columns.size());
}

core::Status JsonParser::parse(const TextBlock& block) {
  std::string_view rest = block.text();
  uint64_t row = block.first_row;
  uint64_t number = block.first_line;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const uint64_t line_number = number++;
    if (line.empty() || line == "\r") continue;
    if (line.size() > core::kRowBytesMax) {
      DUNLIN_TRY(reject_line(line, row++, line_number, {kRowTooLong, "the row is longer than 4 MiB", {}}));
      continue;
    }
    begin_row();
    const std::optional<JsonFault> fault = reader_.read(line, *this);
    DUNLIN_TRY(failure_);
    if (fault) {
      DUNLIN_TRY(reject_line(line, row++, line_number, *fault));
      continue;
    }
    tile_.row_numbers.push_back(row++);
    tile_.lines.push_back(line_number);
    if (++tile_.rows >= kTileRows) DUNLIN_TRY(write_tile());
  }
  return write_tile();
}

core::Status JsonParser::finish() {
  for (const auto& writer : writers_) DUNLIN_TRY(writer->flush());
  return {};
}

void JsonParser::begin_row() {
  // A row that was given up left its cells behind: they are cleared here.
  for (auto& cells : tile_.columns) {
    cells.resize(tile_.rows);
    cells.emplace_back();
  }
  for (CellTile::Extra& extra : tile_.extras) {
    extra.cells.resize(tile_.rows);
    extra.cells.emplace_back();
  }
  members_ = 0;
}

std::optional<JsonFault> JsonParser::member(std::string_view key, std::string_view value) {
  std::optional<JsonFault> fault;
  std::string_view* const cell = cell_of(key, fault);
  if (cell == nullptr) return fault;
  if (value.size() > core::kFieldBytesMax)
    return JsonFault{kCellTooLong, "the value is longer than 1 MiB", std::string(key)};
  *cell = tile_.arena.copy(trimmed(value));
  return std::nullopt;
}

std::optional<JsonFault> JsonParser::list(std::string_view key, const std::vector<std::string_view>& entries) {
  std::optional<JsonFault> fault;
  std::string_view* const cell = cell_of(key, fault);
  if (cell == nullptr) return fault;
  const auto column =
      static_cast<size_t>(std::find(plan_.columns.begin(), plan_.columns.end(), key) - plan_.columns.begin());
  if (column == plan_.columns.size() || !takes_list_[column]) {
    return JsonFault{kNestedValue, "the value is a list; the field is not", std::string(key)};
  }
  std::string joined;
  for (const std::string_view entry : entries) {
    if (entry.find(';') != std::string_view::npos) {
      return JsonFault{kBadText, "an entry of the list has a semicolon in it", std::string(key)};
    }
    joined.append(joined.empty() ? "" : ";").append(entry);
  }
  *cell = tile_.arena.copy(joined);
  return std::nullopt;
}

std::string_view* JsonParser::cell_of(std::string_view key, std::optional<JsonFault>& fault) {
  const uint32_t column = find_column(key);
  std::string_view* const cell = column != kNoColumn ? &tile_.columns[column][tile_.rows] : extra_cell(key);
  if (cell == nullptr || cell->data() == nullptr) return cell;
  fault = JsonFault{kDuplicateKey, "the object says \"" + shown_text(key) + "\" twice", std::string(key)};
  return nullptr;
}

uint32_t JsonParser::find_column(std::string_view key) {
  // Rows of one writer say their keys in one order: look first where the row before had it.
  const size_t at = members_++;
  if (at < key_order_.size() && key_order_[at] != kNoColumn && plan_.columns[key_order_[at]] == key) return key_order_[at];
  const auto found = std::find(plan_.columns.begin(), plan_.columns.end(), key);
  const uint32_t column = found == plan_.columns.end() ? kNoColumn : static_cast<uint32_t>(found - plan_.columns.begin());
  if (at >= key_order_.size() && at < core::kColumnsMax) key_order_.resize(at + 1, kNoColumn);
  if (at < key_order_.size()) key_order_[at] = column;
  return column;
}

std::string_view* JsonParser::extra_cell(std::string_view key) {
  const std::string_view name = attribute_name(key);
  if (!keeps_extras_) {
    if (plan_.strict) {
      failure_ = core::failed(plan_.file, "unknown key \"" + shown_text(key, 80) + '"',
                              "without --strict it would be kept or ignored");
    }
    return nullptr;
  }
  for (CellTile::Extra& extra : tile_.extras) {
    if (extra.name == name) return &extra.cells[tile_.rows];
  }
  failure_ = names_.add(name);
  if (!failure_.ok()) return nullptr;
  tile_.extras.push_back({std::string(name), std::vector<std::string_view>(tile_.rows + 1)});
  return &tile_.extras.back().cells[tile_.rows];
}

core::Status JsonParser::reject_line(std::string_view line, uint64_t row, uint64_t number, const JsonFault& fault) {
  core::Reject reject;
  reject.file = plan_.file;
  reject.row = row;
  reject.line = number;
  reject.kind = plan_.records.front().kind;
  reject.field = shown_text(fault.key);
  reject.text = shown_text(line);
  reject.reason = fault.reason;
  reject.detail = fault.detail;
  return sink_.reject(std::move(reject));
}

core::Status JsonParser::write_tile() {
  if (tile_.rows > 0) {
    for (const auto& writer : writers_) DUNLIN_TRY(writer->append(tile_, tile_.arena));
  }
  tile_.rows = 0;
  for (auto& cells : tile_.columns) cells.clear();
  // Extras stay for the next tile (their names rarely change) as long as they are few.
  for (CellTile::Extra& extra : tile_.extras) extra.cells.clear();
  tile_.row_numbers.clear();
  tile_.lines.clear();
  tile_.arena.clear();
  return {};
}

}  // namespace dunlin::ingest
