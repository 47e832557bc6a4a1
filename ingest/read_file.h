// The door of the room: a file (or stdin) in, event batches and rejects out. Bytes are decompressed, told apart, cut into
// rows and turned into typed columns here; nothing in this room knows a store or a rule.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/event_batch.h"
#include "core/hash.h"
#include "core/result.h"
#include "ingest/mapping/source_mapping.h"

namespace dunlin::ingest {

struct ReadOptions {
  std::optional<core::RecordKind> kind;    ///< none: guessed from the header (or first objects)
  const SourceMapping* mapping = nullptr;  ///< a [source.NAME]; null: plain field names
  bool strict = false;                     ///< unknown columns refuse the file instead of becoming attributes
  uint32_t threads = 1;                    ///< parsing threads
  size_t block_bytes = 4U << 20;           ///< bytes a parsing thread takes at a time
  std::string default_currency;            ///< for credit_limit and other amounts without a currency: the base currency
  std::vector<std::string> zones;          ///< names of time zones, sorted; none: nobody knows them, any is taken
};

/// Takes what was read. Called from the parsing threads, several at once, each call with a whole batch; the order of calls
/// is free, the row numbers tell the order of the file. Returning an error stops the reading.
struct ReadSink {
  std::function<core::Status(core::EventBatch&& batch)> batch;
  std::function<core::Status(core::Reject&& reject)> reject;
  /// Bytes of the file consumed so far, for progress; may be empty.
  std::function<void(uint64_t bytes)> progress;
};

struct ReadSummary {
  uint64_t rows = 0;                    ///< data rows of the file
  core::Hash128 content;                ///< XXH3-128 of the decompressed bytes
  std::vector<core::RecordKind> kinds;  ///< kinds that the file yields, in the mapping's order
};

/// Reads `path` ("-" = stdin; .gz and .zst by magic, not by name). A file that is not what it claims (binary, empty header,
/// a header that fits no kind, cut compression, not UTF-8 from the start) is an error; what the sink was given before is to
/// be thrown away by the caller.
core::Result<ReadSummary> read_file(const std::string& path, const ReadOptions& options, const ReadSink& sink);

/// XXH3-128 of the decompressed bytes alone, to know a file again without parsing it.
core::Result<core::Hash128> content_hash(const std::string& path);

}  // namespace dunlin::ingest
