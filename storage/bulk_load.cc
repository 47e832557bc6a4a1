#include "storage/bulk_load.h"

#include <algorithm>
#include <filesystem>

#include "core/invariant.h"
#include "storage/crash_point.h"
#include "storage/fold/page_division.h"
#include "storage/status_translation.h"

namespace dunlin::storage {
namespace {

constexpr size_t kFileBytesMin = 64 << 10;
constexpr size_t kFileBytesMax = 64 << 20;
constexpr size_t kDeletesPerBatch = 4096;

/// Runs `work(i)` for i in [0, count) on up to `threads` threads; the first error is returned.
core::Status in_parallel(size_t count, size_t threads, const std::function<core::Status(size_t)>& work) {
  std::atomic<size_t> next{0};
  std::mutex mutex;
  core::Status first;
  const auto loop = [&] {
    for (size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) {
      core::Status status = work(i);
      const std::lock_guard lock(mutex);
      if (!status.ok() && first.ok()) first = std::move(status);
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < std::min(threads, count); ++i) others.emplace_back(loop);
  loop();
  for (std::thread& other : others) other.join();
  return first;
}

}  // namespace

RocksBulkLoad::RocksBulkLoad(RocksStore& store, std::shared_ptr<RocksStore::OpenImport> import)
    : store_(store),
      import_(std::move(import)),
      file_bytes_(std::clamp<size_t>(store.options_.memory_bytes / 16, kFileBytesMin, kFileBytesMax)) {}

RocksBulkLoad::~RocksBulkLoad() {
  if (ingested_) return;
  std::error_code ignored;
  for (const BuiltFile& file : files_) std::filesystem::remove(file.path, ignored);
}

void RocksBulkLoad::check_range(PageKey key, const core::AccountPage& page) const {
  if (page.debtor_count() == 0) return;
  const std::vector<core::DebtorHash> bounds = store_.bounds_of(key.slot);
  const auto at = std::lower_bound(bounds.begin(), bounds.end(), key.lower_bound);
  INVARIANT(at != bounds.end() && *at == key.lower_bound, "no page has the bound", key.lower_bound);
  const core::DebtorHash last = page.hash(page.debtor_count() - 1);
  INVARIANT(page.hash(0) >= key.lower_bound, page.hash(0), key.lower_bound);
  INVARIANT(at + 1 == bounds.end() || last < *(at + 1), last, "beyond the page");
  INVARIANT(core::slot_of(last, store_.identity_.slots) == key.slot, last, "beyond slot", key.slot);
}

void RocksBulkLoad::add_part(PutPage& put, const PageHeader& header, const core::AccountPage& part) const {
  const std::string at = page_key(header.slot, header.lower_bound);
  put.held.entries[0].push_back({at, seal(ValueKind::kFacts, at, encode_facts(header, part))});
  put.held.entries[1].push_back({at, seal(ValueKind::kCold, at, encode_cold(header, part))});
}

core::Result<RocksBulkLoad::PutPage> RocksBulkLoad::encode_page(PageKey key, const core::AccountPage& page,
                                                                const core::MemoryPage& memory) const {
  check_range(key, page);
  const Snapshot snapshot(store_.database_->db());
  DUNLIN_ASSIGN(PageStanding standing, read_standing(*store_.database_, key, store_.last_import(), snapshot));
  PutPage put;
  const ControlTotals whole = control_totals(page);
  put.change = difference_of(whole, standing.totals);
  put.stale_deltas = std::move(standing.deltas);
  const std::vector<PagePart> parts = divide(page, key.lower_bound, store_.identity_.page_debtors);
  ControlTotals split;
  for (size_t i = 0; i < parts.size(); ++i) {
    // Deltas of earlier imports are in the page now: folded_through makes readers skip them until they are removed.
    PageHeader header{key.slot, parts[i].lower_bound, standing.header.generation + 1, import_->number, {}};
    if (parts.size() == 1) {
      header.totals = whole;
      add_part(put, header, page);
    } else {
      const core::AccountPage part = part_of(page, parts[i].first, parts[i].last);
      header.totals = control_totals(part);
      add_part(put, header, part);
    }
    split = sum_of(split, header.totals);
    if (i > 0) put.new_bounds.push_back(parts[i].lower_bound);
    const core::DebtorHash end = i + 1 < parts.size() ? parts[i + 1].lower_bound : 0;
    const core::MemoryPage part_memory = part_of(memory, parts[i].lower_bound, end);
    const std::string at = page_key(key.slot, parts[i].lower_bound);
    if (part_memory.debtors.rows() > 0) {
      put.held.entries[2].push_back({at, seal(ValueKind::kState, at, encode_memory(header, part_memory))});
    } else if (i == 0 && standing.stored) {
      put.held.entries[2].push_back({at, std::nullopt});
    }
  }
  INVARIANT(equal(split, whole), "division makes", describe(split), "of", describe(whole));
  for (const std::vector<Entry>& entries : put.held.entries) {
    for (const Entry& entry : entries) put.held.bytes += entry.key.size() + (entry.value ? entry.value->size() : 0);
  }
  return put;
}

core::Status RocksBulkLoad::put_page(PageKey key, core::AccountPage&& page, const core::MemoryPage& memory) {
  const core::AccountPage taken = std::move(page);
  DUNLIN_ASSIGN(PutPage put, encode_page(key, taken, memory));
  HeldSlots ready;
  {
    const std::lock_guard lock(mutex_);
    const auto [working, first] = working_.try_emplace(std::this_thread::get_id(), key.slot);
    if (working->second != key.slot) {
      // A thread that comes with another slot is done with the one before.
      HeldSlot& before = held_[working->second];
      before.finished = true;
      finished_bytes_ += before.bytes;
      working->second = key.slot;
    }
    INVARIANT(!built_.contains(key.slot) && !held_[key.slot].finished, "slot was left by its thread:", key.slot);
    HeldSlot& held = held_[key.slot];
    INVARIANT(held.entries[0].empty() || held.entries[0].back().key < put.held.entries[0].front().key,
              "pages out of order in slot", key.slot);
    for (size_t i = 0; i < kPageFamilies.size(); ++i) {
      std::move(put.held.entries[i].begin(), put.held.entries[i].end(), std::back_inserter(held.entries[i]));
    }
    held.bytes += put.held.bytes;
    if (!put.new_bounds.empty()) {
      const auto [bounds, added] = bounds_.try_emplace(key.slot);
      if (added) bounds->second = store_.bounds_of(key.slot);
      bounds->second.insert(bounds->second.end(), put.new_bounds.begin(), put.new_bounds.end());
      std::sort(bounds->second.begin(), bounds->second.end());
    }
    std::move(put.stale_deltas.begin(), put.stale_deltas.end(), std::back_inserter(stale_deltas_));
    ready = take_finished();
  }
  {
    const std::lock_guard lock(import_->mutex);
    import_->change = sum_of(import_->change, put.change);
  }
  return build_files(ready);
}

RocksBulkLoad::HeldSlots RocksBulkLoad::take_finished() {
  HeldSlots ready;
  if (finished_bytes_ < file_bytes_) return ready;
  // The longest run of neighbouring finished slots by bytes: slots in between that come later would make files overlap.
  auto best = held_.end();
  size_t best_bytes = 0;
  auto from = held_.end();
  size_t bytes = 0;
  core::SlotIndex expected = 0;
  for (auto at = held_.begin(); at != held_.end(); ++at) {
    if (!at->second.finished) {
      from = held_.end();
      continue;
    }
    if (from == held_.end() || at->first != expected) {
      from = at;
      bytes = 0;
    }
    expected = at->first + 1;
    bytes += at->second.bytes;
    if (bytes > best_bytes) {
      best = from;
      best_bytes = bytes;
    }
  }
  // Scattered slots wait for their neighbours, unless memory runs short.
  if (best_bytes < file_bytes_ / 2 && finished_bytes_ < store_.options_.memory_bytes / 4) return ready;
  while (best != held_.end() && best->second.finished && best_bytes > 0) {
    const core::SlotIndex slot = best->first;
    best_bytes -= std::min(best_bytes, best->second.bytes);
    finished_bytes_ -= best->second.bytes;
    built_.insert(slot);
    ready.insert(held_.extract(best++));
  }
  return ready;
}

std::vector<RocksBulkLoad::HeldSlots> RocksBulkLoad::take_rest() {
  size_t total = 0;
  for (const auto& [slot, held] : held_) total += held.bytes;
  const size_t share = std::min(file_bytes_, total / std::max<size_t>(store_.options_.threads, 1) + 1);
  std::vector<HeldSlots> runs;
  size_t bytes = 0;
  core::SlotIndex before = 0;
  while (!held_.empty()) {
    auto node = held_.extract(held_.begin());
    // A file that lies between two slots parts them.
    const auto between = built_.lower_bound(before);
    const bool parted = between != built_.end() && *between < node.key();
    if (runs.empty() || parted || bytes >= share) {
      runs.emplace_back();
      bytes = 0;
    }
    before = node.key();
    bytes += node.mapped().bytes;
    runs.back().insert(std::move(node));
  }
  return runs;
}

core::Status RocksBulkLoad::build_files(const HeldSlots& slots) {
  for (size_t i = 0; i < kPageFamilies.size(); ++i) {
    std::vector<const Entry*> entries;
    for (const auto& [slot, held] : slots) {
      for (const Entry& entry : held.entries[i]) entries.push_back(&entry);
    }
    if (!entries.empty()) DUNLIN_TRY(build_file(kPageFamilies[i], entries));
  }
  return {};
}

core::Status RocksBulkLoad::build_file(Family family, const std::vector<const Entry*>& entries) {
  std::string path;
  {
    const std::lock_guard lock(mutex_);
    path = store_.stage_directory() + "/" + std::string(kFamilyNames[static_cast<size_t>(family)]) + "-" +
           std::to_string(next_file_++) + ".sst";
    files_.push_back({family, path});
  }
  crash_point("bulk_build");
  rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), store_.database_->options_of(family),
                                store_.database_->handle(family));
  DUNLIN_TRY(translated(writer.Open(path), path));
  for (const Entry* entry : entries) {
    const rocksdb::Status status =
        entry->value ? writer.Put(slice_of(entry->key), slice_of(*entry->value)) : writer.Delete(slice_of(entry->key));
    DUNLIN_TRY(translated(status, path));
  }
  DUNLIN_TRY(translated(writer.Finish(), path));
  crash_point("bulk_build");
  return {};
}

