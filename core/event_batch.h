// What a reader makes of a file: batches of rows of one kind, in columns, each row with its number in the file, and the
// rows that cannot be taken, as data. Rows are checked for form here (types, required fields, bounds); whether a parent
// exists or an id repeats is the import's business.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/table.h"

namespace dunlin::core {

/// Rows of one kind. Cells are values, kNull (empty: clears) or kLeave (not spoken of). Columns absent from the table are
/// not spoken of in any row. Receivables always carry kAmount, kCurrency and kDueDate with values.
struct EventBatch {
  Table rows;
  std::vector<uint64_t> row_numbers;  ///< 1-based data row of each row in its file (the header is not counted)
  std::vector<uint64_t> lines;        ///< 1-based first line of each row in its file

  explicit EventBatch(RecordKind kind = RecordKind::kDebtor) : rows(kind) {}
};

/// A row that is not taken, and why, in words for the person who must mend the file.
struct Reject {
  std::string file;
  uint64_t row = 0;     ///< 1-based data row
  uint64_t line = 0;    ///< 1-based line of the file on which the row begins
  uint32_t column = 0;  ///< 1-based column of the file; 0 when the row as a whole is at fault
  RecordKind kind = RecordKind::kDebtor;
  std::string field;      ///< name of the field or header; may be empty
  std::string text;       ///< the offending text, cut to 120 bytes
  std::string reason;     ///< one of the documented reason codes: bad_amount, bad_date, missing_value, other_debtor ...
  std::string detail;     ///< one sentence
  bool conflict = false;  ///< a conflict of ids (counted as conflict, not as rejected)
};

}  // namespace dunlin::core
