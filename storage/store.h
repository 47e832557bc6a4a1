// The door of the room: the one object through which the engine sees the database. Rows go in as imports and come out as
// pages; a run reads pages and commits memory and actions. Nobody else includes RocksDB, and this header does not either.
//
// Threads: every call is safe from any thread. Callers that write the same slot at once must be the same thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/account_memory.h"
#include "core/account_page.h"
#include "core/action_batch.h"
#include "core/event_batch.h"
#include "core/hash.h"
#include "core/result.h"
#include "storage/records.h"

namespace dunlin::storage {

/// Fixed when the store is made; part of its identity.
struct StoreShape {
  uint32_t slots = 256;
  uint32_t page_debtors = 512;
  bool shared_debtor_ids = false;
};

struct OpenOptions {
  uint64_t memory_bytes = 512ULL << 20;  ///< write buffers and block cache together
  uint32_t threads = 2;
  bool read_only = false;
};

/// A page: the debtors of one slot with lower_bound <= hash < the next page's lower bound.
struct PageKey {
  core::SlotIndex slot = 0;
  core::DebtorHash lower_bound = 0;
  friend bool operator==(const PageKey&, const PageKey&) = default;
};

/// Which rows a reader sees and which columns it wants.
struct ReadScope {
  uint64_t last_import = UINT64_MAX;  ///< rows of later imports are invisible
  bool cold = false;                  ///< names, addresses, references, attributes too
  bool memory = false;                ///< the run's memory too
  /// False: the debtors and their counts of records (Group::begin) are enough, so that most of a page is never decoded.
  /// Records may come nevertheless.
  bool records = true;
  bool withdrawn = false;  ///< money that an import took out again too (fold/withdrawn_money.h)
};

struct LoadedPage {
  PageKey key;
  core::AccountPage page;    ///< facts with every visible delta applied
  core::MemoryPage memory;   ///< only when asked for
  uint64_t delta_bytes = 0;  ///< deltas lying over the page (visible or not)
  uint64_t page_bytes = 0;   ///< stored bytes of facts
  /// Due dates of the receivable rows as they were agreed, where a reader has moved them; empty: it has not.
  std::vector<int64_t> agreed_due;
};

/// Rows of one import for one page, in version order (row number), accepted by classification. Later calls of append for the
/// same page hold later rows. Every row carries kDebtorId, kCreditorId (else it is "") and its own id.
struct PageDelta {
  PageKey key;
  std::vector<core::EventBatch> rows;
  /// What the rows change in the page's control totals (fold/control_totals.h), where the caller has just worked it out;
  /// none: the store loads the page and does, and the page may come once in a call.
  std::optional<std::vector<ControlTotal>> change = std::nullopt;
};

/// New entries of the ids index. It keeps the top 32 bits of a position: no page bound parts two hashes that agree in them,
/// so what find_ids gives back (those bits, zeros below) leads page_of to the right page, but is not the debtor's whole
/// hash.
struct IdEntry {
  uint64_t fingerprint = 0;       ///< core::id_fingerprint
  core::DebtorHash position = 0;  ///< debtor hash of the record's debtor
};

/// One commit of a run: whole pages of one slot, their memory, their actions, and how far the slot is.
struct RunCommit {
  uint64_t run_ordinal = 0;
  core::SlotIndex slot = 0;
  core::DebtorHash first_page = 0;  ///< lower bound of the first page: the key of the outbox batch
  std::vector<std::pair<PageKey, core::MemoryPage>> memories;  ///< only pages whose memory changed
  core::ActionBatch actions;                                   ///< may be empty
  SlotCursor cursor;                                           ///< after this commit
};

/// A stored batch of actions as a consumer meets it.
struct OutboxBatch {
  uint64_t run_ordinal = 0;
  core::SlotIndex slot = 0;
  core::DebtorHash first_page = 0;
  core::ActionBatch actions;
};

/// Builds whole pages into sorted files beside the store and brings them in with one atomic ingestion. Slots may be built by
/// several threads, one thread a slot, pages of a slot in ascending order of their bounds; a thread that comes with another
/// slot has finished the one before.
class BulkLoad {
 public:
  virtual ~BulkLoad() = default;
  /// Replaces or makes the page at `key` with all rows of its range, cold columns included; splits it where it is too large.
  /// The page covers the hashes up to the next bound of its slot. `memory` is divided the same way.
  virtual core::Status put_page(PageKey key, core::AccountPage&& page, const core::MemoryPage& memory) = 0;
  virtual core::Status add_ids(std::vector<IdEntry>&& entries) = 0;
  /// Syncs, ingests everything together with the registry's records of the import, and makes it visible.
  virtual core::Status commit(const ImportRecord& record, const std::vector<core::Reject>& rejects) = 0;
};

class Store {
 public:
  static core::Result<std::unique_ptr<Store>> create(const std::string& directory, const StoreShape& shape);
  static core::Result<std::unique_ptr<Store>> open(const std::string& directory, const OpenOptions& options);
  virtual ~Store() = default;

