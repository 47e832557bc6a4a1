// Owns the columns that features are computed into; cleared and used again from page to page.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "core/table.h"

namespace dunlin::rules {

/// Columns keep their address until clear(). Belongs to one thread.
class FeatureArena {
 public:
  /// A column of `rows` undefined values.
  std::vector<int64_t>& ints(size_t rows) {
    if (ints_used_ == ints_.size()) ints_.emplace_back();
    std::vector<int64_t>& column = ints_[ints_used_++];
    column.resize(rows);
    return column;
  }
  core::TextColumn& text(core::TextColumn column) {
    if (texts_used_ == texts_.size()) texts_.emplace_back();
    core::TextColumn& held = texts_[texts_used_++];
    held = std::move(column);
    return held;
  }
  std::vector<uint8_t>& bytes(size_t rows) {
    if (bytes_used_ == bytes_.size()) bytes_.emplace_back();
    std::vector<uint8_t>& column = bytes_[bytes_used_++];
    column.resize(rows);
    return column;
  }
  void clear() { ints_used_ = texts_used_ = bytes_used_ = 0; }

 private:
  std::deque<std::vector<int64_t>> ints_;
  std::deque<core::TextColumn> texts_;
  std::deque<std::vector<uint8_t>> bytes_;
  size_t ints_used_ = 0;
  size_t texts_used_ = 0;
  size_t bytes_used_ = 0;
};

}  // namespace dunlin::rules
