#include "ingest/csv/csv_parser.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "core/limits.h"
#include "ingest/convert/text_kernel.h"
#include "ingest/convert/utf8.h"
#include "ingest/reject_reasons.h"

namespace dunlin::ingest {

CsvParser::CsvParser(const ReadPlan& plan, char delimiter, const ReadSink& sink)
    : plan_(plan), delimiter_(delimiter), sink_(sink) {
  for (const RecordPlan& record : plan.records) writers_.push_back(std::make_unique<RecordWriter>(plan, record, sink));
  tile_.columns.resize(plan.columns.size());
}

core::Status CsvParser::parse(const TextBlock& block) {
  const std::string_view text = block.text();
  index_.begin_block();
  next_row_ = block.first_row;
  first_line_ = block.first_line;
  newlines_before_ = 0;
  while (index_.scanned < text.size()) {
    index_rows(text, delimiter_, kTileRows, index_);
    DUNLIN_TRY(take_indexed_rows(text));
    index_.take_rows();
  }
  return take_open_row(text, first_line_ + newlines_before_);
}

core::Status CsvParser::finish() {
  for (const auto& writer : writers_) DUNLIN_TRY(writer->flush());
  return {};
}

core::Status CsvParser::take_indexed_rows(std::string_view text) {
  const std::vector<uint32_t>& ends = index_.cell_ends;
  const bool all_utf8 = (index_.traits & kSawHighBit) == 0 || index_.row_cells.empty() ||
                        is_utf8(text.substr(ends[0] + 1, ends[index_.row_cells.back()] - (ends[0] + 1)));
  found_.clear();
  uint32_t first = 0;
  for (size_t i = 0; i < index_.row_cells.size(); ++i) {
    const uint32_t last = index_.row_cells[i];
    const uint64_t line = first_line_ + newlines_before_;
    newlines_before_ = index_.row_newlines[i];
    const uint32_t begin = ends[first] + 1;
    const uint32_t size = ends[last] - begin;
    const bool blank = size == 0 || (size == 1 && text[begin] == '\r');
    const bool usual = last - first == plan_.columns.size() && size <= core::kFieldBytesMax && all_utf8;
    if (usual && !blank) {
      found_.push_back({first, next_row_++, line});
    } else if (!blank) {
      DUNLIN_TRY(check_row(text, first, last - first, line));
    }
    first = last;
  }
  if (found_.empty()) return {};
  tile_.rows = found_.size();
  tile_.row_numbers.clear();
  tile_.lines.clear();
  tile_.arena.clear();
  undecoded_.clear();
  for (const FoundRow& row : found_) {
    tile_.row_numbers.push_back(row.row);
    tile_.lines.push_back(row.line);
  }
  for (uint32_t column = 0; column < plan_.columns.size(); ++column) {
    if (plan_.needed[column]) extract_column(text, column);
  }
  if (!undecoded_.empty()) DUNLIN_TRY(drop_undecoded(text));
  if (tile_.rows == 0) return {};
  for (const auto& writer : writers_) DUNLIN_TRY(writer->append(tile_, tile_.arena));
  return {};
}

core::Status CsvParser::check_row(std::string_view text, uint32_t first, uint32_t cells, uint64_t line) {
  const std::vector<uint32_t>& ends = index_.cell_ends;
  const uint32_t begin = ends[first] + 1;
  const std::string_view row = text.substr(begin, ends[first + cells] - begin);
  const uint64_t number = next_row_++;
  if (row.size() > core::kRowBytesMax) {
    return reject_row(number, line, 0, row, kRowTooLong, "the row is longer than 4 MiB; is a quote never closed?");
  }
  for (uint32_t cell = 0; cell < cells; ++cell) {
    const uint32_t from = ends[first + cell] + 1;
    const std::string_view raw = text.substr(from, ends[first + cell + 1] - from);
    if (raw.size() > core::kFieldBytesMax) {
      return reject_row(number, line, cell + 1, raw, kCellTooLong, "the cell is longer than 1 MiB");
    }
  }
  if (!is_utf8(row)) {
    uint32_t cell = 0;
    const auto raw = [&] { return text.substr(ends[first + cell] + 1, ends[first + cell + 1] - (ends[first + cell] + 1)); };
    while (cell + 1 < cells && is_utf8(raw())) ++cell;
    return reject_row(number, line, cell + 1, raw(), kBadUtf8, "the cell holds bytes that are not UTF-8");
  }
  if (cells != plan_.columns.size()) {
    return reject_row(number, line, 0, row, kRaggedRow,
                      "the row has " + std::to_string(cells) + " cells, the header " + std::to_string(plan_.columns.size()));
  }
  found_.push_back({first, number, line});
  return {};
}

core::Status CsvParser::take_open_row(std::string_view text, uint64_t line) {
  const uint32_t begin = index_.cell_ends[0] + 1;
  if (begin >= text.size()) return {};
  return reject_row(next_row_++, line, 0, text.substr(begin), kBadQuotes, "a quote that opens in this row is never closed");
}

void CsvParser::extract_column(std::string_view text, uint32_t column) {
  std::vector<std::string_view>& cells = tile_.columns[column];
  cells.resize(found_.size());
  const uint32_t* const ends = index_.cell_ends.data();
  const bool last_column = column + 1 == plan_.columns.size();
  for (size_t i = 0; i < found_.size(); ++i) {
    const uint32_t at = found_[i].first + column;
    const uint32_t begin = ends[at] + 1;
    std::string_view raw(text.data() + begin, ends[at + 1] - begin);
    if (last_column && !raw.empty() && raw.back() == '\r') raw.remove_suffix(1);
    // Nearly every cell begins and ends with something visible that is not a quote.
    const auto plain = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '"'; };
    if (raw.empty() || (plain(raw.front()) && plain(raw.back()))) {
      cells[i] = raw;
    } else if (!decode_cell(raw, cells[i])) {
      undecoded_.emplace_back(static_cast<uint32_t>(i), column);
    }
  }
}

