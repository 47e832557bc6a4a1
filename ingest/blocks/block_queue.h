// The bounded queue between the reader and the parsing threads. Buffers circulate: a parsed block's buffer goes back to
// the reader, so the blocks in flight, and with them the memory, are `depth` and no more.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "ingest/blocks/text_block.h"

namespace dunlin::ingest {

class BlockQueue {
 public:
  explicit BlockQueue(size_t depth) : depth_(depth) {}

  /// A used buffer, or a new one while fewer than `depth` exist; waits for one. None: stopped.
  std::optional<TextBlock> take_buffer() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || !free_.empty() || made_ < depth_; });
    if (stopped_) return std::nullopt;
    if (free_.empty()) {
      ++made_;
      return TextBlock{};
    }
    TextBlock block = std::move(free_.front());
    free_.pop_front();
    return block;
  }
  void give_buffer(TextBlock block) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(block));
    changed_.notify_all();
  }
  void push(TextBlock block) {
    const std::lock_guard lock(mutex_);
    full_.push_back(std::move(block));
    changed_.notify_all();
  }
  /// The next block; waits for one. None: all were taken, or stopped.
  std::optional<TextBlock> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || closed_ || !full_.empty(); });
    if (stopped_ || full_.empty()) return std::nullopt;
    TextBlock block = std::move(full_.front());
    full_.pop_front();
    return block;
  }
  /// No more blocks come.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  /// Something failed: everybody leaves.
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  const size_t depth_;
  std::mutex mutex_;  // guards everything below
  std::condition_variable changed_;
  std::deque<TextBlock> full_;
  std::deque<TextBlock> free_;
  size_t made_ = 0;
  bool closed_ = false;
  bool stopped_ = false;
};

}  // namespace dunlin::ingest
