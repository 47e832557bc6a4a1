// The front of a file: enough of it to know what the file is and how its columns become records.
#pragma once

#include <string>

#include "core/result.h"
#include "ingest/blocks/input_stream.h"
#include "ingest/mapping/read_plan.h"
#include "ingest/read_file.h"

namespace dunlin::ingest {

enum class FileFormat { kCsv, kJsonLines };

struct FileHead {
  FileFormat format = FileFormat::kCsv;
  char delimiter = ',';
  std::string rest;         ///< text read already that belongs to the rows
  uint64_t first_line = 1;  ///< of that text
  ReadPlan plan;
};

/// Reads as little as it can.
core::Result<FileHead> read_head(InputStream& stream, const std::string& file, const ReadOptions& options);

}  // namespace dunlin::ingest
