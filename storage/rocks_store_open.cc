// Making and opening a store. A directory that holds one has a marker file that people can read; the registry's identity
// record is what counts.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "storage/rocks_store.h"
#include "storage/status_translation.h"

namespace dunlin::storage {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

constexpr std::string_view kMarkerName = "dunlin-store";
constexpr std::string_view kMarkerHead = "dunlin store";

std::string marker_path(const std::string& directory) { return directory + "/" + std::string(kMarkerName); }

std::string new_uuid() {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::random_device device;
  std::string uuid;
  while (uuid.size() < 32) {
    for (uint32_t bits = device(), i = 0; i < 8; ++i, bits >>= 4) uuid.push_back(kDigits[bits & 15]);
  }
  return uuid;
}

core::Status write_synced(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".new";
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return core::failed(temporary, "the file cannot be made", "may this user write there?");
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  ::close(file);
  if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) return core::failed(path, "the file cannot be written");
  const int folder = ::open(fs::path(path).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return {};
}

core::Status write_marker(const std::string& directory, const std::string& uuid) {
  return write_synced(marker_path(directory),
                      std::string(kMarkerHead) + "\nformat " + std::to_string(kStoreFormat) + "\nuuid " + uuid + "\n");
}

core::Error newer_format(const std::string& directory, uint32_t format) {
  return core::Error{ErrorKind::kFailed, directory,
                     "the store has format " + std::to_string(format) + "; this program reads formats up to " +
                         std::to_string(kStoreFormat),
                     "open it with the newer dunlin that made it"};
}

/// Refuses what is no store, or one of a newer format, before the database is touched.
core::Result<uint32_t> marked_format(const std::string& directory) {
  std::ifstream file(marker_path(directory));
  std::string head;
  if (!file || !std::getline(file, head) || head != kMarkerHead) {
    return core::Error{ErrorKind::kUsage, directory, "no dunlin store here", "make one with `dunlin init`"};
  }
  std::string word;
  uint32_t format = 0;
  if (!(file >> word >> format) || word != "format") {
    return core::Error{ErrorKind::kCorruption, marker_path(directory), "the store's marker cannot be read", {}};
  }
  if (format > kStoreFormat) return newer_format(directory, format);
  return format;
}

core::Status check_shape(const StoreShape& shape) {
  if (shape.slots == 0 || shape.slots > kSlotsMax) {
    return core::Error{ErrorKind::kUsage, "--slots", "slots must be 1 to " + std::to_string(kSlotsMax), {}};
  }
  if (shape.page_debtors == 0 || shape.page_debtors > 65'536) {
    return core::Error{ErrorKind::kUsage, "--page-debtors", "page debtors must be 1 to 65536", {}};
  }
  return {};
}

}  // namespace

core::Result<std::unique_ptr<Store>> Store::create(const std::string& directory, const StoreShape& shape) {
  return RocksStore::create(directory, shape);
}

core::Result<std::unique_ptr<Store>> Store::open(const std::string& directory, const OpenOptions& options) {
  return RocksStore::open(directory, options);
}

core::Result<std::unique_ptr<Store>> RocksStore::create(const std::string& directory, const StoreShape& shape) {
  DUNLIN_TRY(check_shape(shape));
  if (fs::exists(marker_path(directory))) {
    return core::Error{ErrorKind::kConflict, directory, "there is a store already", "choose another directory"};
  }
  std::error_code error;
  fs::create_directories(directory + "/stage", error);
  if (error) return core::failed(directory, "the directory cannot be made: " + error.message());
  DUNLIN_ASSIGN(auto database, Database::open(directory, {}, OpenMode::kCreate));
  // An init that was cut short before its marker left an identity at most; a store that lost its marker has more.
  DUNLIN_ASSIGN(const auto totals, database->get(Family::kRegistry, registry_key::kTotals, ValueKind::kRegistry));
  if (totals) {
    return core::Error{ErrorKind::kConflict, directory, "there is a store already, but its marker file is missing",
                       "put back the file " + std::string(kMarkerName)};
  }
  StoredIdentity stored;
  stored.identity = {new_uuid(), kStoreFormat, 1, shape.slots, shape.page_debtors, shape.shared_debtor_ids};
  stored.features = kFeatures;
  rocksdb::WriteBatch batch;
  database->put(batch, Family::kRegistry, registry_key::kIdentity, ValueKind::kRegistry, encode_record(stored));
  DUNLIN_TRY(database->write(batch, true, directory));
  DUNLIN_TRY(write_marker(directory, stored.identity.uuid));
  return opened_on(std::move(database), {});
}