core::Status RocksBulkLoad::add_ids(std::vector<IdEntry>&& entries) { return import_->ids.add(entries); }

core::Status RocksBulkLoad::build_ids() {
  const size_t threads = std::max<size_t>(store_.options_.threads, 1);
  return in_parallel(threads, threads, [&](size_t part) -> core::Status {
    std::vector<Entry> entries;
    const auto add = [&](uint32_t partition, std::span<const IdPlace> places) -> core::Status {
      std::string key = ids_key(partition, import_->number, 0);
      std::string value = seal(ValueKind::kIds, key, encode_id_run(places));
      entries.push_back({std::move(key), std::move(value)});
      return {};
    };
    DUNLIN_TRY(import_->ids.each_partition(IdCollector::kShards * part / threads,
                                           IdCollector::kShards * (part + 1) / threads, add));
    if (entries.empty()) return {};
    std::vector<const Entry*> sorted;
    for (const Entry& entry : entries) sorted.push_back(&entry);
    return build_file(Family::kIds, sorted);
  });
}

core::Status RocksBulkLoad::build_registry(const ImportRecord& completed, const std::vector<core::Reject>& rejects) {
  std::map<std::string, std::optional<std::string>> values;
  const auto put = [&](const std::string& key, const std::string& body) {
    values[key] = seal(ValueKind::kRegistry, key, body);
  };
  RocksStore::put_import(completed, rejects, put);
  for (const auto& [slot, bounds] : bounds_) put(registry_key::directory(slot), encode_bounds(bounds));
  values[std::string(registry_key::kOpenImport)] = std::nullopt;
  std::vector<Entry> entries;
  for (auto& [key, value] : values) entries.push_back({key, std::move(value)});
  std::vector<const Entry*> sorted;
  for (const Entry& entry : entries) sorted.push_back(&entry);
  return build_file(Family::kRegistry, sorted);
}

