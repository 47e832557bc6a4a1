#include "engine/import/row_order_kernel.h"

#include <algorithm>
#include <vector>

namespace dunlin::engine {
namespace {

struct HashedRow {
  core::DebtorHash hash;
  uint32_t row;
};

/// Most significant digit first: one scatter by the top bits in which the hashes of a partition differ leaves buckets of a
/// few dozen rows, which std::sort finishes in the cache.
void sort_by_hash(std::span<const core::DebtorHash> hashes, std::vector<HashedRow>& sorted) {
  const auto [low, high] = std::minmax_element(hashes.begin(), hashes.end());
  const core::DebtorHash base = *low;
  const core::DebtorHash width = *high - base;
  const int width_bits = width == 0 ? 1 : 64 - __builtin_clzll(width);
  int bucket_bits = 1;
  while (bucket_bits < 16 && (hashes.size() >> bucket_bits) > 16) ++bucket_bits;
  const int shift = std::max(width_bits - bucket_bits, 0);
  std::vector<uint32_t> begin((size_t{1} << bucket_bits) + 1, 0);
  for (const core::DebtorHash hash : hashes) ++begin[((hash - base) >> shift) + 1];
  for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  std::vector<uint32_t> next(begin.begin(), begin.end() - 1);
  for (uint32_t row = 0; row < hashes.size(); ++row) sorted[next[(hashes[row] - base) >> shift]++] = {hashes[row], row};
  for (size_t i = 0; i + 1 < begin.size(); ++i) {
    std::sort(sorted.begin() + begin[i], sorted.begin() + begin[i + 1],
              [](const HashedRow& a, const HashedRow& b) { return a.hash != b.hash ? a.hash < b.hash : a.row < b.row; });
  }
}

}  // namespace

void order_rows(const RowKeys& keys, std::span<uint32_t> rows) {
  const size_t count = rows.size();
  if (count == 0) return;
  std::vector<HashedRow> sorted(count);
  sort_by_hash(keys.hashes, sorted);
  for (size_t i = 0; i < count; ++i) rows[i] = sorted[i].row;
  const auto before = [&](uint32_t a, uint32_t b) {
    if (const int order = keys.creditors.at(a).compare(keys.creditors.at(b)); order != 0) return order < 0;
    if (const int order = keys.debtors.at(a).compare(keys.debtors.at(b)); order != 0) return order < 0;
    if (const int order = keys.ids.at(a).compare(keys.ids.at(b)); order != 0) return order < 0;
    if (keys.orders[a] != keys.orders[b]) return keys.orders[a] < keys.orders[b];
    return a < b;
  };
  for (size_t begin = 0, end = 0; begin < count; begin = end) {
    while (end < count && sorted[end].hash == sorted[begin].hash) ++end;
    if (end - begin > 1) std::sort(rows.begin() + begin, rows.begin() + end, before);
  }
}

}  // namespace dunlin::engine
