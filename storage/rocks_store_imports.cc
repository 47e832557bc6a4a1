// Imports: deltas and ids that nobody sees until one record commits them.
#include <algorithm>
#include <set>

#include "core/invariant.h"
#include "storage/bulk_load.h"
#include "storage/codec/table_codec.h"
#include "storage/crash_point.h"
#include "storage/fold/apply_events.h"
#include "storage/rocks_store.h"
#include "storage/status_translation.h"

namespace dunlin::storage {
namespace {

constexpr size_t kBatchBytes = 4 << 20;    // of one WriteBatch when many values are written in a row
constexpr size_t kRejectsPerValue = 4096;  // rejects of one registry value
constexpr size_t kIdRunsMax = 8;           // runs of an ids partition before they are merged
constexpr size_t kMergeAllBelow = 4096;    // bytes: runs this small always merge

}  // namespace

core::Status RocksStore::read_only_refusal() const {
  if (!options_.read_only) return {};
  return core::Error{core::ErrorKind::kReadOnly, database_->directory(), "the store is open for reading only", {}};
}

std::shared_ptr<RocksStore::OpenImport> RocksStore::open_import(uint64_t number) const {
  const std::shared_lock lock(mutex_);
  INVARIANT(open_import_ != nullptr && open_import_->number == number, "import is not in progress:", number);
  return open_import_;
}

core::Result<uint64_t> RocksStore::begin_import() {
  DUNLIN_TRY(read_only_refusal());
  const std::unique_lock lock(mutex_);
  if (open_import_ != nullptr) {
    return core::Error{core::ErrorKind::kConflict, database_->directory(),
                       "import " + std::to_string(open_import_->number) + " is in progress", "wait until it is done"};
  }
  const uint64_t number = last_import() + 1;
  if (undropped_import_) {
    DUNLIN_TRY(drop_import(number));
    undropped_import_ = false;
  }
  rocksdb::WriteBatch batch;
  database_->put(batch, Family::kRegistry, registry_key::kOpenImport, ValueKind::kRegistry, encode_number(number));
  // Not synced: the log keeps its order, so no delta of the import can outlive this record.
  DUNLIN_TRY(database_->write(batch, false, "begin of import"));
  open_import_ = std::make_shared<OpenImport>(number, stage_directory(), options_.memory_bytes / 8);
  return number;
}

core::Status RocksStore::append(uint64_t import, const std::vector<PageDelta>& deltas, std::vector<IdEntry>&& ids) {
  const std::shared_ptr<OpenImport> open = open_import(import);
  INVARIANT(deltas.empty() || !open->bulk, "import", import, "is a bulk load");
  // Every delta gets a part of its own, so that two of one page in one call stay two, in their order.
  uint32_t part = open->parts.fetch_add(static_cast<uint32_t>(deltas.size()));
  rocksdb::WriteBatch batch;
  ControlTotals change;
  std::set<std::pair<core::SlotIndex, core::DebtorHash>> worked_out;
  for (const PageDelta& delta : deltas) {
    DeltaHeader header{import, false, {}};
    for (const core::EventBatch& rows : delta.rows) header.touches_reach |= touches_reach(rows);
    if (delta.change) {
      header.change = *delta.change;
    } else {
      // Worked out against the page as stored: an earlier delta of this call would not be seen.
      const bool first = worked_out.insert({delta.key.slot, delta.key.lower_bound}).second;
      INVARIANT(first, "a page twice in one call, without its change in totals:", delta.key.lower_bound);
      DUNLIN_TRY(change_of_delta(delta, import, header.change));
    }
    change = sum_of(change, header.change);
    database_->put(batch, Family::kDelta, delta_key(delta.key.slot, delta.key.lower_bound, import, part++),
                   ValueKind::kDelta, encode_delta(header, delta.rows));
  }
  crash_point("import_append");
  if (!deltas.empty()) DUNLIN_TRY(database_->write(batch, false, "rows of an import"));
  crash_point("import_append");
  DUNLIN_TRY(open->ids.add(ids));
  const std::lock_guard lock(open->mutex);
  open->change = sum_of(open->change, change);
  return {};
}

std::unique_ptr<BulkLoad> RocksStore::begin_bulk(uint64_t import) {
  const std::shared_ptr<OpenImport> open = open_import(import);
  INVARIANT(open->parts == 0, "import", import, "has deltas: it cannot be half log, half files");
  open->bulk = true;
  return std::make_unique<RocksBulkLoad>(*this, open);
}

core::Status RocksStore::write_ids(OpenImport& import) {
  rocksdb::WriteBatch batch;
  const auto write_partition = [&](uint32_t partition, std::span<const IdPlace> places) -> core::Status {
    database_->put(batch, Family::kIds, ids_key(partition, import.number, 0), ValueKind::kIds, encode_id_run(places));
    std::atomic<uint8_t>& count = id_run_counts_[partition];
    if (count.load() > 0 && count.load() < 255) count.fetch_add(1);
    if (batch.GetDataSize() < kBatchBytes) return {};
    DUNLIN_TRY(database_->write(batch, false, "ids of an import"));
    batch.Clear();
    return {};
  };
  DUNLIN_TRY(import.ids.each_partition(0, IdCollector::kShards, write_partition));
  return database_->write(batch, false, "ids of an import");
}

ImportRecord RocksStore::completed_record(const ImportRecord& record, const ControlTotals& change) const {
  ImportRecord completed = record;
  const std::shared_lock lock(mutex_);
  completed.before = totals_;
  completed.change = change;
  completed.after = sum_of(totals_, change);
  INVARIANT(record.change.empty() || equal(record.change, change), "import", record.number, "changes", describe(change),
            "and its record says", describe(record.change));
  INVARIANT(equal(difference_of(completed.after, completed.before), change), describe(completed.before), describe(change),
            describe(completed.after));
  return completed;
}

void RocksStore::put_import(const ImportRecord& completed, const std::vector<core::Reject>& rejects,
                            const std::function<void(const std::string& key, const std::string& body)>& put) {
  put(registry_key::numbered(registry_key::kImport, completed.number), encode_record(completed));
  for (const ImportFile& file : completed.files) put(registry_key::content(file.content), encode_number(completed.number));
  for (size_t first = 0; first < rejects.size(); first += kRejectsPerValue) {
    const size_t count = std::min(kRejectsPerValue, rejects.size() - first);
    put(registry_key::reject(completed.number, static_cast<uint32_t>(first / kRejectsPerValue)),
        encode_rejects(rejects, first, count));
  }
  if (!completed.creditors.empty()) put(std::string(registry_key::kCreditors), completed.creditors);
  for (const std::string& waiting : completed.waiting) {
    const auto table = decode_table(waiting, "records without a debtor");
    INVARIANT(table.ok(), "import", completed.number, "brings a table that cannot be read");
    put(registry_key::waiting(table->kind()), waiting);
  }
  put(std::string(registry_key::kTotals), encode_totals(completed.after));
}

void RocksStore::import_committed(const ImportRecord& completed) {
  const std::unique_lock lock(mutex_);
  totals_ = completed.after;
  open_import_.reset();
  last_import_.store(completed.number, std::memory_order_release);
}

core::Status RocksStore::commit_import(const ImportRecord& record, const std::vector<core::Reject>& rejects) {
  const std::shared_ptr<OpenImport> open = open_import(record.number);
  INVARIANT(!open->bulk, "import", record.number, "is a bulk load, which commits itself");
  std::vector<uint32_t> crowded;
  DUNLIN_TRY(write_ids(*open));
  for (uint32_t partition = 0; partition < kIdPartitions; ++partition) {
    if (id_run_counts_[partition] > kIdRunsMax) crowded.push_back(partition);
  }
  const ImportRecord completed = completed_record(record, open->change);
  rocksdb::WriteBatch batch;
  put_import(completed, rejects, [&](const std::string& key, const std::string& body) {
    database_->put(batch, Family::kRegistry, key, ValueKind::kRegistry, body);
  });
  database_->remove(batch, Family::kRegistry, registry_key::kOpenImport);
  crash_point("import_commit");
  DUNLIN_TRY(database_->write(batch, true, "commit of import"));
  crash_point("import_commit");
  import_committed(completed);
  for (const uint32_t partition : crowded) DUNLIN_TRY(merge_ids(partition));
  return {};
}

void RocksStore::abandon_import(uint64_t import) {
  const std::unique_lock lock(mutex_);
  if (open_import_ == nullptr || open_import_->number != import) return;
  open_import_.reset();
  // What cannot be dropped now is invisible, and goes at the next open or before the number is given again.
  undropped_import_ = !drop_import(import).ok();
}

core::Status RocksStore::drop_import(uint64_t number) {
  rocksdb::WriteBatch batch;
  const auto drop_family = [&](Family family, size_t key_bytes, size_t import_at) -> core::Status {
    rocksdb::ReadOptions options;
    options.fill_cache = false;
    const std::unique_ptr<rocksdb::Iterator> at(database_->db().NewIterator(options, database_->handle(family)));
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
      const std::string_view key = view_of(at->key());
      if (key.size() != key_bytes || read_big_endian(key, import_at, 8) != number) continue;
      database_->remove(batch, family, key);
      if (batch.GetDataSize() < kBatchBytes) continue;
      DUNLIN_TRY(database_->write(batch, false, "removal of an import"));
      batch.Clear();
    }
    return translated(at->status(), std::string(kFamilyNames[static_cast<size_t>(family)]));
  };
  DUNLIN_TRY(drop_family(Family::kDelta, kDeltaKeyBytes, 10));
  DUNLIN_TRY(drop_family(Family::kIds, kIdsKeyBytes, 2));
  database_->remove(batch, Family::kRegistry, registry_key::kOpenImport);
  return database_->write(batch, false, "removal of an import");
}