core::Result<std::unique_ptr<Store>> RocksStore::open(const std::string& directory, const OpenOptions& options) {
  DUNLIN_TRY(marked_format(directory));
  DUNLIN_ASSIGN(auto database,
                Database::open(directory, options, options.read_only ? OpenMode::kReadOnly : OpenMode::kReadWrite));
  return opened_on(std::move(database), options);
}

core::Result<std::unique_ptr<Store>> RocksStore::opened_on(std::unique_ptr<Database> database, const OpenOptions& options) {
  std::unique_ptr<RocksStore> store(new RocksStore(std::move(database), options));
  DUNLIN_TRY(store->read_identity());
  if (!options.read_only) DUNLIN_TRY(store->upgrade_format());
  if (!options.read_only) DUNLIN_TRY(store->empty_stage());
  DUNLIN_TRY(store->read_directories());
  DUNLIN_TRY(store->read_imports());
  DUNLIN_TRY(store->read_runs());
  return std::unique_ptr<Store>(std::move(store));
}

RocksStore::~RocksStore() = default;

core::Status RocksStore::read_identity() {
  const std::string& directory = database_->directory();
  DUNLIN_ASSIGN(const auto value, database_->get(Family::kRegistry, registry_key::kIdentity, ValueKind::kRegistry));
  StoredIdentity stored;
  if (!value || !decode_record(value->body(), stored)) {
    return corrupt(Family::kRegistry, registry_key::kIdentity, "the store's identity cannot be read");
  }
  if (stored.identity.format > kStoreFormat) return newer_format(directory, stored.identity.format);
  if (stored.features != kFeatures) {
    return core::Error{
        ErrorKind::kFailed, directory,
        "the store needs features " + std::to_string(stored.features) + " and this program has " + std::to_string(kFeatures),
        "open it with the build of dunlin that made it"};
  }
  identity_ = stored.identity;
  bounds_.resize(identity_.slots);
  for (core::SlotIndex slot = 0; slot < identity_.slots; ++slot) {
    bounds_[slot] = {core::slot_lower_bound(slot, identity_.slots)};
  }
  return {};
}

/// The identity first: whatever the marker says by then, an older program that comes between the two is refused by it.
core::Status RocksStore::upgrade_format() {
  const std::string& directory = database_->directory();
  if (identity_.format < kStoreFormat) {
    identity_.format = kStoreFormat;
    rocksdb::WriteBatch batch;
    database_->put(batch, Family::kRegistry, registry_key::kIdentity, ValueKind::kRegistry,
                   encode_record(StoredIdentity{identity_, kFeatures}));
    DUNLIN_TRY(database_->write(batch, true, directory));
  }
  const core::Result<uint32_t> marked = marked_format(directory);
  return marked.ok() && *marked == kStoreFormat ? core::Status() : write_marker(directory, identity_.uuid);
}

