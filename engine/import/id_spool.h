// The ids that an import's rows define and name, as (fingerprint, debtor position), gathered while files are parsed and
// parted by fingerprint so that each part can be looked at alone. Beyond the memory budget parts go to the stage file.
#pragma once

#include <array>
#include <atomic>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/record_traits.h"
#include "core/table.h"
#include "engine/import/stage_file.h"
#include "storage/store.h"

namespace dunlin::engine {

using core::is_indexed;
using core::names_receivable;

/// Where the debtors of rows are, a row each. Every row names one.
std::vector<core::DebtorHash> positions_of(const core::Table& rows);

class IdSpool {
 public:
  static constexpr size_t kParts = 256;
  static constexpr size_t part_of(uint64_t fingerprint) { return fingerprint >> 56; }

  IdSpool(uint64_t budget, std::string directory) : budget_(budget), directory_(std::move(directory)) {}

  /// Takes the ids of rows; `implied` is the creditor of those that name none. Ids that the import makes itself
  /// (unnamed_interactions.h) cannot be anybody else's and are passed over. Safe from any thread.
  core::Status add(const core::Table& rows, std::span<const core::DebtorHash> positions, std::string_view implied);
  /// Forgets everything.
  void clear();

  /// Ids defined (claims) and named (references) of one part, in no order.
  core::Status load(size_t part, std::vector<storage::IdEntry>& claims, std::vector<storage::IdEntry>& references) const;

 private:
  struct Part {
    std::mutex mutex;
    std::vector<storage::IdEntry> open;
    std::vector<std::pair<uint64_t, size_t>> on_disk;  // place, entries
  };
  using Parts = std::array<Part, kParts>;

  core::Status add_entries(Parts& parts, std::span<const storage::IdEntry> entries);
  core::Status load(const Part& part, std::vector<storage::IdEntry>& entries) const;

  const uint64_t budget_;
  const std::string directory_;
  Parts claims_, references_;
  std::mutex file_mutex_;
  StageFile file_;
  std::atomic<uint64_t> held_bytes_{0};
};

}  // namespace dunlin::engine
