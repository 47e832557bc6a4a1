#include "ingest/decompress/byte_source.h"

#include <string_view>

#include "ingest/decompress/gzip_source.h"
#include "ingest/decompress/raw_file.h"
#include "ingest/decompress/zstd_source.h"

namespace dunlin::ingest {

core::Result<std::unique_ptr<ByteSource>> open_source(const std::string& path) {
  using namespace std::string_view_literals;
  DUNLIN_ASSIGN(std::unique_ptr<RawFile> file, RawFile::open(path));
  DUNLIN_ASSIGN(const std::string_view magic, file->peek());
  if (magic.starts_with("\x1F\x8B"sv)) return gzip_source(std::move(file));
  if (magic == "\x28\xB5\x2F\xFD"sv) return zstd_source(std::move(file));
  return std::unique_ptr<ByteSource>(std::move(file));
}

}  // namespace dunlin::ingest
