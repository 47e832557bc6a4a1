// The import job: files in, rows in the store, exact counts out. All files of one command are one import: a record's parent
// may stand in any of them, in any order, and either the whole import becomes visible or nothing of it.
//
//   parse -> staged by debtor hash -> ids met -> classified page by page -> deltas or whole pages -> one commit
//
// It knows the store only by its door and files only by theirs; what a row means to a run is not its business.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/vocabulary.h"
#include "ingest/mapping/source_mapping.h"
#include "storage/records.h"

namespace dunlin::storage {
class Store;
}

namespace dunlin::engine {

/// One file of the command; the mapping, when there is one, must outlive the import.
struct ImportSource {
  std::string path;                      ///< "-" = stdin
  std::optional<core::RecordKind> kind;  ///< none: guessed from the header
  const ingest::SourceMapping* mapping = nullptr;
};

/// How accepted rows reach the store. The result is the same; only tests choose.
enum class Landing { kAuto, kDeltas, kBulk };

enum class ImportPhase { kParse, kIds, kClassify, kCommit, kFold };

struct ImportProgress {
  ImportPhase phase = ImportPhase::kParse;
  uint64_t file_bytes = 0;  ///< read so far, all files
  uint64_t rows = 0;        ///< staged so far, all files
  uint64_t rows_landed = 0;
};

struct ImportOptions {
  uint32_t threads = 1;
  uint64_t memory_bytes = 512ULL << 20;   ///< rows and ids beyond a half of this wait in files of `stage_directory`
  std::string stage_directory;            ///< DIR/stage; empty: everything stays in memory
  bool strict = false;                    ///< unknown columns refuse the file
  bool again = false;                     ///< takes a file whose content is known already
  std::string default_currency = "EUR";   ///< of amounts without a currency: the base currency
  std::vector<std::string> zones;         ///< names of time zones, sorted; none: any is taken
  int64_t committed_at = 0;               ///< UTC seconds, written beside the import for people
  uint64_t rejects_stored_max = 100'000;  ///< per file; the rest is only counted
  Landing landing = Landing::kAuto;
  std::function<void(const ImportProgress&)> progress;  ///< called from several threads, one at a time; may be empty
};

/// What became of one file. Of files with one record a row, counts.rows is the number of its data rows; a mapping that makes
/// several records of a row counts each record.
struct ImportedFile {
  std::string name;
  std::vector<core::RecordKind> kinds;
  storage::RowCounts counts;
  double seconds = 0;
  bool already_known = false;        ///< same content was imported before: nothing was done
  std::optional<core::Error> error;  ///< the file was refused; nothing of it is in the store
};

struct ImportReport {
  std::vector<ImportedFile> files;  ///< in the order of the command
  uint64_t import = 0;              ///< number of the import; 0 when nothing was committed
  bool bulk = false;                ///< landed as whole pages
  uint64_t rows_spilled = 0;        ///< rows that waited in files
};

/// Imports `files` as one import. An error means that the store failed and nothing of the import is visible; files that
/// are refused are in the report and the others go on.
core::Result<ImportReport> import_files(storage::Store& store, const std::vector<ImportSource>& files,
                                        const ImportOptions& options);

}  // namespace dunlin::engine
