// Which command of a scenario dies, where, and how often: seeded, and such that every phase has its turn in every round.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::crash {

/// A place at which a process can be made to die (storage/crash_point.h), in the order in which a command comes to them.
struct Phase {
  std::string_view name;
  uint64_t times;  ///< a command of the scenario comes to it at least so often
};
/// Killed by a timer instead, wherever that finds it.
inline constexpr std::string_view kTimer = "timer";

enum class Work : uint8_t { kBulkIngest, kDeltaIngest, kRun };
std::span<const Phase> phases_of(Work work);

struct Kill {
  std::string_view phase;
  uint64_t n = 1;         ///< the n-th time it is reached
  uint64_t permille = 0;  ///< of timers: of the time that the command takes undisturbed
};

/// Kills of each command, in the order in which they are to happen.
using KillPlan = std::vector<std::vector<Kill>>;
/// `kills` of them over the commands; each phase once, the rest at random.
KillPlan plan_kills(const std::vector<Work>& commands, size_t kills, std::mt19937_64& random);

/// Every phase there is, in order.
std::vector<std::string_view> every_phase();

}  // namespace dunlin::crash
