// How accepted rows reach the store: as deltas over their pages, or as whole new pages. Both give the same store; the choice
// is one of cost. One object lives as long as the writing of one import; its calls are safe from any thread as long as a
// slot is one thread's.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/event_batch.h"
#include "engine/import/import_files.h"
#include "storage/store.h"

namespace dunlin::engine {

/// Rows of one page with their ids, as classification accepted them.
struct AcceptedRows {
  std::vector<core::EventBatch> rows;  ///< one a kind, in an order that keeps the versions of each record
  std::vector<storage::IdEntry> ids;
  std::vector<storage::ControlTotal> change;  ///< in the page's control totals
  size_t count() const;
};

/// Deltas that one thread gathers before it writes them in one slice.
struct DeltaSlice {
  std::vector<storage::PageDelta> deltas;
  std::vector<storage::IdEntry> ids;
  uint64_t bytes = 0;
};

class Lander {
 public:
  /// `bulk`: whole pages.
  Lander(storage::Store& store, uint64_t import, bool bulk);

  bool bulk() const { return bulk_ != nullptr; }
  /// What a page must be loaded with: cold columns and memory for whole pages, else what classification needs.
  storage::ReadScope scope(bool rows_speak_of_cold) const;
  core::Status put(storage::LoadedPage&& page, AcceptedRows&& rows, DeltaSlice& slice);
  core::Status flush(DeltaSlice& slice);
  /// Makes the import visible.
  core::Status commit(const storage::ImportRecord& record, const std::vector<core::Reject>& rejects);
  /// Folds the pages that have outgrown their deltas; after commit.
  core::Status fold(uint32_t threads);

 private:
  struct Touched {
    storage::PageKey key;
    uint64_t delta_bytes, page_bytes;
  };

  storage::Store& store_;
  const uint64_t import_;
  const std::unique_ptr<storage::BulkLoad> bulk_;
  std::mutex mutex_;  // of touched_
  std::vector<Touched> touched_;
};

/// True when `bytes` of new rows are cheaper to land as whole pages.
core::Result<bool> wants_bulk(const storage::Store& store, uint64_t bytes, Landing landing);

}  // namespace dunlin::engine
