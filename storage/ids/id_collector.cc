#include "storage/ids/id_collector.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "storage/key_layout.h"

namespace dunlin::storage {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

}  // namespace

IdCollector::IdCollector(std::string stage_directory, uint64_t memory_bytes)
    : stage_directory_(std::move(stage_directory)),
      held_max_(std::max<size_t>(memory_bytes / sizeof(IdPlace) / kShards, 1024)) {}

IdCollector::~IdCollector() {
  std::error_code ignored;
  for (size_t i = 0; i < kShards; ++i) {
    if (shards_[i].spilled) std::filesystem::remove(spill_path(i), ignored);
  }
}

std::string IdCollector::spill_path(size_t shard) const {
  return stage_directory_ + "/ids_" + std::to_string(shard) + ".part";
}

core::Status IdCollector::add(const std::vector<IdEntry>& entries) {
  // Sorted by shard first, so that each lock is taken once.
  std::array<std::vector<IdPlace>, kShards> parted;
  for (const IdEntry& entry : entries) {
    parted[entry.fingerprint >> 58].push_back({entry.fingerprint, static_cast<uint32_t>(entry.position >> 32)});
  }
  for (size_t i = 0; i < kShards; ++i) {
    if (parted[i].empty()) continue;
    const std::lock_guard lock(shards_[i].mutex);
    std::vector<IdPlace>& held = shards_[i].held;
    held.insert(held.end(), parted[i].begin(), parted[i].end());
    if (held.size() >= held_max_) DUNLIN_TRY(spill(i));
  }
  return {};
}

core::Status IdCollector::spill(size_t shard) {
  std::vector<IdPlace>& held = shards_[shard].held;
  const std::string path = spill_path(shard);
  const File file(std::fopen(path.c_str(), shards_[shard].spilled ? "ab" : "wb"));
  shards_[shard].spilled = true;
  if (!file || std::fwrite(held.data(), sizeof(IdPlace), held.size(), file.get()) != held.size() ||
      std::fflush(file.get()) != 0) {
    return core::failed(path, "new ids cannot be written", "is the disk full?");
  }
  held.clear();
  return {};
}

core::Status IdCollector::read_back(size_t shard, std::vector<IdPlace>& places) const {
  const std::string path = spill_path(shard);
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  const File file(std::fopen(path.c_str(), "rb"));
  if (error || !file) return core::failed(path, "spilled ids are gone");
  const size_t held = places.size();
  const size_t count = bytes / sizeof(IdPlace);
  places.resize(held + count);
  if (std::fread(places.data() + held, sizeof(IdPlace), count, file.get()) != count) {
    return core::failed(path, "spilled ids cannot be read");
  }
  return {};
}

core::Status IdCollector::each_partition(size_t first, size_t last, const VisitPartition& visit) {
  for (size_t i = first; i < last; ++i) {
    std::vector<IdPlace> places = std::move(shards_[i].held);
    if (shards_[i].spilled) DUNLIN_TRY(read_back(i, places));
    sort_places(places);
    for (size_t from = 0; from < places.size();) {
      const uint32_t partition = id_partition(places[from].fingerprint);
      size_t to = from;
      while (to < places.size() && id_partition(places[to].fingerprint) == partition) ++to;
      DUNLIN_TRY(visit(partition, std::span(places).subspan(from, to - from)));
      from = to;
    }
  }
  return {};
}

}  // namespace dunlin::storage
