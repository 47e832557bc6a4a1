// New ids of one import until it commits: they come in any order, leave sorted by partition, and spill to a file beside the
// store when they outgrow their share of memory. Safe from any thread until `each_partition`.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/ids/id_run.h"
#include "storage/store.h"

namespace dunlin::storage {

class IdCollector {
 public:
  /// Spill files are made in `stage_directory`; `memory_bytes` bounds what is held.
  IdCollector(std::string stage_directory, uint64_t memory_bytes);
  ~IdCollector();
  IdCollector(const IdCollector&) = delete;
  IdCollector& operator=(const IdCollector&) = delete;

  core::Status add(const std::vector<IdEntry>& entries);
  /// Partitions come in 64 shards, by the top 6 bits of the fingerprint.
  static constexpr size_t kShards = 64;
  using VisitPartition = std::function<core::Status(uint32_t partition, std::span<const IdPlace>)>;
  /// Visits each partition that has ids in shards [first, last), ascending, its places sorted; then nothing is held of them.
  /// Several threads may visit different shards.
  core::Status each_partition(size_t first, size_t last, const VisitPartition& visit);

 private:
  struct Shard {
    std::mutex mutex;
    std::vector<IdPlace> held;
    bool spilled = false;
  };
  std::string spill_path(size_t shard) const;
  core::Status spill(size_t shard);
  core::Status read_back(size_t shard, std::vector<IdPlace>& places) const;

  std::string stage_directory_;
  size_t held_max_;  // places of one shard
  std::array<Shard, kShards> shards_;
};

}  // namespace dunlin::storage
