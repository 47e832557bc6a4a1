#include "engine/import/landing.h"

#include <algorithm>

#include "core/limits.h"
#include "engine/import/append_kernel.h"
#include "engine/parallel.h"
#include "storage/fold/apply_events.h"

namespace dunlin::engine {
namespace {

using core::EventBatch;

constexpr uint64_t kSliceBytes = 32ULL << 20;
constexpr uint64_t kBulkBytesMin = 8ULL << 20;
// Staged rows are about twice as large as the pages they become.
constexpr uint64_t kStagedPerStored = 2;

/// A batch in version order, in pieces no longer than a batch may be.
void split(EventBatch&& batch, std::vector<EventBatch>& pieces) {
  const size_t rows = batch.rows.rows();
  if (rows <= core::kEventBatchRows) {
    pieces.push_back(std::move(batch));
    return;
  }
  for (size_t begin = 0; begin < rows; begin += core::kEventBatchRows) {
    std::vector<uint32_t> picked(std::min<size_t>(core::kEventBatchRows, rows - begin));
    for (size_t i = 0; i < picked.size(); ++i) picked[i] = static_cast<uint32_t>(begin + i);
    EventBatch piece(batch.rows.kind());
    piece.rows = picked_rows(batch.rows, picked);
    const auto from = static_cast<std::ptrdiff_t>(begin);
    const auto to = static_cast<std::ptrdiff_t>(begin + picked.size());
    piece.row_numbers.assign(batch.row_numbers.begin() + from, batch.row_numbers.begin() + to);
    piece.lines.assign(batch.lines.begin() + from, batch.lines.begin() + to);
    pieces.push_back(std::move(piece));
  }
}

}  // namespace

size_t AcceptedRows::count() const {
  size_t total = 0;
  for (const EventBatch& batch : rows) total += batch.rows.rows();
  return total;
}

Lander::Lander(storage::Store& store, uint64_t import, bool bulk)
    : store_(store), import_(import), bulk_(bulk ? store.begin_bulk(import) : nullptr) {}

storage::ReadScope Lander::scope(bool rows_speak_of_cold) const {
  storage::ReadScope scope;
  scope.cold = bulk() || rows_speak_of_cold;
  scope.memory = bulk();
  scope.withdrawn = true;
  return scope;
}

core::Status Lander::put(storage::LoadedPage&& page, AcceptedRows&& rows, DeltaSlice& slice) {
  if (rows.rows.empty()) return {};
  slice.ids.insert(slice.ids.end(), rows.ids.begin(), rows.ids.end());
  if (bulk()) {
    std::vector<storage::VersionedEvents> events;
    for (const EventBatch& batch : rows.rows) events.push_back({import_, &batch});
    core::AccountPage folded = storage::apply_events(page.page, events, storage::ColdFields::kApplied);
    DUNLIN_TRY(bulk_->put_page(page.key, std::move(folded), page.memory));
    slice.bytes += rows.ids.size() * sizeof(storage::IdEntry);
  } else {
    storage::PageDelta delta{page.key, {}, std::move(rows.change)};
    uint64_t bytes = 0;
    for (EventBatch& batch : rows.rows) {
      bytes += batch.rows.bytes();
      split(std::move(batch), delta.rows);
    }
    slice.deltas.push_back(std::move(delta));
    slice.bytes += bytes;
    const std::lock_guard lock(mutex_);
    touched_.push_back({page.key, page.delta_bytes + bytes / kStagedPerStored, page.page_bytes});
  }
  return slice.bytes >= kSliceBytes ? flush(slice) : core::Status{};
}

core::Status Lander::flush(DeltaSlice& slice) {
  DeltaSlice full = std::move(slice);
  slice = DeltaSlice{};
  if (bulk()) return full.ids.empty() ? core::Status{} : bulk_->add_ids(std::move(full.ids));
  if (full.deltas.empty()) return {};
  return store_.append(import_, full.deltas, std::move(full.ids));
}

core::Status Lander::commit(const storage::ImportRecord& record, const std::vector<core::Reject>& rejects) {
  return bulk() ? bulk_->commit(record, rejects) : store_.commit_import(record, rejects);
}

core::Status Lander::fold(uint32_t threads) {
  std::erase_if(touched_, [&](const Touched& touched) {
    storage::LoadedPage sizes;
    sizes.key = touched.key;
    sizes.delta_bytes = touched.delta_bytes;
    sizes.page_bytes = touched.page_bytes;
    return !store_.wants_fold(sizes);
  });
  // A slot is one thread's at a time, so the work is divided by slots.
  std::sort(touched_.begin(), touched_.end(), [](const Touched& a, const Touched& b) {
    return a.key.slot != b.key.slot ? a.key.slot < b.key.slot : a.key.lower_bound < b.key.lower_bound;
  });
  std::vector<size_t> begin;
  for (size_t i = 0; i < touched_.size(); ++i) {
    if (i == 0 || touched_[i].key.slot != touched_[i - 1].key.slot) begin.push_back(i);
  }
  begin.push_back(touched_.size());
  return in_parallel(threads, begin.size() - 1, [&](size_t i) -> core::Status {
    for (size_t at = begin[i]; at < begin[i + 1]; ++at) DUNLIN_TRY(store_.fold(touched_[at].key));
    return {};
  });
}

core::Result<bool> wants_bulk(const storage::Store& store, uint64_t bytes, Landing landing) {
  // While a run is open its view must not change under it, which only deltas can promise.
  DUNLIN_ASSIGN(const std::vector<storage::RunRecord> runs, store.runs());
  const bool run_open = std::any_of(runs.begin(), runs.end(),
                                    [](const storage::RunRecord& run) { return run.state == storage::RunState::kOpen; });
  if (run_open || landing == Landing::kDeltas) return false;
  if (landing == Landing::kBulk) return true;
  if (bytes < kBulkBytesMin * kStagedPerStored) return false;
  DUNLIN_ASSIGN(const std::vector<storage::FamilySize> sizes, store.family_sizes());
  uint64_t stored = 0;
  for (const storage::FamilySize& size : sizes) stored += size.bytes;
  return bytes / kStagedPerStored >= stored / 8;
}

}  // namespace dunlin::engine
