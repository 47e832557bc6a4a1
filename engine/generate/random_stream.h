// Pseudo-random numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood 2014), integers only. A stream
// is named by a seed and an index, so that what it makes depends on nothing made before it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace dunlin::engine {

class RandomStream {
 public:
  RandomStream(uint64_t seed, uint64_t index) : state_(mixed(seed + 0x9E3779B97F4A7C15ULL * (index + 1))) {}

  uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15ULL); }
  /// Even in [0, bound); the bias of the multiplication is below bound / 2^64.
  uint64_t below(uint64_t bound) { return static_cast<uint64_t>(static_cast<unsigned __int128>(next()) * bound >> 64); }
  /// Even in [low, high].
  int64_t between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(below(static_cast<uint64_t>(high - low) + 1));
  }
  /// True in `parts` of 10,000.
  bool chance(uint32_t parts) { return below(10'000) < parts; }
  template <class T, size_t N>
  const T& pick(const std::array<T, N>& choices) {
    return choices[below(N)];
  }

 private:
  static uint64_t mixed(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  uint64_t state_;
};

/// A value at a share of a distribution given by its quantiles.
struct Quantile {
  uint32_t parts;  ///< of 10,000, rising from 0 to 10,000
  int64_t value;
};
/// Draws from the quantiles, linear between them.
inline int64_t draw(RandomStream& random, std::span<const Quantile> quantiles) {
  const auto at = static_cast<int64_t>(random.below(10'000));
  size_t i = 1;
  while (quantiles[i].parts <= at) ++i;
  const Quantile& low = quantiles[i - 1];
  const Quantile& high = quantiles[i];
  const auto width = static_cast<int64_t>(high.parts - low.parts);
  const int64_t from = low.value + (high.value - low.value) * (at - low.parts) / width;
  const int64_t to = low.value + (high.value - low.value) * (at + 1 - low.parts) / width;
  return random.between(from, to);
}

}  // namespace dunlin::engine
