#include "engine/service/result_table.h"

#include "engine/outbound/json_text.h"

namespace dunlin::engine {
namespace {

void append_csv_cell(std::string_view text, std::string& out) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void append_row_json(const ResultTable& table, size_t row, std::string& out) {
  out += '{';
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(table.columns[i].name, out);
    out += ':';
    const std::optional<std::string>& cell = table.rows[row][i];
    if (!cell) {
      out += "null";
    } else if (table.columns[i].kind == CellKind::kText) {
      append_json_string(*cell, out);
    } else {
      out += *cell;
    }
  }
  out += '}';
}

std::string rows_as_json(const ResultTable& table) {
  std::string out = "[";
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (row > 0) out += ',';
    append_row_json(table, row, out);
  }
  return out + "]";
}

std::string rows_as_jsonl(const ResultTable& table) {
  std::string out;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    append_row_json(table, row, out);
    out += '\n';
  }
  return out;
}

std::string rows_as_csv(const ResultTable& table) {
  std::string out;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (i > 0) out += ',';
    append_csv_cell(table.columns[i].name, out);
  }
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      if (row[i]) append_csv_cell(*row[i], out);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace dunlin::engine