core::Status RocksStore::read_directories() {
  const std::string prefix(registry_key::kDirectory);
  return database_->scan(Family::kRegistry, prefix, prefix_end(prefix), ValueKind::kRegistry, nullptr,
                         [&](std::string_view key, StoredValue&& value) -> core::Result<bool> {
                           std::vector<core::DebtorHash> bounds;
                           const bool sound = key.size() == prefix.size() + 2 && decode_bounds(value.body(), bounds) &&
                                              !bounds.empty() && std::is_sorted(bounds.begin(), bounds.end());
                           const auto slot = sound ? static_cast<core::SlotIndex>(read_big_endian(key, prefix.size(), 2))
                                                   : identity_.slots;
                           if (slot >= identity_.slots || bounds[0] != core::slot_lower_bound(slot, identity_.slots)) {
                             return corrupt(Family::kRegistry, key, "the slot's directory cannot be read");
                           }
                           bounds_[slot] = std::move(bounds);
                           return true;
                         });
}

core::Status RocksStore::read_imports() {
  const std::string prefix(registry_key::kImport);
  uint64_t last = 0;
  {
    rocksdb::ReadOptions options;
    const std::unique_ptr<rocksdb::Iterator> at(database_->db().NewIterator(options, database_->handle(Family::kRegistry)));
    at->SeekForPrev(slice_of(registry_key::numbered(prefix, UINT64_MAX)));
    if (at->Valid() && view_of(at->key()).starts_with(prefix) && at->key().size() == prefix.size() + 8) {
      last = read_big_endian(view_of(at->key()), prefix.size(), 8);
    }
    DUNLIN_TRY(translated(at->status(), "registry"));
  }
  last_import_ = last;
  DUNLIN_ASSIGN(const auto totals, database_->get(Family::kRegistry, registry_key::kTotals, ValueKind::kRegistry));
  if (totals && !decode_totals(totals->body(), totals_)) {
    return corrupt(Family::kRegistry, registry_key::kTotals, "the control totals cannot be read");
  }
  DUNLIN_ASSIGN(const auto open, database_->get(Family::kRegistry, registry_key::kOpenImport, ValueKind::kRegistry));
  uint64_t number = 0;
  if (!open) return {};
  if (!decode_number(open->body(), number)) {
    return corrupt(Family::kRegistry, registry_key::kOpenImport, "the record cannot be read");
  }
  // Rows of an import that never committed are invisible already; now they go.
  return options_.read_only ? core::Status() : drop_import(number);
}

core::Status RocksStore::read_runs() {
  const std::string prefix(registry_key::kRun);
  std::string key;
  {
    rocksdb::ReadOptions options;
    const std::unique_ptr<rocksdb::Iterator> at(database_->db().NewIterator(options, database_->handle(Family::kRegistry)));
    at->SeekForPrev(slice_of(registry_key::numbered(prefix, UINT64_MAX)));
    if (at->Valid() && view_of(at->key()).starts_with(prefix)) key = at->key().ToString();
    DUNLIN_TRY(translated(at->status(), "registry"));
  }
  if (key.empty()) return {};
  // Runs are strictly one after another: only the last can be open.
  DUNLIN_ASSIGN(const auto value, database_->get(Family::kRegistry, key, ValueKind::kRegistry));
  RunRecord record;
  if (!value || !decode_record(value->body(), record))
    return corrupt(Family::kRegistry, key, "the run record cannot be read");
  last_run_ = record.ordinal;
  if (record.state == RunState::kFinished) return {};
  OpenRun run{record.ordinal, record.last_import, 0};
  const std::string watermark = registry_key::numbered(registry_key::kPublish, record.ordinal);
  DUNLIN_ASSIGN(const auto published, database_->get(Family::kRegistry, watermark, ValueKind::kRegistry));
  uint64_t slots = 0;
  if (published && !decode_number(published->body(), slots)) {
    return corrupt(Family::kRegistry, watermark, "the publish watermark cannot be read");
  }
  run.published = static_cast<core::SlotIndex>(slots);
  open_run_ = run;
  return {};
}

core::Status RocksStore::empty_stage() const {
  std::error_code error;
  fs::remove_all(stage_directory(), error);
  fs::create_directories(stage_directory(), error);
  if (error) return core::failed(stage_directory(), "the stage directory cannot be emptied: " + error.message());
  return {};
}

}  // namespace dunlin::storage
