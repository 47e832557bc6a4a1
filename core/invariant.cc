#include "core/invariant.h"

#include <cstdio>
#include <cstdlib>

namespace dunlin::core {

void invariant_failed(const char* condition, const char* file, int line, const std::string& operands) {
  std::fprintf(stderr, "dunlin: %s:%d: invariant broken: %s:%s\n", file, line, condition, operands.c_str());
  std::abort();
}

}  // namespace dunlin::core
