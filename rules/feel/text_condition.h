// A question to a text column: answered for each entry of the dictionary once, then looked up by code.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/table.h"
#include "rules/feel/compare_kernel.h"
#include "rules/feel/vector_program.h"

namespace dunlin::rules {

/// The answers of one test for one column. Kept by a workspace, so that its memory is reused.
class TextAnswers {
 public:
  /// Asks every entry. `column` may be null: then every row is null.
  void prepare(const TextTest& test, const core::TextColumn* column);
  /// Answers rows [begin, begin + rows) of the column, at most a chunk.
  void answer(size_t begin, size_t rows, TruthBits& out) const;

 private:
  const core::TextColumn* column_ = nullptr;
  bool null_is_unknown_ = false;
  /// Few codes answer yes, or few answer no: equality with at most four codes does it. Else the table is read.
  enum class Way : uint8_t { kEqual, kDifferent, kTable } way_ = Way::kTable;
  std::array<uint32_t, 4> codes_{};
  std::vector<uint8_t> table_;  // one an entry: 1 = yes
};

/// Bits of rows of a text column that are null.
void null_texts(const core::TextColumn* column, size_t begin, size_t rows, uint64_t* bits);

/// a op b for rows [begin, begin + rows) of two text columns, which have dictionaries of their own.
void compare_texts(Comparison op, const core::TextColumn* a, const core::TextColumn* b, size_t begin, size_t rows,
                   TruthBits& out);

}  // namespace dunlin::rules
