// Rows with named columns: the one form in which lists leave the service, so that JSON, CSV and tables are written once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::engine {

/// How a cell is spelt in JSON. kText: a string. kNumber: as it stands. kJson: JSON already (CSV and tables show it as it
/// is).
enum class CellKind : uint8_t { kText, kNumber, kJson };

struct ResultColumn {
  std::string name;
  CellKind kind = CellKind::kText;
};

/// Cells without a value are null.
struct ResultTable {
  std::vector<ResultColumn> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;
};

/// One object, without a line break.
void append_row_json(const ResultTable& table, size_t row, std::string& out);
/// `[{...},{...}]` without a line break.
std::string rows_as_json(const ResultTable& table);
/// An object a line.
std::string rows_as_jsonl(const ResultTable& table);
/// RFC 4180 with a header.
std::string rows_as_csv(const ResultTable& table);

}  // namespace dunlin::engine
