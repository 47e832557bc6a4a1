// The bulk path: whole pages built into sorted files beside the store and brought in by one atomic ingestion. Files may not
// overlap, so pages wait in memory slot by slot until a run of finished slots is worth a file.
//
//   put_page (any thread) -> encode -> held per slot -> finished slots in a row -> one file a family   in stage/
//   commit -> the rest, ids, registry records -> SyncWAL -> IngestExternalFiles over all families -> visible
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "storage/rocks_store.h"

namespace dunlin::storage {

class RocksBulkLoad final : public BulkLoad {
 public:
  RocksBulkLoad(RocksStore& store, std::shared_ptr<RocksStore::OpenImport> import);
  ~RocksBulkLoad() override;

  core::Status put_page(PageKey key, core::AccountPage&& page, const core::MemoryPage& memory) override;
  core::Status add_ids(std::vector<IdEntry>&& entries) override;
  core::Status commit(const ImportRecord& record, const std::vector<core::Reject>& rejects) override;

 private:
  static constexpr std::array<Family, 3> kPageFamilies = {Family::kFacts, Family::kCold, Family::kState};

  struct Entry {
    std::string key;
    std::optional<std::string> value;  // none: the key is removed
  };
  /// What was put of one slot so far.
  struct HeldSlot {
    std::array<std::vector<Entry>, kPageFamilies.size()> entries;
    size_t bytes = 0;
    bool finished = false;
  };
  using HeldSlots = std::map<core::SlotIndex, HeldSlot>;
  struct BuiltFile {
    Family family;
    std::string path;
  };
  /// Pages of one call, encoded.
  struct PutPage {
    HeldSlot held;
    std::vector<core::DebtorHash> new_bounds;
    ControlTotals change;
    std::vector<std::string> stale_deltas;
  };

  core::Result<PutPage> encode_page(PageKey key, const core::AccountPage& page, const core::MemoryPage& memory) const;
  void check_range(PageKey key, const core::AccountPage& page) const;
  void add_part(PutPage& put, const PageHeader& header, const core::AccountPage& part) const;
  /// Takes finished slots that lie in a row, once they are worth files; needs mutex_.
  HeldSlots take_finished();
  /// Parts what is left into runs that overlap no file; needs no lock, nobody puts any more.
  std::vector<HeldSlots> take_rest();
  core::Status build_files(const HeldSlots& slots);
  core::Status build_file(Family family, const std::vector<const Entry*>& entries);
  core::Status build_ids();
  core::Status build_registry(const ImportRecord& completed, const std::vector<core::Reject>& rejects);
  core::Status ingest();
  core::Status remove_stale_deltas();

  // Fixed after construction.
  RocksStore& store_;
  const std::shared_ptr<RocksStore::OpenImport> import_;
  const size_t file_bytes_;  // finished slots that are worth files

  // Shared by all threads under mutex_.
  std::mutex mutex_;
  HeldSlots held_;
  std::map<std::thread::id, core::SlotIndex> working_;  // the slot each thread is at
  size_t finished_bytes_ = 0;
  std::set<core::SlotIndex> built_;  // slots that lie in files
  std::vector<BuiltFile> files_;
  std::map<core::SlotIndex, std::vector<core::DebtorHash>> bounds_;  // of slots whose pages were divided
  std::vector<std::string> stale_deltas_;
  uint64_t next_file_ = 0;
  bool ingested_ = false;
};

}  // namespace dunlin::storage
