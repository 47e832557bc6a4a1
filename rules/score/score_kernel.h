// Scorecards over columns: points by counting the thresholds at or below a value, and the costliest characteristics by a
// sorting network, without a branch per row. Compiled once per instruction set. Measured by
// bench/rules/score_bench.cc: 9 to 16 ns a row for eight characteristics of five bins (one core of an AMD EPYC with
// AVX-512).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace dunlin::rules {

/// Rows of a chunk: score and the four costs stay in the first cache level.
inline constexpr size_t kScoreChunkRows = 256;

/// The four largest costs of each row, largest first. A cost is points lost * 64 + (63 - characteristic), so that of equal
/// losses the earlier characteristic is the larger; 0 is no loss.
struct ScoreChunk {
  alignas(64) int64_t score[kScoreChunkRows];
  alignas(64) int64_t cost[4][kScoreChunkRows];
};

/// Points of a characteristic of numbers. Bin b holds values below thresholds[b] and not below thresholds[b - 1]; steps[b]
/// is what crossing thresholds[b] adds to the points.
struct NumberBins {
  std::span<const int64_t> thresholds;
  std::span<const int64_t> steps;
  int64_t first = 0;    ///< points of the first bin
  int64_t missing = 0;  ///< points of null
};

/// points[i] of values[i].
void bin_points_kernel(const NumberBins& bins, const int64_t* values, size_t rows, int64_t* points);

/// Adds points to the scores of the chunk and ranks what was lost against `best`.
void add_points_kernel(const int64_t* points, int64_t best, uint32_t characteristic, size_t rows, ScoreChunk& chunk);

}  // namespace dunlin::rules
