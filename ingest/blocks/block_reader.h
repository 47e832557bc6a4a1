// Cuts the stream into blocks at row ends outside quotes and counts rows and lines on the way, so that every block knows
// where it stands and any thread can take it. Holds at most one block and one unfinished row; a row longer than the limit
// is rejected here, unread, and skipped to its end.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ingest/blocks/input_stream.h"
#include "ingest/blocks/text_block.h"
#include "ingest/csv/quote_state.h"

namespace dunlin::ingest {

struct CutOptions {
  size_t block_bytes = 4U << 20;
  char delimiter = ',';
  bool quotes = true;  ///< false: every newline ends a row (JSON Lines)
};

/// A row that is over the limit: where it is, and its first bytes.
struct LongRow {
  uint64_t row = 0;
  uint64_t line = 0;
  std::string start;
};

class BlockReader {
 public:
  using LongRowSink = std::function<core::Status(const LongRow&)>;

  /// `head` is text of the stream that was read before (a header was taken off it); the first row begins on `first_line`.
  BlockReader(InputStream& stream, CutOptions options, std::string_view head, uint64_t first_line, LongRowSink long_rows);

  /// The next block into `block`, whose buffer is used again; false at the end.
  core::Result<bool> next(TextBlock& block);
  /// Data rows so far; all of the file's after next() gave false.
  uint64_t rows() const { return rows_; }

 private:
  core::Status read_more();
  core::Status scan_new();
  void count_step(uint64_t newlines, uint64_t row_ends, size_t bytes, size_t at);
  core::Status reject_long_row();
  void drop_skipped(size_t bytes);
  core::Status end_of_stream();

  // Fixed after construction.
  InputStream& stream_;
  CutOptions options_;
  LongRowSink long_rows_;

  // The text held: [0, size_) of buffer_, of which [0, scanned_) is counted and [0, cut_) is whole rows.
  std::vector<char> buffer_;
  size_t size_ = 0;
  size_t scanned_ = 0;
  size_t cut_ = 0;
  bool ended_ = false;     // the stream is
  bool finished_ = false;  // and its last row was seen to
  bool skipping_ = false;

  QuoteState quotes_;
  uint64_t row_end_history_ = 2;  // bit 1: the last byte ended a row; bit 0: the byte before it did
  uint64_t rows_ = 0;             // rows whose end was seen
  uint64_t lines_ = 0;            // newlines seen
  uint64_t block_row_ = 1;        // number of the first row from byte 0 on
  uint64_t block_line_ = 1;       // line of byte 0
  uint64_t cut_lines_ = 0;        // newlines up to cut_
  uint64_t first_line_ = 1;
};

}  // namespace dunlin::ingest
