// The real program in a process of its own, which may be made to die: by itself at a crash point, or killed from outside.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace dunlin::crash {

struct ChildOrders {
  std::vector<std::string> words;  ///< behind the program's name
  std::string crash_at;            ///< DUNLIN_CRASH_AT; empty: none
  std::optional<std::chrono::microseconds> kill_after;
};

struct ChildOutcome {
  bool killed = false;  ///< by SIGKILL, its own or ours
  int exit_code = 0;    ///< of a child that came to its end; 128 + signal of any other death
  std::string out, err;
  std::chrono::microseconds took{};
};

/// Runs the program to its end. `folder` takes its two streams as files.
ChildOutcome run_child(const std::string& program, const std::string& folder, const ChildOrders& orders);

}  // namespace dunlin::crash