core::Status RocksStore::find_ids(const std::vector<uint64_t>& sorted_fingerprints,
                                  const std::function<void(size_t index, core::DebtorHash position)>& found) const {
  const Snapshot snapshot(database_->db());
  const uint64_t last = last_import();
  const auto tell = [&](size_t index, uint32_t position) {
    const core::DebtorHash low = static_cast<core::DebtorHash>(position) << 32;
    const core::DebtorHash high = low | 0xFFFF'FFFFU;
    found(index, low);
    const core::SlotIndex slot = core::slot_of(high, identity_.slots);
    if (slot != core::slot_of(low, identity_.slots)) found(index, core::slot_lower_bound(slot, identity_.slots));
  };
  for (size_t from = 0; from < sorted_fingerprints.size();) {
    const uint32_t partition = id_partition(sorted_fingerprints[from]);
    size_t to = from;
    for (; to < sorted_fingerprints.size() && id_partition(sorted_fingerprints[to]) == partition; ++to) {
      INVARIANT(to == from || sorted_fingerprints[to - 1] <= sorted_fingerprints[to], "fingerprints are not sorted");
    }
    std::string prefix;
    append_big_endian(prefix, partition, 2);
    uint8_t runs = 0;
    std::vector<IdPlace> places;
    DUNLIN_TRY(database_->scan(Family::kIds, prefix, prefix_end(prefix), ValueKind::kIds, &snapshot,
                               [&](std::string_view key, StoredValue&& value) -> core::Result<bool> {
                                 if (read_big_endian(key, 2, 8) > last) return true;
                                 runs += runs < 255;
                                 if (!decode_id_run(value.body(), places))
                                   return corrupt(Family::kIds, key, "unreadable run");
                                 size_t index = from;
                                 for (const IdPlace& place : places) {
                                   while (index < to && sorted_fingerprints[index] < place.fingerprint) ++index;
                                   // The same fingerprint may be asked more than once.
                                   for (size_t i = index; i < to && sorted_fingerprints[i] == place.fingerprint; ++i) {
                                     tell(i, place.position);
                                   }
                                 }
                                 return true;
                               }));
    id_run_counts_[partition] = runs;
    from = to;
  }
  return {};
}

