// A file descriptor read in order, with a short look ahead for the magic of a compressed stream.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ingest/decompress/byte_source.h"

namespace dunlin::ingest {

class RawFile final : public ByteSource {
 public:
  /// "-" is stdin, which is not closed.
  static core::Result<std::unique_ptr<RawFile>> open(const std::string& path);
  ~RawFile() override;
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  core::Result<size_t> read(char* into, size_t bytes) override;
  uint64_t consumed() const override { return consumed_; }
  /// The first bytes (up to 4), which read() will still give.
  core::Result<std::string_view> peek();
  const std::string& path() const { return path_; }

 private:
  RawFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  core::Result<size_t> read_fully(char* into, size_t bytes);

  std::string path_;
  int descriptor_;
  uint64_t consumed_ = 0;
  char ahead_[4] = {};
  size_t ahead_size_ = 0;
  size_t ahead_taken_ = 0;
};

}  // namespace dunlin::ingest
