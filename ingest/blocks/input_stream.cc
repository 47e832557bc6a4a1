#include "ingest/blocks/input_stream.h"

#include <algorithm>
#include <cstring>

namespace dunlin::ingest {

core::Result<size_t> InputStream::read_hashed(char* into, size_t bytes) {
  DUNLIN_ASSIGN(const size_t got, source_->read(into, bytes));
  hash_.update({into, got});
  if (progress_ && got > 0) progress_(source_->consumed());
  return got;
}

core::Result<size_t> InputStream::read(char* into, size_t bytes) {
  if (!started_) {
    started_ = true;
    char first[3];
    DUNLIN_ASSIGN(const size_t got, read_hashed(first, sizeof first));
    ahead_.assign(first, got);
    if (ahead_ == "\xEF\xBB\xBF") ahead_.clear();
  }
  const size_t held = std::min(bytes, ahead_.size() - ahead_taken_);
  std::memcpy(into, ahead_.data() + ahead_taken_, held);
  ahead_taken_ += held;
  if (held == bytes) return held;
  DUNLIN_ASSIGN(const size_t got, read_hashed(into + held, bytes - held));
  return held + got;
}

}  // namespace dunlin::ingest
