// Files into the store, and what became of their rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/vocabulary.h"
#include "engine/import/import_files.h"
#include "engine/service/result_table.h"
#include "engine/service/site.h"

namespace dunlin::engine {

struct IngestRequest {
  std::vector<std::string> files;  ///< "-" = stdin
  std::string kind;                ///< as `--kind` takes it; empty: guessed
  std::string source;              ///< name of a source mapping; empty: plain field names
  bool strict = false;
  bool again = false;
};
struct IngestResponse {
  ImportReport report;
  bool has_failures() const;  ///< some file was refused whole
  bool has_rejects() const;   ///< some row was rejected or in conflict
};
core::Result<IngestResponse> ingest(Site& site, const IngestRequest& request);
/// A row a file, with the documented names.
ResultTable ingest_rows(const IngestResponse& response);

struct RejectsRequest {
  std::string file;  ///< empty: all; a path or its last part
  uint64_t limit = UINT64_MAX;
};
core::Result<ResultTable> rejects(Site& site, const RejectsRequest& request);

/// Rows that wait for a parent.
core::Result<ResultTable> suspense(Site& site, uint64_t limit);

}  // namespace dunlin::engine
