// Test seam for crash tests: DUNLIN_CRASH_AT="<phase>:<n>" in the environment makes the process kill itself (SIGKILL, as a
// power cut would) the n-th time it comes to the named phase. Unset, a crash point is one load and a branch.
//
// Phases of this room: import_append, import_commit, bulk_build, bulk_commit, fold, page_commit, publish, run_begin,
// run_finish. Each lies before and after the write it is named for, so that odd n kill before it and even n behind it.
#pragma once

#include <string_view>

namespace dunlin::storage {

namespace crash_point_detail {
extern const bool armed;
void reached(std::string_view phase);
}  // namespace crash_point_detail

inline void crash_point(std::string_view phase) {
  if (__builtin_expect(crash_point_detail::armed, 0)) crash_point_detail::reached(phase);
}

}  // namespace dunlin::storage
