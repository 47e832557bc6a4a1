// Files of config/ that the binary carries: examples, sources, calendars and the like, as they are in the repository.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace dunlin::engine {

/// By path below config/, sorted: "calendars/de.toml", "examples/b2b/dunlin.toml", "sources/ibm-ar.toml".
std::span<const std::pair<std::string_view, std::string_view>> shipped_files();

}  // namespace dunlin::engine
