#include "tests/fuzz/fuzz_target.h"

namespace dunlin::fuzz {

std::vector<FuzzTarget> every_target() {
  std::vector<FuzzTarget> all;
  for (const auto& targets : {input_targets(), configuration_targets(), stored_targets()}) {
    all.insert(all.end(), targets.begin(), targets.end());
  }
  return all;
}

}  // namespace dunlin::fuzz
