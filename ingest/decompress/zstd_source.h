// A Zstandard stream (one or several frames) on top of a raw file.
#pragma once

#include <memory>

#include "ingest/decompress/raw_file.h"

namespace dunlin::ingest {

std::unique_ptr<ByteSource> zstd_source(std::unique_ptr<RawFile> file);

}  // namespace dunlin::ingest
