// Drives a file through its parsers: the calling thread reads and cuts, one thread per parser parses.
#pragma once

#include <memory>
#include <span>

#include "core/result.h"
#include "ingest/blocks/block_reader.h"
#include "ingest/blocks/text_block.h"

namespace dunlin::ingest {

/// Until the stream ends or something fails. With one parser everything happens on the calling thread.
core::Status run_blocks(BlockReader& reader, std::span<const std::unique_ptr<BlockParser>> parsers);

}  // namespace dunlin::ingest
