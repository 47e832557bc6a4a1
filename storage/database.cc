// The settings of RocksDB, each for a reason that is measured or that data would be lost without.
#include "storage/database.h"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

#include <algorithm>

#include "storage/status_translation.h"

namespace dunlin::storage {
namespace {

constexpr uint64_t kMiB = 1ULL << 20;

/// Shares of the memory budget: an eighth a write buffer (at most 64 MiB), a quarter for all of them, an eighth of cache;
/// the rest is left to bulk buffers and pages in work.
uint64_t write_buffer_bytes(uint64_t memory) { return std::clamp(memory / 8, 2 * kMiB, 64 * kMiB); }

rocksdb::DBOptions database_options(const OpenOptions& options, OpenMode mode) {
  rocksdb::DBOptions out;
  out.create_if_missing = mode == OpenMode::kCreate;
  out.create_missing_column_families = mode == OpenMode::kCreate;
  out.max_total_wal_size = 128 * kMiB;
  out.write_buffer_manager = std::make_shared<rocksdb::WriteBufferManager>(std::max(options.memory_bytes / 4, 8 * kMiB));
  // The default of 16 MB/s turns a second of writing into a minute when level 0 grows.
  out.delayed_write_rate = 512 * kMiB;
  out.max_background_jobs = 2;
  out.max_open_files = -1;
  out.skip_stats_update_on_db_open = true;
  out.bytes_per_sync = kMiB;
  // A failed sync is final: the store becomes read-only and is opened again, never retried behind our back.
  out.max_bgerror_resume_count = 0;
  out.track_and_verify_wals_in_manifest = true;
  out.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  out.recycle_log_file_num = 0;
  out.info_log_level = rocksdb::WARN_LEVEL;
  out.keep_log_file_num = 4;
  return out;
}

rocksdb::ColumnFamilyOptions family_options(Family family, const OpenOptions& options,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions out;
  const bool small = family == Family::kRegistry || family == Family::kHistory;
  out.write_buffer_size = small ? 4 * kMiB : write_buffer_bytes(options.memory_bytes);
  out.arena_block_size = std::min(8 * kMiB, out.write_buffer_size / 8);
  // Values are compressed by who wrote them, once and in parallel; compaction moves the small form.
  out.compression = rocksdb::kNoCompression;
  out.level0_file_num_compaction_trigger = 8;
  out.level0_slowdown_writes_trigger = 64;
  out.level0_stop_writes_trigger = 128;
  out.target_file_size_base = 64 * kMiB;
  out.max_bytes_for_level_base = 512 * kMiB;
  if (family == Family::kDelta) out.compaction_style = rocksdb::kCompactionStyleUniversal;
  rocksdb::BlockBasedTableOptions table;
  table.checksum = rocksdb::kXXH3;
  table.block_cache = cache;
  table.format_version = 5;
  out.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return out;
}

}  // namespace

core::Result<std::unique_ptr<Database>> Database::open(const std::string& directory, const OpenOptions& options,
                                                       OpenMode mode) {
  std::unique_ptr<Database> database(new Database());
  database->directory_ = directory;
  database->options_ = options;
  database->db_options_ = database_options(options, mode);
  // Values are large, so few shards: a shard must hold a page.
  database->cache_ = rocksdb::NewLRUCache(std::max(options.memory_bytes / 8, kMiB), 1);

  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  families.emplace_back(rocksdb::kDefaultColumnFamilyName, family_options(Family::kHistory, options, database->cache_));
  for (size_t i = 0; i < kFamilies; ++i) {
    families.emplace_back(std::string(kFamilyNames[i]), family_options(static_cast<Family>(i), options, database->cache_));
  }
  const std::string path = directory + "/db";
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  if (mode == OpenMode::kReadOnly) {
    DUNLIN_TRY(translated(rocksdb::Env::Default()->LockFile(path + "/LOCK", &database->lock_), directory));
    DUNLIN_TRY(translated(rocksdb::DB::OpenForReadOnly(database->db_options_, path, families, &handles, &database->db_),
                          directory));
  } else {
    DUNLIN_TRY(translated(rocksdb::DB::Open(database->db_options_, path, families, &handles, &database->db_), directory));
  }
  database->default_ = handles[0];
  std::copy(handles.begin() + 1, handles.end(), database->handles_.begin());
  return database;
}

Database::~Database() {
  if (db_ != nullptr) {
    for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
    db_->DestroyColumnFamilyHandle(default_);
    db_->Close();
    delete db_;
  }
  if (lock_ != nullptr) rocksdb::Env::Default()->UnlockFile(lock_);
}

rocksdb::Options Database::options_of(Family family) const {
  return {db_options_, family_options(family, options_, cache_)};
}

core::Result<std::optional<StoredValue>> Database::get(Family family, std::string_view key, ValueKind kind,
                                                       const Snapshot* snapshot) const {
  rocksdb::ReadOptions options;
  options.fill_cache = family == Family::kRegistry;
  if (snapshot != nullptr) options.snapshot = snapshot->get();
  std::string bytes;
  const rocksdb::Status status = db_->Get(options, handle(family), slice_of(key), &bytes);
  if (status.IsNotFound()) return std::optional<StoredValue>();
  DUNLIN_TRY(translated(status, describe_key(family, key)));
  if (auto body = unseal(kind, family, key, bytes); !body.ok()) return std::move(body).error();
  return std::optional(StoredValue(std::move(bytes)));
}

core::Status Database::scan(
    Family family, std::string_view from, std::string_view to, ValueKind kind, const Snapshot* snapshot,
    const std::function<core::Result<bool>(std::string_view key, StoredValue&& value)>& visit) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  if (snapshot != nullptr) options.snapshot = snapshot->get();
  const rocksdb::Slice end = slice_of(to);
  if (!to.empty()) options.iterate_upper_bound = &end;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, handle(family)));
  for (at->Seek(slice_of(from)); at->Valid(); at->Next()) {
    std::string bytes = at->value().ToString();
    if (auto body = unseal(kind, family, view_of(at->key()), bytes); !body.ok()) return std::move(body).error();
    DUNLIN_ASSIGN(const bool more, visit(view_of(at->key()), StoredValue(std::move(bytes))));
    if (!more) return {};
  }
  return translated(at->status(), std::string(kFamilyNames[static_cast<size_t>(family)]));
}

void Database::put(rocksdb::WriteBatch& batch, Family family, std::string_view key, ValueKind kind,
                   std::string_view body) const {
  const std::string value = seal(kind, key, body);
  const rocksdb::Status status = batch.Put(handle(family), slice_of(key), slice_of(value));
  INVARIANT(status.ok(), status.ToString());
}

void Database::remove(rocksdb::WriteBatch& batch, Family family, std::string_view key) const {
  // A delta is written once and removed once, which is what SingleDelete asks for.
  const rocksdb::Status status = family == Family::kDelta ? batch.SingleDelete(handle(family), slice_of(key))
                                                          : batch.Delete(handle(family), slice_of(key));
  INVARIANT(status.ok(), status.ToString());
}

core::Status Database::write(rocksdb::WriteBatch& batch, bool sync, std::string_view doing) {
  rocksdb::WriteOptions options;
  options.sync = sync;
  return translated(db_->Write(options, &batch), std::string(doing));
}

}  // namespace dunlin::storage
