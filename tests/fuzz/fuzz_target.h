// What the fuzzers feed: a parser that takes any bytes, with a few sound inputs to begin from. A target must come back from
// whatever it is given; what it makes of it is of no interest, but what it accepts it must hold to.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::fuzz {

struct FuzzTarget {
  std::string_view name;
  void (*run)(std::string_view bytes);
  std::vector<std::string> (*seeds)();
};

/// Rows and files from customers: input_files_fuzz.cc.
std::span<const FuzzTarget> input_targets();
/// What an operator writes, and files of the system that it names: configuration_fuzz.cc.
std::span<const FuzzTarget> configuration_targets();
/// Bytes that this program wrote once: stored_bytes_fuzz.cc.
std::span<const FuzzTarget> stored_targets();

/// All of them, by name.
std::vector<FuzzTarget> every_target();

}  // namespace dunlin::fuzz
