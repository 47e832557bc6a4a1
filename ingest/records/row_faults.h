// The rows of a tile that one record cannot take. The first fault of a row is the one that is told.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ingest/convert/cell_verdict.h"
#include "ingest/mapping/read_plan.h"

namespace dunlin::ingest {

struct RowFault {
  size_t row;  ///< of the rows looked at
  CellVerdict verdict;
  const FieldPlan* field;  ///< null: the field is not in the plan (then `name` tells)
  std::string_view name;
};

class RowFaults {
 public:
  void begin(size_t rows) {
    dropped_.assign(rows, 0);
    faults_.clear();
  }
  void add(const RowFault& fault) {
    if (dropped_[fault.row] != 0) return;
    dropped_[fault.row] = 1;
    faults_.push_back(fault);
  }
  /// The row leaves the batch without being at fault.
  void drop(size_t row) { dropped_[row] = 1; }
  bool is_dropped(size_t row) const { return dropped_[row] != 0; }
  std::span<const uint8_t> dropped() const { return dropped_; }
  /// In the order in which they were added.
  std::vector<RowFault>& faults() { return faults_; }

 private:
  std::vector<uint8_t> dropped_;
  std::vector<RowFault> faults_;
};

}  // namespace dunlin::ingest
