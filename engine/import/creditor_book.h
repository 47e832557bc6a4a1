// The creditors as they will stand after the import: those of the store, amended by the files. Says whose rows are that
// name no creditor, and which creditors are known.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "engine/import/row_buffer.h"
#include "engine/import/verdict.h"

namespace dunlin::engine {

class CreditorBook {
 public:
  /// `events` in any order; gives each a verdict (same position).
  CreditorBook(core::Table stored, const StagedRows& events, std::vector<Verdict>& verdicts);

  /// Makes the creditor named `default` when there is none at all; for imports with rows that name none.
  void make_default_if_empty();
  /// The creditor of rows that name none: the only one. None while there are several (or none yet).
  std::optional<std::string> implied() const;
  bool knows(std::string_view creditor_id) const;
  bool changed() const { return changed_; }
  /// The creditors as the registry keeps them, by creditor_id bytes.
  const core::Table& table() const { return table_; }

 private:
  core::Table table_;
  std::vector<std::string> ids_;  // sorted
  bool changed_ = false;
};

}  // namespace dunlin::engine
