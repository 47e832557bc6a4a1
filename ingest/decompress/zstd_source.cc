#include "ingest/decompress/zstd_source.h"

#include <zstd.h>

#include <string>
#include <vector>

namespace dunlin::ingest {
namespace {

/// The library's own default bound on the window (128 MiB): a frame that asks for more is refused, not allocated.
class ZstdSource final : public ByteSource {
 public:
  explicit ZstdSource(std::unique_ptr<RawFile> file)
      : file_(std::move(file)), input_(ZSTD_DStreamInSize()), context_(ZSTD_createDCtx()) {
    INVARIANT(context_ != nullptr, "no memory for a Zstandard stream");
  }
  ~ZstdSource() override { ZSTD_freeDCtx(context_); }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;

  core::Result<size_t> read(char* into, size_t bytes) override {
    ZSTD_outBuffer output{into, bytes, 0};
    while (output.pos < output.size) {
      if (pending_.pos == pending_.size) {
        DUNLIN_ASSIGN(const size_t got, file_->read(input_.data(), input_.size()));
        pending_ = {input_.data(), got, 0};
        input_ended_ = got == 0;
      }
      const size_t before = output.pos;
      const size_t wanted = ZSTD_decompressStream(context_, &output, &pending_);
      if (ZSTD_isError(wanted) != 0) {
        return core::failed(file_->path(), std::string("the Zstandard stream is corrupt: ") + ZSTD_getErrorName(wanted));
      }
      if (wanted == 0) in_frame_ = false;
      if (wanted != 0 && (output.pos > before || pending_.pos > 0)) in_frame_ = true;
      if (input_ended_ && output.pos == before) {
        if (in_frame_) return core::failed(file_->path(), "the Zstandard stream is cut off before its end");
        break;
      }
    }
    return output.pos;
  }
  uint64_t consumed() const override { return file_->consumed() - (pending_.size - pending_.pos); }

 private:
  std::unique_ptr<RawFile> file_;
  std::vector<char> input_;
  ZSTD_DCtx* context_;
  ZSTD_inBuffer pending_{nullptr, 0, 0};
  bool input_ended_ = false;
  bool in_frame_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> zstd_source(std::unique_ptr<RawFile> file) {
  return std::make_unique<ZstdSource>(std::move(file));
}

}  // namespace dunlin::ingest
