#include "engine/parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace dunlin::engine {

core::Status in_parallel(uint32_t threads, size_t count, const std::function<core::Status(size_t)>& work) {
  const size_t workers = std::min<size_t>(std::max(threads, 1U), count);
  if (workers <= 1) {
    for (size_t i = 0; i < count; ++i) DUNLIN_TRY(work(i));
    return {};
  }
  std::atomic<size_t> next{0};
  std::mutex mutex;
  core::Status first;
  const auto serve = [&] {
    for (size_t i = next++; i < count; i = next++) {
      core::Status status = work(i);
      if (status.ok()) continue;
      next = count;
      const std::lock_guard lock(mutex);
      if (first.ok()) first = std::move(status);
    }
  };
  std::vector<std::thread> helpers;
  for (size_t i = 1; i < workers; ++i) helpers.emplace_back(serve);
  serve();
  for (std::thread& helper : helpers) helper.join();
  return first;
}

}  // namespace dunlin::engine