bool CsvParser::decode_cell(std::string_view raw, std::string_view& cell) {
  cell = trimmed(raw);
  if (cell.empty() || cell.front() != '"') return true;
  if (cell.size() < 2 || cell.back() != '"') return false;
  std::string_view inner = cell.substr(1, cell.size() - 2);
  const size_t first_quote = inner.find('"');
  if (first_quote != std::string_view::npos) {
    char* const out = tile_.arena.allocate(inner.size());
    size_t size = 0;
    for (size_t at = 0; at < inner.size(); ++at) {
      if (inner[at] == '"' && (at + 1 == inner.size() || inner[++at] != '"')) return false;
      out[size++] = inner[at];
    }
    inner = {out, size};
  }
  cell = trimmed(inner);
  return true;
}

core::Status CsvParser::drop_undecoded(std::string_view text) {
  std::sort(undecoded_.begin(), undecoded_.end());
  std::vector<bool> dropped(tile_.rows, false);
  for (const auto& [row, column] : undecoded_) {
    if (dropped[row]) continue;
    dropped[row] = true;
    const uint32_t at = found_[row].first + column;
    const uint32_t begin = index_.cell_ends[at] + 1;
    DUNLIN_TRY(reject_row(found_[row].row, found_[row].line, column + 1,
                          text.substr(begin, index_.cell_ends[at + 1] - begin), kBadQuotes,
                          "a quote inside a quoted cell is neither doubled nor the cell's end"));
  }
  const auto keep = [&](auto& values) {
    size_t to = 0;
    for (size_t i = 0; i < dropped.size(); ++i) {
      if (!dropped[i]) values[to++] = values[i];
    }
    values.resize(to);
  };
  for (auto& cells : tile_.columns) {
    if (!cells.empty()) keep(cells);
  }
  keep(tile_.row_numbers);
  keep(tile_.lines);
  tile_.rows = tile_.row_numbers.size();
  return {};
}

core::Status CsvParser::reject_row(uint64_t row, uint64_t line, uint32_t column, std::string_view text,
                                   std::string_view reason, std::string detail) {
  core::Reject reject;
  reject.file = plan_.file;
  reject.row = row;
  reject.line = line;
  reject.column = column;
  reject.kind = plan_.records.front().kind;
  if (column > 0 && column <= plan_.columns.size()) reject.field = plan_.columns[column - 1];
  reject.text = shown_text(text);
  reject.reason = reason;
  reject.detail = std::move(detail);
  return sink_.reject(std::move(reject));
}

}  // namespace dunlin::ingest
