// The registry as the engine reads it.
#include "storage/codec/table_codec.h"
#include "storage/rocks_store.h"

namespace dunlin::storage {
namespace {

/// All records below a prefix, in key order.
template <class Record>
core::Result<std::vector<Record>> records_of(const Database& database, const std::string& prefix) {
  std::vector<Record> records;
  DUNLIN_TRY(database.scan(Family::kRegistry, prefix, prefix_end(prefix), ValueKind::kRegistry, nullptr,
                           [&](std::string_view key, StoredValue&& value) -> core::Result<bool> {
                             records.emplace_back();
                             if (decode_record(value.body(), records.back())) return true;
                             return corrupt(Family::kRegistry, key, "the record cannot be read");
                           }));
  return records;
}

}  // namespace

core::Result<std::vector<ImportRecord>> RocksStore::imports() const {
  return records_of<ImportRecord>(*database_, std::string(registry_key::kImport));
}

core::Result<std::optional<ImportRecord>> RocksStore::import_of_content(core::Hash128 content) const {
  const std::string key = registry_key::content(content);
  DUNLIN_ASSIGN(const auto value, database_->get(Family::kRegistry, key, ValueKind::kRegistry));
  if (!value) return std::optional<ImportRecord>();
  uint64_t number = 0;
  if (!decode_number(value->body(), number)) return corrupt(Family::kRegistry, key, "the record cannot be read");
  const std::string import = registry_key::numbered(registry_key::kImport, number);
  DUNLIN_ASSIGN(const auto record, database_->get(Family::kRegistry, import, ValueKind::kRegistry));
  ImportRecord out;
  if (!record || !decode_record(record->body(), out)) return corrupt(Family::kRegistry, import, "the record cannot be read");
  return std::optional(std::move(out));
}

core::Status RocksStore::each_reject(const std::function<bool(uint64_t import, const core::Reject&)>& visit) const {
  const std::string prefix(registry_key::kReject);
  return database_->scan(Family::kRegistry, prefix, prefix_end(prefix), ValueKind::kRegistry, nullptr,
                         [&](std::string_view key, StoredValue&& value) -> core::Result<bool> {
                           std::vector<core::Reject> rejects;
                           if (key.size() != prefix.size() + 12 || !decode_rejects(value.body(), rejects)) {
                             return corrupt(Family::kRegistry, key, "the rejects cannot be read");
                           }
                           for (const core::Reject& reject : rejects) {
                             if (!visit(read_big_endian(key, prefix.size(), 8), reject)) return false;
                           }
                           return true;
                         });
}

core::Result<core::Table> RocksStore::creditors() const {
  DUNLIN_ASSIGN(const auto value, database_->get(Family::kRegistry, registry_key::kCreditors, ValueKind::kRegistry));
  if (!value) return core::Table(core::RecordKind::kCreditor);
  return decode_table(value->body(), "registry creditors");
}

core::Result<std::vector<RunRecord>> RocksStore::runs() const {
  DUNLIN_ASSIGN(std::vector<RunRecord> runs, records_of<RunRecord>(*database_, std::string(registry_key::kRun)));
  const std::shared_lock lock(mutex_);
  for (RunRecord& run : runs) {
    run.published_slots = open_run_ && open_run_->ordinal == run.ordinal ? open_run_->published : identity_.slots;
  }
  return runs;
}

core::Result<std::vector<SlotCursor>> RocksStore::cursors(uint64_t run_ordinal) const {
  return records_of<SlotCursor>(*database_, registry_key::numbered(registry_key::kCursor, run_ordinal));
}

core::Result<std::optional<std::string>> RocksStore::text(const std::string& name) const {
  DUNLIN_ASSIGN(const auto value,
                database_->get(Family::kRegistry, std::string(registry_key::kText) + name, ValueKind::kRegistry));
  if (!value) return std::optional<std::string>();
  return std::optional(std::string(value->body()));
}

core::Status RocksStore::put_text(const std::string& name, const std::string& value) {
  DUNLIN_TRY(read_only_refusal());
  rocksdb::WriteBatch batch;
  database_->put(batch, Family::kRegistry, std::string(registry_key::kText) + name, ValueKind::kRegistry, value);
  return database_->write(batch, true, name);
}

}  // namespace dunlin::storage
