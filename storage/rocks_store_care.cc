// Care of the store: sizes and flushing.
#include "storage/rocks_store.h"
#include "storage/status_translation.h"

namespace dunlin::storage {
namespace {

uint64_t property(rocksdb::DB& database, rocksdb::ColumnFamilyHandle* family, const std::string& name) {
  uint64_t value = 0;
  database.GetIntProperty(family, name, &value);
  return value;
}

}  // namespace

core::Result<std::vector<FamilySize>> RocksStore::family_sizes() const {
  rocksdb::DB& database = database_->db();
  rocksdb::VectorLogPtr logs;
  DUNLIN_TRY(translated(database.GetSortedWalFiles(logs), database_->directory()));
  uint64_t log_bytes = 0;
  for (const auto& log : logs) log_bytes += log->SizeFileBytes();
  // The log holds what the memtables hold: each family is charged its share of it.
  std::vector<uint64_t> in_memory;
  uint64_t memory_bytes = 0;
  for (size_t i = 0; i < kFamilies; ++i) {
    rocksdb::ColumnFamilyHandle* family = database_->handle(static_cast<Family>(i));
    const uint64_t rows = property(database, family, rocksdb::DB::Properties::kNumEntriesActiveMemTable) +
                          property(database, family, rocksdb::DB::Properties::kNumEntriesImmMemTables);
    in_memory.push_back(rows == 0 ? 0 : property(database, family, rocksdb::DB::Properties::kCurSizeAllMemTables));
    memory_bytes += in_memory.back();
  }
  std::vector<FamilySize> sizes;
  for (size_t i = 0; i < kFamilies; ++i) {
    rocksdb::ColumnFamilyHandle* family = database_->handle(static_cast<Family>(i));
    uint64_t bytes = property(database, family, rocksdb::DB::Properties::kLiveSstFilesSize);
    if (memory_bytes > 0) bytes += static_cast<uint64_t>(static_cast<__int128>(log_bytes) * in_memory[i] / memory_bytes);
    sizes.push_back({std::string(kFamilyNames[i]), bytes});
  }
  return sizes;
}

core::Status RocksStore::flush() {
  if (options_.read_only) return {};
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  for (size_t i = 0; i < kFamilies; ++i) families.push_back(database_->handle(static_cast<Family>(i)));
  DUNLIN_TRY(translated(database_->db().SyncWAL(), "flush"));
  return translated(database_->db().Flush(rocksdb::FlushOptions(), families), "flush");
}

}  // namespace dunlin::storage
