// Where bytes come from: a file or stdin, plain, gzip or Zstandard, told apart by their first bytes and never by the name.
// Everything is streamed through small fixed buffers, so a file that swells when decompressed costs time, not memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"

namespace dunlin::ingest {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills `into` with the next decompressed bytes: fewer than `bytes` only at the end of the stream, 0 behind it.
  virtual core::Result<size_t> read(char* into, size_t bytes) = 0;
  /// Bytes of the file itself (compressed, where it is) that were taken so far.
  virtual uint64_t consumed() const = 0;
};

/// Opens `path`, or stdin for "-".
core::Result<std::unique_ptr<ByteSource>> open_source(const std::string& path);

}  // namespace dunlin::ingest
