// Where the rows of an import wait between their files and their pages, parted by debtor hash into ranges of slots. Rows
// arrive from several parsing threads; full buffers are sealed into compact chunks, and chunks beyond the memory budget go
// to the stage file. Of a file that is refused later, the rows are passed over when their partition is loaded.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/hash.h"
#include "core/result.h"
#include "engine/import/row_buffer.h"
#include "engine/import/stage_file.h"

namespace dunlin::engine {

/// Slots [begin, end).
struct SlotRange {
  core::SlotIndex begin = 0;
  core::SlotIndex end = 0;
};

/// The rows of a range of slots, by record kind.
using KindRows = std::array<StagedRows, core::kRecordKinds>;

class Staging {
 public:
  /// Nothing is written to disk while the rows fit `budget` bytes, or ever when `directory` is empty.
  Staging(uint32_t slots, uint64_t budget, std::string directory);

  /// Takes a batch of file `file`, its debtors' hashes beside it. Safe from any thread.
  core::Status add(const core::EventBatch& batch, std::span<const core::DebtorHash> hashes, size_t file);
  /// Takes rows that belong to no debtor (creditors, rates), or to one that must be found first. Safe from any thread.
  core::Status add_apart(const core::EventBatch& batch, size_t file);
  /// Takes rows whose debtors have been found; they keep their places.
  core::Status add_found(const StagedRows& rows, std::span<const core::DebtorHash> hashes);
  /// From now on loads pass over the rows of this file.
  void refuse_file(size_t file);

  size_t partitions() const { return partitions_.size(); }
  SlotRange slots_of(size_t partition) const;
  /// The ranges in which to load: whole partitions, or single slots of those whose rows would crowd the memory.
  std::vector<SlotRange> ranges() const;
  /// Rows of debtors whose slot lies in `range`, which lies in one partition.
  core::Result<KindRows> load(SlotRange range) const;
  /// The rows of add_apart.
  core::Result<KindRows> load_apart() const;

  uint64_t rows() const { return rows_; }
  uint64_t bytes() const { return bytes_; }  ///< of all rows as they came, in memory form
  uint64_t rows_spilled() const { return rows_spilled_; }
  uint64_t memory_held() const;  ///< bytes of all rows that are not on disk, room that chunks keep included

 private:
  /// A sealed buffer: an image in memory, or a place in the stage file.
  struct Chunk {
    core::RecordKind kind;
    uint64_t rows;
    std::string image;
    uint64_t place;
    uint64_t size;
    bool on_disk;
  };
  struct Partition {
    std::mutex mutex;
    std::vector<RowBuffer> open;  // one a kind that came
    std::vector<Chunk> sealed;
    uint64_t bytes = 0;
  };

  RowBuffer& open_buffer(Partition& partition, core::RecordKind kind);
  template <class Append>
  core::Status add_to(Partition& partition, core::RecordKind kind, size_t rows, Append append);
  template <class Add>
  core::Status add_parted(std::span<const core::DebtorHash> hashes, uint64_t first, Add add);
  core::Status seal(Partition& partition, RowBuffer&& buffer);
  core::Status collect(const Partition& partition, const SlotRange* range, KindRows& kinds) const;
  std::vector<uint32_t> kept_rows(const StagedRows& staged, const SlotRange* range) const;

  // Fixed after construction.
  const uint32_t slots_;
  const uint64_t budget_;
  const uint64_t seal_bytes_;
  const std::string directory_;

  // Shared: each partition under its mutex; the file is safe by itself, made under file_mutex_.
  std::vector<std::unique_ptr<Partition>> partitions_;
  Partition apart_;
  std::mutex file_mutex_;
  StageFile file_;
  std::atomic<uint64_t> sealed_bytes_{0};
  std::atomic<uint64_t> rows_{0}, bytes_{0}, rows_spilled_{0};
  std::vector<uint8_t> refused_;  // by file; changed only between parsing and loading
};

}  // namespace dunlin::engine
