// What the rows taken of an import change in a page's control totals, counted while they are classified, so that the store
// need not work it out from the page again.
#pragma once

#include <cstdint>
#include <vector>

#include "core/table.h"
#include "storage/records.h"

namespace dunlin::engine {

class TotalsChange {
 public:
  /// A record that the store did not have (or had only as a missing debtor).
  void add_record(const core::Table& rows, size_t row);
  /// A later version of a record: amounts may differ, and the currency of a promise.
  void amend_record(const core::Table& before, size_t before_row, const core::Table& after, size_t after_row);
  /// As the store keeps them: by (kind, currency), entries of zeros left out. Starts anew.
  std::vector<storage::ControlTotal> take();

 private:
  struct Entry {
    core::RecordKind kind;
    uint32_t currency;
    uint64_t count;
    __int128 amount;
  };
  Entry& entry(core::RecordKind kind, uint32_t currency);

  std::vector<Entry> entries_;  // few: kinds times currencies
};

}  // namespace dunlin::engine
