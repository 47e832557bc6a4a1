// The decompressed stream on its way to the blocks: hashed, counted for progress, its byte order mark taken off.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/hash.h"
#include "ingest/decompress/byte_source.h"

namespace dunlin::ingest {

class InputStream {
 public:
  InputStream(std::unique_ptr<ByteSource> source, std::function<void(uint64_t)> progress)
      : source_(std::move(source)), progress_(std::move(progress)) {}

  /// As ByteSource::read: fewer than `bytes` only at the end. The byte order mark counts for the hash, not as text.
  core::Result<size_t> read(char* into, size_t bytes);
  /// Hash of everything read so far, byte order mark included.
  core::Hash128 digest() const { return hash_.digest(); }

 private:
  core::Result<size_t> read_hashed(char* into, size_t bytes);

  std::unique_ptr<ByteSource> source_;
  std::function<void(uint64_t)> progress_;
  core::StreamHash128 hash_;
  std::string ahead_;  // first bytes of the text, read while looking for the mark
  size_t ahead_taken_ = 0;
  bool started_ = false;
};

}  // namespace dunlin::ingest
