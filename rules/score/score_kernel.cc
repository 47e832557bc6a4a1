#include "rules/score/score_kernel.h"

#include <algorithm>

#include "core/table.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "rules/score/score_kernel.cc"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace dunlin::rules {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using Ints = hn::ScalableTag<int64_t>;

template <class D>
HWY_INLINE void bin_rows(D d, const NumberBins& bins, const int64_t* HWY_RESTRICT values, size_t rows,
                         int64_t* HWY_RESTRICT points, size_t& at) {
  const auto null = hn::Set(d, core::kNull);
  const auto missing = hn::Set(d, bins.missing);
  for (; at + hn::Lanes(d) <= rows; at += hn::Lanes(d)) {
    const auto value = hn::LoadU(d, values + at);
    auto sum = hn::Set(d, bins.first);
    for (size_t b = 0; b < bins.thresholds.size(); ++b) {
      const auto below = hn::Lt(value, hn::Set(d, bins.thresholds[b]));
      sum = hn::Add(sum, hn::IfThenZeroElse(below, hn::Set(d, bins.steps[b])));
    }
    hn::StoreU(hn::IfThenElse(hn::Eq(value, null), missing, sum), d, points + at);
  }
}

void BinPoints(const NumberBins& bins, const int64_t* values, size_t rows, int64_t* points) {
  size_t at = 0;
  bin_rows(Ints(), bins, values, rows, points, at);
  bin_rows(hn::CappedTag<int64_t, 1>(), bins, values, rows, points, at);
}

/// Leaves the larger in `top` and the smaller in `cost`.
template <class V>
HWY_INLINE void sink(V& top, V& cost) {
  const auto larger = hn::Max(top, cost);
  cost = hn::Min(top, cost);
  top = larger;
}

template <class D>
HWY_INLINE void add_rows(D d, const int64_t* HWY_RESTRICT points, int64_t best, uint32_t characteristic, size_t rows,
                         ScoreChunk& chunk, size_t& at) {
  const auto most = hn::Set(d, best);
  const auto rank = hn::Set(d, static_cast<int64_t>(63 - characteristic));
  const auto zero = hn::Zero(d);
  for (; at + hn::Lanes(d) <= rows; at += hn::Lanes(d)) {
    const auto got = hn::LoadU(d, points + at);
    hn::StoreU(hn::Add(hn::LoadU(d, chunk.score + at), got), d, chunk.score + at);
    const auto lost = hn::Sub(most, got);
    auto cost = hn::IfThenElseZero(hn::Gt(lost, zero), hn::Or(hn::ShiftLeft<6>(lost), rank));
    auto first = hn::LoadU(d, chunk.cost[0] + at);
    auto second = hn::LoadU(d, chunk.cost[1] + at);
    auto third = hn::LoadU(d, chunk.cost[2] + at);
    auto fourth = hn::LoadU(d, chunk.cost[3] + at);
    sink(first, cost);
    sink(second, cost);
    sink(third, cost);
    sink(fourth, cost);
    hn::StoreU(first, d, chunk.cost[0] + at);
    hn::StoreU(second, d, chunk.cost[1] + at);
    hn::StoreU(third, d, chunk.cost[2] + at);
    hn::StoreU(fourth, d, chunk.cost[3] + at);
  }
}

void AddPoints(const int64_t* points, int64_t best, uint32_t characteristic, size_t rows, ScoreChunk& chunk) {
  size_t at = 0;
  add_rows(Ints(), points, best, characteristic, rows, chunk, at);
  add_rows(hn::CappedTag<int64_t, 1>(), points, best, characteristic, rows, chunk, at);
}

}  // namespace HWY_NAMESPACE
}  // namespace dunlin::rules
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dunlin::rules {

HWY_EXPORT(BinPoints);
HWY_EXPORT(AddPoints);

void bin_points_kernel(const NumberBins& bins, const int64_t* values, size_t rows, int64_t* points) {
  HWY_DYNAMIC_DISPATCH(BinPoints)(bins, values, rows, points);
}

void add_points_kernel(const int64_t* points, int64_t best, uint32_t characteristic, size_t rows, ScoreChunk& chunk) {
  HWY_DYNAMIC_DISPATCH(AddPoints)(points, best, characteristic, rows, chunk);
}

}  // namespace dunlin::rules
#endif
