// Rows of one kind on their way from a file to their page, in columns that are cheap to append to and to write away: texts
// lie one behind the other with their lengths, without dictionaries. Every row carries where it came from.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/event_batch.h"
#include "core/result.h"
#include "core/table.h"

namespace dunlin::engine {

/// Place of a row among all rows of an import: file position in the command << 48 | row number in its file. Its order is
/// the version order of the import.
using RowOrder = uint64_t;
inline constexpr unsigned kRowOrderFileShift = 48;
constexpr RowOrder row_order(uint64_t file, uint64_t row) { return file << kRowOrderFileShift | row; }
constexpr size_t file_of(RowOrder order) { return static_cast<size_t>(order >> kRowOrderFileShift); }
constexpr uint64_t row_of(RowOrder order) { return order & ((RowOrder{1} << kRowOrderFileShift) - 1); }
/// Place of a row that an earlier import brought and this one found a debtor for: before every row of a file, whose numbers
/// begin at 1. No file counts it.
inline constexpr RowOrder kReleasedOrder = 0;
constexpr bool is_released(RowOrder order) { return order == kReleasedOrder; }

/// A text column as lengths and bytes.
struct TextCells {
  static constexpr uint16_t kNullLength = 0xFFFF;
  static constexpr uint16_t kLeaveLength = 0xFFFE;
  std::vector<uint16_t> lengths;
  std::string bytes;
};

struct RowBuffer {
  core::RecordKind kind = core::RecordKind::kDebtor;
  std::vector<RowOrder> orders;
  std::vector<uint32_t> lines;  ///< first line of the row in its file, cut at 2^32 - 1
  std::vector<std::pair<core::Field, std::vector<int64_t>>> ints;
  std::vector<std::pair<core::Field, TextCells>> texts;
  std::vector<std::pair<std::string, TextCells>> attributes;

  explicit RowBuffer(core::RecordKind of = core::RecordKind::kDebtor) : kind(of) {}
  size_t rows() const { return orders.size(); }
  size_t bytes() const;
  const TextCells* find_texts(core::Field field) const;
  /// The column, with kLeave in every row so far when it is new.
  std::vector<int64_t>& ints_or_new(core::Field field);
  TextCells& texts_or_new(core::Field field);
  TextCells& attribute_or_new(std::string_view name);
};

/// Rows of one kind as a table, with their places.
struct StagedRows {
  core::Table rows;
  std::vector<RowOrder> orders;
  std::vector<uint32_t> lines;
};

/// Appends rows `picked` of a batch of file `file`. Columns that only one side has read kLeave on the other.
void append_rows(const core::EventBatch& batch, std::span<const uint32_t> picked, uint64_t file, RowBuffer& to);

/// The same for rows that were staged before; they keep their places.
void append_rows(const StagedRows& staged, std::span<const uint32_t> picked, RowBuffer& to);

/// The same rows as a table; a text equal to that of the row before shares its dictionary entry.
StagedRows to_staged(RowBuffer&& buffer);

/// A compact image: integers as offsets from the smallest in as few bytes as they need.
void encode(const RowBuffer& buffer, std::string& image);
/// Appends the rows of an image to `to`, which is of the same kind. A damaged image is an error.
core::Status decode_into(std::string_view image, RowBuffer& to);

}  // namespace dunlin::engine
