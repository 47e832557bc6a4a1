// The store on RocksDB. Its verbs lie in rocks_store_*.cc by phase: open, pages, imports, runs, care; bulk_load.cc builds
// pages into files; verify.cc reads everything.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>

#include "storage/database.h"
#include "storage/fold/control_totals.h"
#include "storage/ids/id_collector.h"
#include "storage/page_reading.h"
#include "storage/registry/registry_codec.h"
#include "storage/store.h"

namespace dunlin::storage {

class RocksStore final : public Store {
 public:
  static core::Result<std::unique_ptr<Store>> create(const std::string& directory, const StoreShape& shape);
  static core::Result<std::unique_ptr<Store>> open(const std::string& directory, const OpenOptions& options);
  ~RocksStore() override;

  const StoreIdentity& identity() const override { return identity_; }
  std::vector<PageKey> pages_of(core::SlotIndex slot) const override;
  PageKey page_of(core::DebtorHash hash) const override;
  core::Result<LoadedPage> load(PageKey key, const ReadScope& scope) const override;

  core::Result<uint64_t> begin_import() override;
  core::Status append(uint64_t import, const std::vector<PageDelta>& deltas, std::vector<IdEntry>&& ids) override;
  core::Status commit_import(const ImportRecord& record, const std::vector<core::Reject>& rejects) override;
  void abandon_import(uint64_t import) override;
  std::unique_ptr<BulkLoad> begin_bulk(uint64_t import) override;
  core::Status find_ids(const std::vector<uint64_t>& sorted_fingerprints,
                        const std::function<void(size_t index, core::DebtorHash position)>& found) const override;
  core::Status fold(PageKey key) override;
  bool wants_fold(const LoadedPage& page) const override;

  uint64_t last_import() const override { return last_import_.load(std::memory_order_acquire); }
  core::Result<std::vector<ImportRecord>> imports() const override;
  core::Result<std::optional<ImportRecord>> import_of_content(core::Hash128 content) const override;
  core::Status each_reject(const std::function<bool(uint64_t import, const core::Reject&)>& visit) const override;
  core::Result<core::Table> creditors() const override;
  core::Result<core::Table> rates(uint64_t last_import) const override;
  core::Result<core::Table> fx(uint64_t last_import) const override;
  core::Result<core::Table> waiting(core::RecordKind kind) const override;
  core::Result<std::vector<RunRecord>> runs() const override;
  core::Result<std::vector<SlotCursor>> cursors(uint64_t run_ordinal) const override;
  core::Result<std::optional<std::string>> text(const std::string& name) const override;
  core::Status put_text(const std::string& name, const std::string& value) override;

  core::Status begin_run(const RunRecord& record) override;
  core::Status commit(RunCommit&& commit) override;
  core::Status publish(uint64_t run_ordinal, core::SlotIndex slots_done) override;
  core::Status finish_run(const RunRecord& record) override;
  core::Status each_batch(uint64_t run_ordinal, core::SlotIndex slot, core::DebtorHash first_page,
                          const std::function<bool(const OutboxBatch&)>& visit) const override;

  core::Result<std::vector<FamilySize>> family_sizes() const override;
  core::Result<std::vector<std::string>> verify(const std::function<void(uint64_t pages)>& progress) const override;
  core::Status flush() override;

 private:
  friend class RocksBulkLoad;
  friend class Verification;

  /// The import in progress.
  struct OpenImport {
    OpenImport(uint64_t its_number, const std::string& stage, uint64_t memory) : number(its_number), ids(stage, memory) {}
    const uint64_t number;
    IdCollector ids;  // safe from any thread
    std::atomic<uint32_t> parts{0};
    std::atomic<bool> bulk{false};  // rows come as pages, not as deltas
    std::mutex mutex;               // of what follows
    ControlTotals change;
  };
  /// The run in progress, and what consumers see of it.
  struct OpenRun {
    uint64_t ordinal = 0;
    uint64_t last_import = 0;
    core::SlotIndex published = 0;
  };

  explicit RocksStore(std::unique_ptr<Database> database, OpenOptions options)
      : database_(std::move(database)), options_(options), id_run_counts_(kIdPartitions) {}
  std::string stage_directory() const { return database_->directory() + "/stage"; }

  // rocks_store_open.cc
  static core::Result<std::unique_ptr<Store>> opened_on(std::unique_ptr<Database> database, const OpenOptions& options);
  core::Status read_identity();
  core::Status upgrade_format();
  core::Status read_directories();
  core::Status read_imports();
  core::Status read_runs();
  core::Status empty_stage() const;

  // rocks_store_pages.cc
  core::Status change_of_delta(const PageDelta& delta, uint64_t import, ControlTotals& change) const;
  std::vector<core::DebtorHash> bounds_of(core::SlotIndex slot) const;
  core::Status write_fold(PageKey key, PageReading& reading);
  /// How far deltas may be folded now.
  uint64_t fold_limit() const;

  // rocks_store_imports.cc
  core::Status drop_import(uint64_t number);
  core::Status write_ids(OpenImport& import);
  core::Status merge_ids(uint32_t partition);
  /// Adds what every commit of an import writes to the registry; `put` gets (key, body).
  ImportRecord completed_record(const ImportRecord& record, const ControlTotals& change) const;
  static void put_import(const ImportRecord& completed, const std::vector<core::Reject>& rejects,
                         const std::function<void(const std::string& key, const std::string& body)>& put);
  void import_committed(const ImportRecord& completed);
  std::shared_ptr<OpenImport> open_import(uint64_t number) const;
  core::Status read_only_refusal() const;

  // Fixed after opening.
  std::unique_ptr<Database> database_;
  OpenOptions options_;
  StoreIdentity identity_;

  // Shared by all threads under mutex_.
  mutable std::shared_mutex mutex_;
  std::vector<std::vector<core::DebtorHash>> bounds_;  // of each slot's pages, ascending
  ControlTotals totals_;
  std::shared_ptr<OpenImport> open_import_;
  std::optional<OpenRun> open_run_;
  uint64_t last_run_ = 0;
  bool undropped_import_ = false;  // rows of an abandoned import could not be removed

  std::atomic<uint64_t> last_import_{0};
  // Runs of each ids partition as last seen, 0 when not looked at yet: tells when to merge, nothing else.
  mutable std::vector<std::atomic<uint8_t>> id_run_counts_;
};

}  // namespace dunlin::storage
