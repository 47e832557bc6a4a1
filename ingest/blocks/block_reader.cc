#include "ingest/blocks/block_reader.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/limits.h"
#include "ingest/csv/bit_count.h"

namespace dunlin::ingest {
namespace {

constexpr size_t kStepBlocks = 64;

}  // namespace

BlockReader::BlockReader(InputStream& stream, CutOptions options, std::string_view head, uint64_t first_line,
                         LongRowSink long_rows)
    : stream_(stream),
      options_(options),
      long_rows_(std::move(long_rows)),
      block_line_(first_line),
      first_line_(first_line) {
  options_.block_bytes = std::max<size_t>(options_.block_bytes, 1);
  buffer_.resize(head.size() + options_.block_bytes + kBlockPadding);
  std::copy(head.begin(), head.end(), buffer_.begin());
  size_ = head.size();
}

core::Result<bool> BlockReader::next(TextBlock& block) {
  DUNLIN_TRY(scan_new());
  while (cut_ == 0) {
    if (finished_) return false;
    if (ended_) {
      DUNLIN_TRY(end_of_stream());
      finished_ = true;
      continue;
    }
    DUNLIN_TRY(read_more());
    DUNLIN_TRY(scan_new());
    if (!skipping_ && cut_ == 0 && size_ > core::kRowBytesMax) DUNLIN_TRY(reject_long_row());
  }
  // The whole rows leave with the buffer; the unfinished one moves to the buffer that came back.
  const size_t rest = size_ - cut_;
  block.bytes.resize(std::max(block.bytes.size(), rest + options_.block_bytes + kBlockPadding));
  std::memcpy(block.bytes.data(), buffer_.data() + cut_, rest);
  std::swap(block.bytes, buffer_);
  block.size = cut_;
  block.first_row = block_row_;
  block.first_line = block_line_;
  block_row_ = rows_ + 1;
  block_line_ = first_line_ + cut_lines_;
  size_ = rest;
  scanned_ -= cut_;
  cut_ = 0;
  return true;
}

core::Status BlockReader::read_more() {
  if (buffer_.size() < size_ + options_.block_bytes + kBlockPadding) {
    // Doubled, so that a long row in small blocks is not copied for each of them.
    buffer_.resize(std::max(size_ + options_.block_bytes + kBlockPadding, buffer_.size() * 2));
  }
  DUNLIN_ASSIGN(const size_t got, stream_.read(buffer_.data() + size_, options_.block_bytes));
  size_ += got;
  ended_ = got < options_.block_bytes;
  return {};
}

core::Status BlockReader::scan_new() {
  BlockMasks masks[kStepBlocks];
  while (scanned_ < size_) {
    const size_t left = size_ - scanned_;
    size_t blocks = std::min(left / kScanBlock, kStepBlocks);
    size_t bytes = blocks * kScanBlock;
    uint32_t traits = 0;
    if (blocks > 0) {
      traits = scan_blocks(buffer_.data() + scanned_, blocks, options_.delimiter, masks);
    } else {
      char tail[kScanBlock];
      std::memset(tail, ' ', sizeof tail);
      std::memcpy(tail, buffer_.data() + scanned_, left);
      traits = scan_blocks(tail, 1, options_.delimiter, masks);
      blocks = 1;
      bytes = left;
    }
    if ((traits & kSawNul) != 0) {
      return core::failed("", "the file holds NUL bytes: it is binary or UTF-16, not UTF-8 text", "export it as UTF-8 CSV");
    }
    const size_t start = scanned_;
    for (size_t i = 0; i < blocks; ++i) {
      const size_t valid = std::min(bytes - i * kScanBlock, kScanBlock);
      const uint64_t row_ends = options_.quotes ? apply_quotes(quotes_, masks[i], valid).newlines : masks[i].newline;
      const size_t at = start + i * kScanBlock;
      if (skipping_ && row_ends != 0) {
        // The row under the axe ends here: what follows is scanned anew from a fresh state.
        const auto end = static_cast<size_t>(std::countr_zero(row_ends));
        lines_ += bit_count(masks[i].newline & ((2ULL << end) - 1));
        drop_skipped(at + end + 1);
        break;
      }
      count_step(masks[i].newline, row_ends, valid, at);
      scanned_ = at + valid;
    }
  }
  if (skipping_) {
    size_ = 0;
    scanned_ = 0;
  }
  return {};
}

void BlockReader::count_step(uint64_t newlines, uint64_t row_ends, size_t bytes, size_t at) {
  if (row_ends != 0) {
    const uint64_t behind_end = row_ends << 1 | row_end_history_ >> 1;
    const uint64_t two_behind_end = row_ends << 2 | (row_end_history_ & 3);
    uint64_t blank = row_ends & behind_end;
    for (uint64_t pair = row_ends & two_behind_end & ~behind_end; pair != 0; pair &= pair - 1) {
      const auto bit = static_cast<size_t>(std::countr_zero(pair));
      if (buffer_[at + bit - 1] == '\r') blank |= 1ULL << bit;
    }
    rows_ += bit_count(row_ends & ~blank);
    const auto last = static_cast<size_t>(std::bit_width(row_ends)) - 1;
    cut_ = at + last + 1;
    cut_lines_ = lines_ + bit_count(newlines & ((2ULL << last) - 1));
  }
  if (newlines != 0) lines_ += bit_count(newlines);
  const auto wide = static_cast<unsigned __int128>(row_ends) << 2 | (row_end_history_ & 3);
  row_end_history_ = static_cast<uint64_t>(wide >> bytes) & 3;
}

core::Status BlockReader::reject_long_row() {
  DUNLIN_TRY(long_rows_({block_row_, block_line_, std::string(buffer_.data(), 120)}));
  skipping_ = true;
  size_ = 0;
  scanned_ = 0;
  return {};
}

void BlockReader::drop_skipped(size_t bytes) {
  skipping_ = false;
  ++rows_;
  block_row_ = rows_ + 1;
  block_line_ = first_line_ + lines_;
  std::memmove(buffer_.data(), buffer_.data() + bytes, size_ - bytes);
  size_ -= bytes;
  scanned_ = 0;
  cut_ = 0;
  quotes_ = {};
  row_end_history_ = 2;
}

core::Status BlockReader::end_of_stream() {
  if (skipping_) {
    ++rows_;
    return {};
  }
  if (size_ == 0 || (size_ == 1 && buffer_[0] == '\r')) return {};
  if (size_ > core::kRowBytesMax) {
    DUNLIN_TRY(reject_long_row());
    ++rows_;
    return {};
  }
  // The last row has no newline of its own. Inside an open quote it stays without one: the parser says so.
  ++rows_;
  if (quotes_.inside == 0) {
    buffer_[size_++] = '\n';
    scanned_ = size_;
  }
  cut_ = size_;
  cut_lines_ = lines_;
  return {};
}

}  // namespace dunlin::ingest
