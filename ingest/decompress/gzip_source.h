// A gzip stream (one or several members, as `cat a.gz b.gz` makes them) on top of a raw file.
#pragma once

#include <memory>

#include "ingest/decompress/raw_file.h"

namespace dunlin::ingest {

std::unique_ptr<ByteSource> gzip_source(std::unique_ptr<RawFile> file);

}  // namespace dunlin::ingest
