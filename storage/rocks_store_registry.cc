// The registry as the engine reads it.
#include <map>
#include <tuple>

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

using core::Field;

/// What a rate is of, and its day: (name, 0, 0, date) or ("", base, quote, date).
using RateKey = std::tuple<std::string_view, int64_t, int64_t, int64_t>;
RateKey rate_key(const core::Table& rows, size_t row) {
  const int64_t date = rows.int_at(Field::kDate, row);
  if (rows.kind() == core::RecordKind::kRate) return {rows.text_at(Field::kName, row), 0, 0, date};
  return {{}, rows.int_at(Field::kBase, row), rows.int_at(Field::kQuote, row), date};
}

/// The rates of all imports up to one, the later value of a day winning.
core::Result<core::Table> laid_together(const std::vector<ImportRecord>& imports, std::string ImportRecord::*of,
                                        uint64_t last_import, core::RecordKind kind) {
  std::vector<core::Table> tables;
  for (const ImportRecord& import : imports) {
    if (import.number > last_import || (import.*of).empty()) continue;
    DUNLIN_ASSIGN(core::Table table, decode_table(import.*of, "rates of import " + std::to_string(import.number)));
    tables.push_back(std::move(table));
  }
  std::map<RateKey, int64_t> values;
  for (const core::Table& table : tables) {
    for (size_t row = 0; row < table.rows(); ++row) values[rate_key(table, row)] = table.int_at(Field::kValue, row);
  }
  core::Table out(kind);
  core::Table::Ints columns[4];
  core::TextColumn names;
  for (const auto& [key, value] : values) {
    names.append(std::get<0>(key));
    columns[0].push_back(std::get<1>(key));
    columns[1].push_back(std::get<2>(key));
    columns[2].push_back(std::get<3>(key));
    columns[3].push_back(value);
  }
  if (kind == core::RecordKind::kRate) {
    out.set_texts(Field::kName, std::move(names));
  } else {
    out.set_ints(Field::kBase, std::move(columns[0]));
    out.set_ints(Field::kQuote, std::move(columns[1]));
  }
  out.set_ints(Field::kDate, std::move(columns[2]));
  out.set_ints(Field::kValue, std::move(columns[3]));
  out.set_rows(values.size());
  return out;
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

core::Result<core::Table> RocksStore::rates(uint64_t last_import) const {
  DUNLIN_ASSIGN(const std::vector<ImportRecord> imports, this->imports());
  return laid_together(imports, &ImportRecord::rates, last_import, core::RecordKind::kRate);
}

core::Result<core::Table> RocksStore::fx(uint64_t last_import) const {
  DUNLIN_ASSIGN(const std::vector<ImportRecord> imports, this->imports());
  return laid_together(imports, &ImportRecord::fx, last_import, core::RecordKind::kFx);
}

core::Result<core::Table> RocksStore::waiting(core::RecordKind kind) const {
  DUNLIN_ASSIGN(const auto value, database_->get(Family::kRegistry, registry_key::waiting(kind), ValueKind::kRegistry));
  if (!value) return core::Table(kind);
  return decode_table(value->body(), "registry waiting");
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
