// Work divided among threads by a counter: whoever is free takes the next piece. The first error stops the rest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "core/result.h"

namespace dunlin::engine {

/// Calls work(0) .. work(count - 1), each once, from up to `threads` threads.
core::Status in_parallel(uint32_t threads, size_t count, const std::function<core::Status(size_t)>& work);

}  // namespace dunlin::engine
