// RocksDB as this room uses it: the families, the settings, and values that are always sealed (codec/envelope.h). Knows keys
// and bytes; what the values mean is the store's.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/sst_file_writer.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "storage/codec/envelope.h"
#include "storage/key_layout.h"
#include "storage/store.h"

namespace dunlin::storage {

inline rocksdb::Slice slice_of(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view view_of(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

/// A value that passed its checksum. Owns its bytes, so that the body is aligned for FlatBuffers.
class StoredValue {
 public:
  explicit StoredValue(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string_view body() const { return std::string_view(bytes_).substr(kEnvelopeBytes); }
  size_t bytes() const { return bytes_.size(); }

 private:
  std::string bytes_;
};

/// One state of all families, for as long as it lives.
class Snapshot {
 public:
  explicit Snapshot(rocksdb::DB& database) : database_(database), snapshot_(database.GetSnapshot()) {}
  ~Snapshot() { database_.ReleaseSnapshot(snapshot_); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  const rocksdb::Snapshot* get() const { return snapshot_; }

 private:
  rocksdb::DB& database_;
  const rocksdb::Snapshot* snapshot_;
};

enum class OpenMode : uint8_t { kCreate, kReadWrite, kReadOnly };

class Database {
 public:
  static core::Result<std::unique_ptr<Database>> open(const std::string& directory, const OpenOptions& options,
                                                      OpenMode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& db() { return *db_; }
  rocksdb::ColumnFamilyHandle* handle(Family family) const { return handles_[static_cast<size_t>(family)]; }
  const std::string& directory() const { return directory_; }
  rocksdb::Options options_of(Family family) const;

  /// None when there is no such key. `snapshot` may be null: the latest state.
  core::Result<std::optional<StoredValue>> get(Family family, std::string_view key, ValueKind kind,
                                               const Snapshot* snapshot = nullptr) const;
  /// Visits keys from `from` to below `to` ("" = no end) in order, values checked; return false to stop. Blocks read are not
  /// kept in the cache.
  core::Status scan(Family family, std::string_view from, std::string_view to, ValueKind kind, const Snapshot* snapshot,
                    const std::function<core::Result<bool>(std::string_view key, StoredValue&& value)>& visit) const;

  void put(rocksdb::WriteBatch& batch, Family family, std::string_view key, ValueKind kind, std::string_view body) const;
  void remove(rocksdb::WriteBatch& batch, Family family, std::string_view key) const;
  /// Atomic over all families; with `sync`, it and everything written before it survive a power cut.
  core::Status write(rocksdb::WriteBatch& batch, bool sync, std::string_view doing);

 private:
  Database() = default;

  std::string directory_;
  OpenOptions options_;
  rocksdb::DBOptions db_options_;
  std::shared_ptr<rocksdb::Cache> cache_;
  rocksdb::FileLock* lock_ = nullptr;  // of read-only openings, which RocksDB itself does not lock
  rocksdb::DB* db_ = nullptr;
  rocksdb::ColumnFamilyHandle* default_ = nullptr;
  std::array<rocksdb::ColumnFamilyHandle*, kFamilies> handles_{};
};

}  // namespace dunlin::storage
