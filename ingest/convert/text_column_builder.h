// A text column while it grows, row by row, into one buffer that is used again for the next batch. Repeats of the row before
// share its entry, and so do recent values of columns with few of them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "core/table.h"
#include "ingest/convert/short_text.h"

namespace dunlin::ingest {

class TextColumnBuilder {
 public:
  size_t rows() const { return codes_.size(); }
  std::vector<uint32_t>& codes() { return codes_; }
  /// Text of a row; empty for null and leave.
  std::string_view at(size_t row) const {
    const uint32_t code = codes_[row];
    return code >= core::TextColumn::kLeaveCode ? std::string_view() : entry(code);
  }

  /// An empty text is null, one without data is leave.
  void append(std::string_view text) {
    if (text.empty()) {
      codes_.push_back(text.data() == nullptr ? core::TextColumn::kLeaveCode : core::TextColumn::kNullCode);
    } else {
      codes_.push_back(same_text(text, last_) ? last_code_ : add(text));
    }
  }
  /// As append, looking among the recent values too: for columns that are likely to repeat.
  void append_repeating(std::string_view text) {
    if (text.empty() || same_text(text, last_)) return append(text);
    uint32_t& seen = recent_[slot_of(text)];
    if (seen < ends_.size() && same_text(entry(seen), text)) {
      remember(seen);
    } else {
      seen = add(text);
    }
    codes_.push_back(last_code_);
  }
  void append_leaves(size_t rows) { codes_.insert(codes_.end(), rows, core::TextColumn::kLeaveCode); }

  /// The column so far; the builder starts anew.
  core::TextColumn take() {
    core::TextColumn column =
        core::TextColumn::from_parts(std::move(codes_), std::move(ends_), std::string(heap_.get(), size_));
    codes_ = {};
    ends_ = {};
    codes_.reserve(column.rows());
    ends_.reserve(column.entries());
    size_ = 0;
    last_ = {};
    recent_.fill(~0U);
    return column;
  }

 private:
  std::string_view entry(uint32_t code) const {
    const uint32_t begin = code == 0 ? 0 : ends_[code - 1];
    return {heap_.get() + begin, ends_[code] - begin};
  }
  uint32_t add(std::string_view text) {
    if (size_ + text.size() > capacity_) grow(text.size());
    copy_text(heap_.get() + size_, text);
    size_ += text.size();
    ends_.push_back(static_cast<uint32_t>(size_));
    remember(static_cast<uint32_t>(ends_.size() - 1));
    return last_code_;
  }
  void remember(uint32_t code) {
    last_code_ = code;
    last_ = entry(code);
  }
  void grow(size_t bytes) {
    capacity_ = std::max(capacity_ * 2, size_ + bytes + 4096);
    std::unique_ptr<char[]> wider(new char[capacity_]);
    if (size_ > 0) std::memcpy(wider.get(), heap_.get(), size_);
    heap_ = std::move(wider);
    if (!last_.empty()) last_ = entry(last_code_);
  }
  static size_t slot_of(std::string_view text) {
    uint64_t front = 0;
    uint64_t back = 0;
    if (text.size() >= 8) {
      std::memcpy(&front, text.data(), 8);
      std::memcpy(&back, text.data() + text.size() - 8, 8);
    } else {
      std::memcpy(&front, text.data(), text.size());
    }
    return ((front ^ back * 31 ^ text.size()) * 0x9E37'79B9'7F4A'7C15ULL) >> 57;
  }

  std::vector<uint32_t> codes_;
  std::vector<uint32_t> ends_;
  std::unique_ptr<char[]> heap_;
  size_t size_ = 0;
  size_t capacity_ = 0;
  std::string_view last_;  // the entry added or found last
  uint32_t last_code_ = 0;
  std::array<uint32_t, 128> recent_ = [] {
    std::array<uint32_t, 128> none;
    none.fill(~0U);
    return none;
  }();
};

}  // namespace dunlin::ingest
