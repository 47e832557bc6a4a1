#include "engine/import/staging.h"

#include <algorithm>
#include <numeric>

#include "core/invariant.h"
#include "core/limits.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;

// Enough partitions that one of them fits the caches and the budget, few enough that a batch of 8,192 rows still gives
// each of them a run worth copying.
constexpr uint32_t kPartitionsMax = 64;
constexpr uint64_t kSealBytesMin = 16U << 10;
constexpr uint64_t kSealBytesMax = 2U << 20;

}  // namespace

Staging::Staging(uint32_t slots, uint64_t budget, std::string directory)
    : slots_(slots),
      budget_(budget),
      // Receivables and debtors fill most buffers: two kinds of every partition at this size are a half of the budget.
      seal_bytes_(std::clamp(budget / (4 * std::min(slots, kPartitionsMax)), kSealBytesMin, kSealBytesMax)),
      directory_(std::move(directory)) {
  const uint32_t count = std::min(slots, kPartitionsMax);
  for (uint32_t i = 0; i < count; ++i) partitions_.push_back(std::make_unique<Partition>());
}

SlotRange Staging::slots_of(size_t partition) const {
  const auto count = static_cast<uint64_t>(partitions_.size());
  const auto bound = [&](uint64_t p) { return static_cast<core::SlotIndex>((p * slots_ + count - 1) / count); };
  return SlotRange{bound(partition), bound(partition + 1)};
}

std::vector<SlotRange> Staging::ranges() const {
  std::vector<SlotRange> ranges;
  for (size_t p = 0; p < partitions_.size(); ++p) {
    const Partition& partition = *partitions_[p];
    if (partition.bytes == 0) continue;
    const SlotRange whole = slots_of(p);
    if (partition.bytes <= budget_ / 4) {
      ranges.push_back(whole);
      continue;
    }
    for (core::SlotIndex slot = whole.begin; slot < whole.end; ++slot) ranges.push_back({slot, slot + 1});
  }
  return ranges;
}

uint64_t Staging::memory_held() const {
  uint64_t held = 0;
  for (const auto& partition : partitions_) {
    for (const RowBuffer& buffer : partition->open) held += buffer.bytes();
    for (const Chunk& chunk : partition->sealed) held += chunk.image.capacity();
  }
  return held;
}

void Staging::refuse_file(size_t file) {
  if (refused_.size() <= file) refused_.resize(file + 1, 0);
  refused_[file] = 1;
}

template <class Append>
core::Status Staging::add_to(Partition& partition, RecordKind kind, size_t rows, Append append) {
  if (rows == 0) return {};
  RowBuffer full;
  {
    const std::lock_guard lock(partition.mutex);
    RowBuffer& buffer = open_buffer(partition, kind);
    const size_t before = buffer.bytes();
    append(buffer);
    const size_t after = buffer.bytes();
    partition.bytes += after - before;
    rows_ += rows;
    bytes_ += after - before;
    if (after < seal_bytes_) return {};
    full = std::move(buffer);
    buffer = RowBuffer(full.kind);
  }
  return seal(partition, std::move(full));
}

