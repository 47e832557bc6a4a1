// The same targets under libFuzzer (`cmake --preset fuzz`, needs clang): DUNLIN_FUZZ_TARGET names one. The test binary
// mutates by itself and leaves this file empty.
#ifdef DUNLIN_LIBFUZZER
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/fuzz_target.h"

namespace {

dunlin::fuzz::FuzzTarget chosen_target() {
  const char* name = std::getenv("DUNLIN_FUZZ_TARGET");
  for (const auto& target : dunlin::fuzz::every_target()) {
    if (name != nullptr && target.name == name) return target;
    std::fprintf(stderr, "DUNLIN_FUZZ_TARGET may be %.*s\n", static_cast<int>(target.name.size()), target.name.data());
  }
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  static const dunlin::fuzz::FuzzTarget kTarget = chosen_target();
  kTarget.run({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
#endif
