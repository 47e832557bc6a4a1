#include "ingest/decompress/gzip_source.h"

#include <zlib.h>

#include <algorithm>
#include <string>
#include <vector>

namespace dunlin::ingest {
namespace {

class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(std::unique_ptr<RawFile> file) : file_(std::move(file)), input_(256U << 10) {
    // 15 + 16: the largest window, gzip framing only.
    INVARIANT(inflateInit2(&stream_, 15 + 16) == Z_OK, "zlib cannot start");
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  core::Result<size_t> read(char* into, size_t bytes) override {
    constexpr size_t kAtOnce = 1U << 30;
    size_t filled = 0;
    while (filled < bytes && !ended_) {
      if (stream_.avail_in == 0) DUNLIN_TRY(refill());
      if (stream_.avail_in == 0) {
        if (!between_members_) return core::failed(file_->path(), "the gzip stream is cut off before its end");
        ended_ = true;
        break;
      }
      if (between_members_) {
        if (inflateReset(&stream_) != Z_OK) return broken();
        between_members_ = false;
      }
      const size_t room = std::min(bytes - filled, kAtOnce);
      stream_.next_out = reinterpret_cast<Bytef*>(into + filled);
      stream_.avail_out = static_cast<uInt>(room);
      const int result = inflate(&stream_, Z_NO_FLUSH);
      filled += room - stream_.avail_out;
      if (result == Z_STREAM_END) {
        between_members_ = true;
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        return broken();
      }
    }
    return filled;
  }
  uint64_t consumed() const override { return file_->consumed() - stream_.avail_in; }

 private:
  core::Status refill() {
    DUNLIN_ASSIGN(const size_t got, file_->read(input_.data(), input_.size()));
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(got);
    return {};
  }
  core::Error broken() const {
    return core::failed(file_->path(), std::string("the gzip stream is corrupt: ") +
                                           (stream_.msg != nullptr ? stream_.msg : "it cannot be decompressed"));
  }

  std::unique_ptr<RawFile> file_;
  std::vector<char> input_;
  z_stream stream_{};
  bool between_members_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> gzip_source(std::unique_ptr<RawFile> file) {
  return std::make_unique<GzipSource>(std::move(file));
}

}  // namespace dunlin::ingest