/// Calls `add(partition, positions)` for each partition that rows with these hashes fall into.
template <class Add>
core::Status Staging::add_parted(std::span<const core::DebtorHash> hashes, uint64_t first, Add add) {
  // Counting sort of the rows by partition.
  const auto count = static_cast<uint64_t>(partitions_.size());
  std::vector<uint32_t> picked(hashes.size());
  std::vector<uint8_t> target(hashes.size());
  std::vector<uint32_t> begin(count + 1, 0);
  for (size_t row = 0; row < hashes.size(); ++row) {
    const core::SlotIndex slot = core::slot_of(hashes[row], slots_);
    target[row] = static_cast<uint8_t>(slot * count / slots_);
    ++begin[target[row] + 1U];
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<uint32_t> next(begin.begin(), begin.end() - 1);
  for (size_t row = 0; row < hashes.size(); ++row) picked[next[target[row]]++] = static_cast<uint32_t>(row);
  for (size_t i = 0; i < count; ++i) {
    const size_t p = (first + i) % count;
    const std::span<const uint32_t> mine(picked.data() + begin[p], begin[p + 1] - begin[p]);
    if (!mine.empty()) DUNLIN_TRY(add(*partitions_[p], mine));
  }
  return {};
}

core::Status Staging::add(const core::EventBatch& batch, std::span<const core::DebtorHash> hashes, size_t file) {
  if (batch.rows.rows() == 0) return {};
  INVARIANT(hashes.size() == batch.rows.rows(), "a hash a row:", hashes.size(), batch.rows.rows());
  // Threads begin at different partitions, so that they seldom meet.
  const uint64_t first = batch.row_numbers.front() / core::kEventBatchRows;
  return add_parted(hashes, first, [&](Partition& partition, std::span<const uint32_t> mine) {
    return add_to(partition, batch.rows.kind(), mine.size(),
                  [&](RowBuffer& buffer) { append_rows(batch, mine, file, buffer); });
  });
}

core::Status Staging::add_apart(const core::EventBatch& batch, size_t file) {
  std::vector<uint32_t> all(batch.rows.rows());
  std::iota(all.begin(), all.end(), 0U);
  return add_to(apart_, batch.rows.kind(), all.size(), [&](RowBuffer& buffer) { append_rows(batch, all, file, buffer); });
}

core::Status Staging::add_found(const StagedRows& rows, std::span<const core::DebtorHash> hashes) {
  INVARIANT(hashes.size() == rows.orders.size(), "a hash a row:", hashes.size(), rows.orders.size());
  return add_parted(hashes, 0, [&](Partition& partition, std::span<const uint32_t> mine) {
    return add_to(partition, rows.rows.kind(), mine.size(), [&](RowBuffer& buffer) { append_rows(rows, mine, buffer); });
  });
}

RowBuffer& Staging::open_buffer(Partition& partition, RecordKind kind) {
  for (RowBuffer& buffer : partition.open) {
    if (buffer.kind == kind) return buffer;
  }
  return partition.open.emplace_back(kind);
}

core::Status Staging::seal(Partition& partition, RowBuffer&& buffer) {
  Chunk chunk{buffer.kind, buffer.rows(), {}, 0, 0, false};
  encode(buffer, chunk.image);
  chunk.size = chunk.image.size();
  if (!directory_.empty() && sealed_bytes_ + chunk.size > budget_) {
    {
      const std::lock_guard lock(file_mutex_);
      if (!file_.is_open()) DUNLIN_TRY(file_.open(directory_));
    }
    DUNLIN_ASSIGN(chunk.place, file_.append(chunk.image));
    chunk.on_disk = true;
    std::string().swap(chunk.image);  // assignment would keep the room
    rows_spilled_ += chunk.rows;
  } else {
    sealed_bytes_ += chunk.size;
    chunk.image.shrink_to_fit();
  }
  const std::lock_guard lock(partition.mutex);
  partition.sealed.push_back(std::move(chunk));
  return {};
}

std::vector<uint32_t> Staging::kept_rows(const StagedRows& staged, const SlotRange* range) const {
  std::vector<uint32_t> kept;
  const core::TextColumn* debtors = staged.rows.texts(Field::kDebtorId);
  for (uint32_t row = 0; row < staged.orders.size(); ++row) {
    const size_t file = file_of(staged.orders[row]);
    if (file < refused_.size() && refused_[file] != 0 && !is_released(staged.orders[row])) continue;
    if (range != nullptr) {
      const core::SlotIndex slot = core::slot_of(core::debtor_hash(debtors->at(row)), slots_);
      if (slot < range->begin || slot >= range->end) continue;
    }
    kept.push_back(row);
  }
  return kept;
}

core::Status Staging::collect(const Partition& partition, const SlotRange* range, KindRows& kinds) const {
  for (size_t k = 0; k < core::kRecordKinds; ++k) {
    const auto kind = static_cast<RecordKind>(k);
    RowBuffer all(kind);
    std::string bytes;
    const auto take = [&](RowBuffer&& part) {
      const StagedRows staged = to_staged(std::move(part));
      append_rows(staged, kept_rows(staged, range), all);
    };
    // Chunk by chunk where rows are passed over, so that the memory held is that of the rows kept.
    const bool sifted = range != nullptr || !refused_.empty();
    for (const Chunk& chunk : partition.sealed) {
      if (chunk.kind != kind) continue;
      if (chunk.on_disk) DUNLIN_TRY(file_.read(chunk.place, chunk.size, bytes));
      RowBuffer part(kind);
      DUNLIN_TRY(decode_into(chunk.on_disk ? bytes : chunk.image, sifted ? part : all));
      if (sifted) take(std::move(part));
    }
    for (const RowBuffer& buffer : partition.open) {
      if (buffer.kind != kind || buffer.rows() == 0) continue;
      RowBuffer part(kind);
      std::string image;
      encode(buffer, image);
      DUNLIN_TRY(decode_into(image, sifted ? part : all));
      if (sifted) take(std::move(part));
    }
    kinds[k] = to_staged(std::move(all));
  }
  return {};
}

core::Result<KindRows> Staging::load(SlotRange range) const {
  const size_t p = static_cast<size_t>(range.begin * static_cast<uint64_t>(partitions_.size()) / slots_);
  const SlotRange whole = slots_of(p);
  const bool part = range.begin != whole.begin || range.end != whole.end;
  KindRows kinds;
  DUNLIN_TRY(collect(*partitions_[p], part ? &range : nullptr, kinds));
  return kinds;
}

core::Result<KindRows> Staging::load_apart() const {
  KindRows kinds;
  DUNLIN_TRY(collect(apart_, nullptr, kinds));
  return kinds;
}

}  // namespace dunlin::engine
