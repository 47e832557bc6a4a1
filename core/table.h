// Columns: the form in which rows travel from a file to a page and through the rules. A table has one record kind, a row
// count, and per field either a column of 64-bit integers or a dictionary-coded column of texts; attributes are text
// columns with names of the customer's own. Absent columns cost nothing.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/record_fields.h"

namespace dunlin::core {

/// No value. In an event: the source says that the field is empty, so it is cleared.
inline constexpr int64_t kNull = std::numeric_limits<int64_t>::min();
/// Events only: the source did not speak of this field, so it stays as it was.
inline constexpr int64_t kLeave = std::numeric_limits<int64_t>::min() + 1;

/// Texts as codes into a dictionary of its own. Codes answer equality only; their order means nothing.
class TextColumn {
 public:
  static constexpr uint32_t kNullCode = 0xFFFF'FFFFU;
  static constexpr uint32_t kLeaveCode = 0xFFFF'FFFEU;

  size_t rows() const { return codes_.size(); }
  size_t entries() const { return ends_.size(); }
  std::span<const uint32_t> codes() const { return codes_; }
  /// Bytes of one dictionary entry.
  std::string_view entry(uint32_t code) const {
    const uint32_t begin = code == 0 ? 0 : ends_[code - 1];
    return std::string_view(heap_).substr(begin, ends_[code] - begin);
  }
  bool is_null(size_t row) const { return codes_[row] >= kLeaveCode; }
  bool is_leave(size_t row) const { return codes_[row] == kLeaveCode; }
  /// The row's text; empty for null and leave.
  std::string_view at(size_t row) const { return is_null(row) ? std::string_view() : entry(codes_[row]); }

  /// Appends a row; repeats of the row before share its entry, other repeats do not (see compacted()).
  void append(std::string_view text);
  void append_code(uint32_t code) { codes_.push_back(code); }
  void append_null() { codes_.push_back(kNullCode); }
  void append_leave() { codes_.push_back(kLeaveCode); }
  /// Appends a dictionary entry and returns its code.
  uint32_t add_entry(std::string_view text);
  void resize(size_t rows, uint32_t filler) { codes_.resize(rows, filler); }
  void reserve(size_t rows, size_t bytes);

  /// The same rows with every distinct text once, in order of first use, and unused entries dropped.
  TextColumn compacted() const;
  /// rows[i] of this column becomes row i.
  TextColumn gathered(std::span<const uint32_t> rows) const;

  const std::vector<uint32_t>& ends() const { return ends_; }
  const std::string& heap() const { return heap_; }
  std::vector<uint32_t>& mutable_codes() { return codes_; }
  /// Takes over parts that a codec has checked.
  static TextColumn from_parts(std::vector<uint32_t> codes, std::vector<uint32_t> ends, std::string heap);

 private:
  std::vector<uint32_t> codes_;
  std::vector<uint32_t> ends_;  // ends_[i]: end of entry i in heap_
  std::string heap_;
};

struct Attribute {
  std::string name;
  TextColumn values;
};

/// Rows of one kind in columns. Every present column has exactly rows() rows once a row is complete.
class Table {
 public:
  using Ints = std::vector<int64_t>;

  explicit Table(RecordKind kind = RecordKind::kDebtor) : kind_(kind) { slots_.fill(kAbsent); }
  RecordKind kind() const { return kind_; }
  size_t rows() const { return rows_; }
  /// Declares how many rows there are after columns were appended to by hand.
  void set_rows(size_t rows) { rows_ = rows; }

  /// Null when the table has no such column; then every row is null.
  const Ints* ints(Field field) const { return is_int(field) ? &ints_[slot(field)] : nullptr; }
  const TextColumn* texts(Field field) const { return is_text(field) ? &texts_[slot(field)] : nullptr; }
  int64_t int_at(Field field, size_t row) const { return is_int(field) ? ints_[slot(field)][row] : kNull; }
  std::string_view text_at(Field field, size_t row) const {
    return is_text(field) ? texts_[slot(field)].at(row) : std::string_view();
  }
  bool has(Field field) const { return slots_[static_cast<size_t>(field)] != kAbsent; }
  std::span<const Attribute> attributes() const { return attributes_; }
  const TextColumn* attribute(std::string_view name) const;

  /// The column, made with `filler` (null unless told) in every row so far when it is new.
  Ints& ints_or_new(Field field, int64_t filler = kNull);
  TextColumn& texts_or_new(Field field, uint32_t filler = TextColumn::kNullCode);
  TextColumn& attribute_or_new(std::string_view name, uint32_t filler = TextColumn::kNullCode);
  void set_ints(Field field, Ints column);
  void set_texts(Field field, TextColumn column);
  void set_attribute(std::string name, TextColumn column);
  void drop(Field field);
  void drop_attributes() { attributes_.clear(); }

  /// Fields present, in field order.
  std::vector<Field> fields() const;
  bool is_int(Field field) const { return slots_[static_cast<size_t>(field)] >= 0; }
  bool is_text(Field field) const { return slots_[static_cast<size_t>(field)] < kAbsent; }

  /// rows[i] of this table becomes row i.
  Table gathered(std::span<const uint32_t> rows) const;
  /// Approximate bytes held.
  size_t bytes() const;

 private:
  static constexpr int16_t kAbsent = -1;
  // >= 0: index into ints_; < -1: index into texts_ as -2 - index.
  size_t slot(Field field) const {
    const int16_t at = slots_[static_cast<size_t>(field)];
    return at >= 0 ? static_cast<size_t>(at) : static_cast<size_t>(-2 - at);
  }

  RecordKind kind_;
  size_t rows_ = 0;
  std::array<int16_t, kFieldCount> slots_{};
  std::vector<Ints> ints_;
  std::vector<TextColumn> texts_;
  std::vector<Attribute> attributes_;
};

}  // namespace dunlin::core
