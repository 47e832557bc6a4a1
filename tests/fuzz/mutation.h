// Inputs made from sound ones: bits, bytes, ranges and numbers changed at random, pieces of others put in. Everything
// follows from the seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::fuzz {

class Mutator {
 public:
  /// `seeds` is not empty.
  Mutator(std::vector<std::string> seeds, uint64_t seed);
  std::string next();

 private:
  uint64_t below(uint64_t bound);
  void mutate(std::string& text);

  std::vector<std::string> seeds_;
  uint64_t state_;
};

}  // namespace dunlin::fuzz
