// Runs and the outbox: one run at a time, its pages' memory, actions and cursors in one batch each, and what consumers see.
#include <algorithm>

#include "core/invariant.h"
#include "storage/codec/action_codec.h"
#include "storage/crash_point.h"
#include "storage/rocks_store.h"

namespace dunlin::storage {

core::Status RocksStore::begin_run(const RunRecord& record) {
  DUNLIN_TRY(read_only_refusal());
  const std::unique_lock lock(mutex_);
  if (open_run_) {
    return core::Error{core::ErrorKind::kConflict, database_->directory(),
                       "run " + std::to_string(open_run_->ordinal) + " is not finished", "resume it first"};
  }
  INVARIANT(record.ordinal > last_run_, record.ordinal, last_run_);
  INVARIANT(record.last_import <= last_import(), record.last_import, last_import());
  RunRecord open = record;
  open.state = RunState::kOpen;
  rocksdb::WriteBatch batch;
  database_->put(batch, Family::kRegistry, registry_key::numbered(registry_key::kRun, record.ordinal), ValueKind::kRegistry,
                 encode_record(open));
  crash_point("run_begin");
  DUNLIN_TRY(database_->write(batch, true, "begin of run"));
  crash_point("run_begin");
  open_run_ = OpenRun{record.ordinal, record.last_import, 0};
  last_run_ = record.ordinal;
  return {};
}

core::Status RocksStore::commit(RunCommit&& commit) {
  {
    const std::shared_lock lock(mutex_);
    INVARIANT(open_run_ && open_run_->ordinal == commit.run_ordinal, "run is not open:", commit.run_ordinal);
    INVARIANT(commit.slot >= open_run_->published, "slot was published:", commit.slot, open_run_->published);
  }
  INVARIANT(commit.slot < identity_.slots && commit.cursor.slot == commit.slot, commit.slot, commit.cursor.slot);
  INVARIANT(commit.cursor.run_ordinal == commit.run_ordinal, commit.cursor.run_ordinal, commit.run_ordinal);
  rocksdb::WriteBatch batch;
  for (const auto& [key, memory] : commit.memories) {
    INVARIANT(key.slot == commit.slot, key.slot, commit.slot);
    const std::string at = page_key(key.slot, key.lower_bound);
    if (memory.debtors.rows() == 0) {
      database_->remove(batch, Family::kState, at);
      continue;
    }
    const PageHeader header{key.slot, key.lower_bound, commit.run_ordinal, 0, {}};
    database_->put(batch, Family::kState, at, ValueKind::kState, encode_memory(header, memory));
  }
  if (commit.actions.size() > 0) {
    database_->put(batch, Family::kOutbox, outbox_key(commit.run_ordinal, commit.slot, commit.first_page),
                   ValueKind::kActions, encode_actions(commit.actions));
  }
  database_->put(batch, Family::kRegistry, registry_key::cursor(commit.run_ordinal, commit.slot), ValueKind::kRegistry,
                 encode_record(commit.cursor));
  crash_point("page_commit");
  DUNLIN_TRY(database_->write(batch, false, "commit of a run"));
  crash_point("page_commit");
  return {};
}

core::Status RocksStore::publish(uint64_t run_ordinal, core::SlotIndex slots_done) {
  {
    const std::shared_lock lock(mutex_);
    INVARIANT(open_run_ && open_run_->ordinal == run_ordinal, "run is not open:", run_ordinal);
    INVARIANT(slots_done >= open_run_->published && slots_done <= identity_.slots, slots_done, open_run_->published);
  }
  rocksdb::WriteBatch batch;
  database_->put(batch, Family::kRegistry, registry_key::numbered(registry_key::kPublish, run_ordinal), ValueKind::kRegistry,
                 encode_number(slots_done));
  crash_point("publish");
  // One sync does for the commits and the watermark: the log is replayed in order and no further than its first torn
  // record, so a watermark that survives has every commit before it.
  DUNLIN_TRY(database_->write(batch, true, "publish watermark"));
  crash_point("publish");
  const std::unique_lock lock(mutex_);
  open_run_->published = slots_done;
  return {};
}

core::Status RocksStore::finish_run(const RunRecord& record) {
  const std::unique_lock lock(mutex_);
  INVARIANT(open_run_ && open_run_->ordinal == record.ordinal, "run is not open:", record.ordinal);
  RunRecord finished = record;
  finished.state = RunState::kFinished;
  rocksdb::WriteBatch batch;
  database_->put(batch, Family::kRegistry, registry_key::numbered(registry_key::kRun, record.ordinal), ValueKind::kRegistry,
                 encode_record(finished));
  database_->put(batch, Family::kRegistry, registry_key::numbered(registry_key::kPublish, record.ordinal),
                 ValueKind::kRegistry, encode_number(identity_.slots));
  crash_point("run_finish");
  DUNLIN_TRY(database_->write(batch, true, "end of run"));
  crash_point("run_finish");
  open_run_.reset();
  return {};
}

core::Status RocksStore::each_batch(uint64_t run_ordinal, core::SlotIndex slot, core::DebtorHash first_page,
                                    const std::function<bool(const OutboxBatch&)>& visit) const {
  std::optional<OpenRun> open;
  {
    const std::shared_lock lock(mutex_);
    open = open_run_;
  }
  // The end of what consumers may see: the first slot of the open run that is not published.
  const std::string end = open ? outbox_key(open->ordinal, open->published, 0) : std::string();
  const std::string hidden = open && open->published == identity_.slots ? outbox_key(open->ordinal + 1, 0, 0) : end;
  const std::string from = outbox_key(run_ordinal, slot, first_page);
  if (!hidden.empty() && from >= hidden) return {};
  const Snapshot snapshot(database_->db());
  return database_->scan(Family::kOutbox, from, hidden, ValueKind::kActions, &snapshot,
                         [&](std::string_view key, StoredValue&& value) -> core::Result<bool> {
                           OutboxBatch batch;
                           batch.run_ordinal = read_big_endian(key, 0, 8);
                           batch.slot = static_cast<core::SlotIndex>(read_big_endian(key, 8, 2));
                           batch.first_page = read_big_endian(key, 10, 8);
                           if (!decode_actions(value.body(), batch.actions)) {
                             return corrupt(Family::kOutbox, key, "the actions cannot be read");
                           }
                           return visit(batch);
                         });
}

}  // namespace dunlin::storage