core::Status RocksBulkLoad::ingest() {
  std::map<Family, rocksdb::IngestExternalFileArg> by_family;
  for (const BuiltFile& file : files_) {
    rocksdb::IngestExternalFileArg& arg = by_family[file.family];
    arg.column_family = store_.database_->handle(file.family);
    arg.external_files.push_back(file.path);
    arg.options.move_files = true;
    arg.options.write_global_seqno = false;
  }
  std::vector<rocksdb::IngestExternalFileArg> args;
  for (auto& [family, arg] : by_family) args.push_back(std::move(arg));
  // Everything that the files build on must be as durable as they will be.
  DUNLIN_TRY(translated(store_.database_->db().SyncWAL(), "commit of a bulk import"));
  crash_point("bulk_commit");
  DUNLIN_TRY(translated(store_.database_->db().IngestExternalFiles(args), "commit of a bulk import"));
  ingested_ = true;
  crash_point("bulk_commit");
  return {};
}

core::Status RocksBulkLoad::commit(const ImportRecord& record, const std::vector<core::Reject>& rejects) {
  INVARIANT(record.number == import_->number, record.number, import_->number);
  {
    const std::shared_lock lock(store_.mutex_);
    if (store_.open_run_) {
      return core::Error{core::ErrorKind::kConflict, store_.database_->directory(),
                         "run " + std::to_string(store_.open_run_->ordinal) + " is not finished",
                         "a bulk import waits until it is; resume it first"};
    }
  }
  const std::vector<HeldSlots> rest = take_rest();
  DUNLIN_TRY(in_parallel(rest.size(), store_.options_.threads, [&](size_t i) { return build_files(rest[i]); }));
  DUNLIN_TRY(build_ids());
  const ImportRecord completed = store_.completed_record(record, import_->change);
  DUNLIN_TRY(build_registry(completed, rejects));
  DUNLIN_TRY(ingest());
  {
    const std::unique_lock lock(store_.mutex_);
    for (const auto& [slot, bounds] : bounds_) store_.bounds_[slot] = bounds;
  }
  // How many runs a partition has now is found out by who next reads it.
  for (std::atomic<uint8_t>& count : store_.id_run_counts_) count = 0;
  store_.import_committed(completed);
  return remove_stale_deltas();
}

core::Status RocksBulkLoad::remove_stale_deltas() {
  rocksdb::WriteBatch batch;
  for (size_t i = 0; i < stale_deltas_.size(); ++i) {
    store_.database_->remove(batch, Family::kDelta, stale_deltas_[i]);
    if (batch.Count() < kDeletesPerBatch && i + 1 < stale_deltas_.size()) continue;
    DUNLIN_TRY(store_.database_->write(batch, false, "removal of folded rows"));
    batch.Clear();
  }
  return {};
}

}  // namespace dunlin::storage
