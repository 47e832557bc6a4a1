// Randomness of the properties: seeds that a failure prints, and dice that fall the same way on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dunlin::property {

/// Seeds 1, 2, 3 ...: `quick` of them, or as many as DUNLIN_PROPERTY_SEEDS says. DUNLIN_PROPERTY_SEED=N takes that one
/// alone.
std::vector<uint64_t> seeds(size_t quick);

class Dice {
 public:
  explicit Dice(uint64_t seed) : engine_(seed) {}

  /// 0 .. n - 1.
  uint64_t below(uint64_t n) { return engine_() % n; }
  int64_t between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(below(static_cast<uint64_t>(high - low + 1)));
  }
  bool chance(uint64_t percent) { return below(100) < percent; }
  template <class List>
  const auto& one_of(const List& list) {
    return list[below(std::size(list))];
  }
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

/// Empty where both are equal; else the first line in which they differ, of each.
std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& actual);

}  // namespace dunlin::property
