#include "ingest/csv/csv_header.h"

#include <algorithm>
#include <set>

#include "core/limits.h"
#include "core/record_fields.h"
#include "ingest/convert/text_kernel.h"
#include "ingest/convert/utf8.h"

namespace dunlin::ingest {
namespace {

/// The first row cut at one delimiter, by the rules of csv/quote_state.h, byte by byte.
struct HeaderRow {
  std::vector<std::string> cells;
  size_t bytes = 0;
  bool complete = false;
  bool lone_return = false;  // a CR outside quotes that no LF follows
};

HeaderRow cut_header(std::string_view text, char delimiter, bool ended) {
  HeaderRow row;
  std::string cell;
  bool quoted = false;
  bool may_open = true;
  const auto end_cell = [&] {
    row.cells.emplace_back(trimmed(cell));
    cell.clear();
    may_open = true;
  };
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c != '"') {
        cell.push_back(c);
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        cell.push_back(text[++at]);
      } else {
        quoted = false;
      }
    } else if (c == '"' && may_open) {
      quoted = true;
      may_open = false;
    } else if (c == delimiter) {
      end_cell();
    } else if (c == '\n') {
      end_cell();
      row.bytes = at + 1;
      row.complete = true;
      return row;
    } else if (c == '\r') {
      if (at + 1 < text.size() ? text[at + 1] != '\n' : ended && !row.cells.empty()) row.lone_return = true;
    } else {
      cell.push_back(c);
      may_open = false;
    }
  }
  if (ended) {
    end_cell();
    row.bytes = text.size();
    row.complete = !quoted;
  }
  return row;
}

std::set<std::string_view> known_names(const SourceMapping* mapping) {
  std::set<std::string_view> names;
  if (mapping == nullptr) {
    for (size_t kind = 0; kind < core::kRecordKinds; ++kind) {
      for (const core::FieldSpec& spec : core::fields_of(static_cast<core::RecordKind>(kind))) {
        names.insert(core::field_name(spec.field));
      }
    }
    return names;
  }
  for (const RecordMapping& record : mapping->records) {
    if (record.when) names.insert(record.when->column);
    for (const FieldSource& field : record.fields) {
      if (!field.constant) names.insert(field.column);
    }
  }
  return names;
}

core::Error not_csv(const std::string& file, std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("PK\x03\x04"sv))
    return core::failed(file, "is a ZIP archive or an Excel workbook", "export it as CSV");
  if (head.starts_with("%PDF"sv)) return core::failed(file, "is a PDF document", "export the table as CSV");
  return core::failed(file, "is binary: its first line holds control characters", "export it as UTF-8 CSV");
}

core::Status check_header(const HeaderRow& row, std::string_view raw, const std::string& file) {
  if (row.lone_return) {
    return core::failed(file, "its lines end in CR alone, as on old Macs", "save it with LF or CRLF line ends");
  }
  if (!is_utf8(raw)) {
    return core::failed(file, "the header is not UTF-8", "save the file as UTF-8; Windows-1252 and Latin-1 are not read");
  }
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7F) return not_csv(file, raw);
  }
  if (row.cells.size() > core::kColumnsMax) {
    return core::failed(file, "has " + std::to_string(row.cells.size()) + " columns; " + std::to_string(core::kColumnsMax) +
                                  " are the most");
  }
  return {};
}

}  // namespace

core::Result<std::optional<CsvHeader>> read_csv_header(std::string_view head, bool ended, const SourceMapping* mapping,
                                                       const std::string& file) {
  CsvHeader header;
  size_t start = 0;
  while (start < head.size() && (head[start] == '\n' || head.substr(start, 2) == "\r\n")) {
    start += head[start] == '\n' ? 1 : 2;
  }
  const std::string_view text = head.substr(start);
  if (text.empty() || (text == "\r" && ended)) {
    if (!ended) return std::optional<CsvHeader>();
    return core::failed(file, "is empty: there is no header");
  }
  const std::set<std::string_view> known = known_names(mapping);
  const bool fixed = mapping != nullptr && mapping->delimiter != 0;
  const std::string candidates = fixed ? std::string(1, mapping->delimiter) : ",;\t|";
  HeaderRow best;
  size_t best_known = 0;
  for (const char delimiter : candidates) {
    HeaderRow row = cut_header(text, delimiter, ended);
    if (!row.complete) {
      if (ended) return core::failed(file, "the header opens a quote that is never closed");
      return std::optional<CsvHeader>();
    }
    const auto names = static_cast<size_t>(
        std::count_if(row.cells.begin(), row.cells.end(), [&](const std::string& cell) { return known.contains(cell); }));
    const bool better =
        best.cells.empty() || names > best_known || (names == best_known && row.cells.size() > best.cells.size());
    if (!better) continue;
    best = std::move(row);
    best_known = names;
    header.delimiter = delimiter;
  }
  DUNLIN_TRY(check_header(best, text.substr(0, best.bytes), file));
  header.columns = std::move(best.cells);
  header.bytes = start + best.bytes;
  header.lines = static_cast<size_t>(std::count(head.begin(), head.begin() + static_cast<ptrdiff_t>(header.bytes), '\n'));
  return std::optional<CsvHeader>(std::move(header));
}

}  // namespace dunlin::ingest