  virtual const StoreIdentity& identity() const = 0;

  // Pages. A slot always has at least one page, whose bound is the slot's own (it may be empty and unstored).
  virtual std::vector<PageKey> pages_of(core::SlotIndex slot) const = 0;
  virtual PageKey page_of(core::DebtorHash hash) const = 0;
  virtual core::Result<LoadedPage> load(PageKey key, const ReadScope& scope) const = 0;

  // Imports: one at a time. Deltas and ids may be written in several calls; nothing is visible until commit_import, and
  // what an import left behind that never committed is dropped at the next open.
  virtual core::Result<uint64_t> begin_import() = 0;  ///< returns its number
  virtual core::Status append(uint64_t import, const std::vector<PageDelta>& deltas, std::vector<IdEntry>&& ids) = 0;
  virtual core::Status commit_import(const ImportRecord& record, const std::vector<core::Reject>& rejects) = 0;
  virtual void abandon_import(uint64_t import) = 0;
  virtual std::unique_ptr<BulkLoad> begin_bulk(uint64_t import) = 0;
  /// Positions known for fingerprints, by committed imports; more than one when 64 bits collide, or (slots not a power of
  /// two) when a slot begins inside the position's 32-bit range: check each against the full id in its page.
  virtual core::Status find_ids(const std::vector<uint64_t>& sorted_fingerprints,
                                const std::function<void(size_t index, core::DebtorHash position)>& found) const = 0;
  /// Applies the deltas lying over a page to it and rewrites it, splitting it where it has grown too large. Goes no further
  /// than the last import that an open run may see.
  virtual core::Status fold(PageKey key) = 0;
  /// True when the deltas over the page have outgrown max(64 KiB, 1/8 of the page).
  virtual bool wants_fold(const LoadedPage& page) const = 0;

  // Registry.
  virtual uint64_t last_import() const = 0;
  virtual core::Result<std::vector<ImportRecord>> imports() const = 0;
  virtual core::Result<std::optional<ImportRecord>> import_of_content(core::Hash128 content) const = 0;
  virtual core::Status each_reject(const std::function<bool(uint64_t import, const core::Reject&)>& visit) const = 0;
  virtual core::Result<core::Table> creditors() const = 0;  ///< as of the last committed import
  /// Rates by (name, date) and exchange rates by (base, quote, date), as imports up to `last_import` left them.
  virtual core::Result<core::Table> rates(uint64_t last_import) const = 0;
  virtual core::Result<core::Table> fx(uint64_t last_import) const = 0;
  /// Records of a kind (with kCreditorId) that lie in no page, because nobody knows the debtor of the receivable they name.
  virtual core::Result<core::Table> waiting(core::RecordKind kind) const = 0;
  virtual core::Result<std::vector<RunRecord>> runs() const = 0;
  virtual core::Result<std::vector<SlotCursor>> cursors(uint64_t run_ordinal) const = 0;  ///< one a slot begun
  virtual core::Result<std::optional<std::string>> text(
      const std::string& name) const = 0;                                                ///< consumer cursors, small texts
  virtual core::Status put_text(const std::string& name, const std::string& value) = 0;  ///< synced

  // Runs: one open at a time.
  virtual core::Status begin_run(const RunRecord& record) = 0;                         ///< synced before it returns
  virtual core::Status commit(RunCommit&& commit) = 0;                                 ///< atomic; not synced
  virtual core::Status publish(uint64_t run_ordinal, core::SlotIndex slots_done) = 0;  ///< syncs, then raises the watermark
  virtual core::Status finish_run(const RunRecord& record) = 0;                        ///< synced

  /// Visits outbox batches from (run, slot, first page) on, in that order, up to the publish watermark; return false to
  /// stop.
  virtual core::Status each_batch(uint64_t run_ordinal, core::SlotIndex slot, core::DebtorHash first_page,
                                  const std::function<bool(const OutboxBatch&)>& visit) const = 0;

  // Care.
  virtual core::Result<std::vector<FamilySize>> family_sizes() const = 0;
  /// Reads everything; every broken promise of the on-disk contract as one line.
  virtual core::Result<std::vector<std::string>> verify(const std::function<void(uint64_t pages)>& progress) const = 0;
  virtual core::Status flush() = 0;  ///< memtables to files and the log synced: for a clean close and for measuring sizes
};

}  // namespace dunlin::storage