core::Status RocksStore::merge_ids(uint32_t partition) {
  const Snapshot snapshot(database_->db());
  const uint64_t last = last_import();
  struct Run {
    std::string key;
    size_t bytes;
    std::vector<IdPlace> places;
  };
  std::vector<Run> runs;
  std::string prefix;
  append_big_endian(prefix, partition, 2);
  DUNLIN_TRY(database_->scan(Family::kIds, prefix, prefix_end(prefix), ValueKind::kIds, &snapshot,
                             [&](std::string_view key, StoredValue&& value) -> core::Result<bool> {
                               if (read_big_endian(key, 2, 8) > last) return true;
                               runs.push_back({std::string(key), value.bytes(), {}});
                               if (decode_id_run(value.body(), runs.back().places)) return true;
                               return corrupt(Family::kIds, key, "unreadable run");
                             }));
  if (runs.size() <= kIdRunsMax) {
    id_run_counts_[partition] = static_cast<uint8_t>(runs.size());
    return {};
  }
  // From the newest back, as long as a run is not far larger than what is merged so far: each id is rewritten log n times.
  size_t first = runs.size() - 1;
  size_t bytes = runs[first].bytes;
  while (first > 0 &&
         (runs[first - 1].bytes <= 2 * bytes || runs[first - 1].bytes <= kMergeAllBelow || first + 1 == runs.size())) {
    bytes += runs[--first].bytes;
  }
  std::vector<IdPlace> merged;
  rocksdb::WriteBatch batch;
  for (size_t i = first; i < runs.size(); ++i) {
    merged.insert(merged.end(), runs[i].places.begin(), runs[i].places.end());
    if (i + 1 < runs.size()) database_->remove(batch, Family::kIds, runs[i].key);
  }
  sort_places(merged);
  database_->put(batch, Family::kIds, runs.back().key, ValueKind::kIds, encode_id_run(merged));
  DUNLIN_TRY(database_->write(batch, false, "merge of ids"));
  id_run_counts_[partition] = static_cast<uint8_t>(first + 1);
  return {};
}

}  // namespace dunlin::storage
