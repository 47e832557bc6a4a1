#include "tests/crash/kill_plan.h"

#include <algorithm>
#include <array>

namespace dunlin::crash {
namespace {

// Counts are the least that a command of the scenario comes to, so that nearly every plan hits.
constexpr Phase kBulkIngest[] = {{"ingest_parse", 4}, {"import_classify", 60}, {"bulk_build", 60}, {"bulk_commit", 2}};
constexpr Phase kDeltaIngest[] = {
    {"ingest_parse", 3}, {"import_classify", 60}, {"import_append", 4}, {"import_commit", 2}, {"fold", 6}};
constexpr Phase kRun[] = {{"run_begin", 2}, {"page_commit", 40}, {"publish", 4}, {"run_finish", 2}};
constexpr size_t kTimersInTen = 4;  ///< of the kills that are left to chance

size_t place_of(Work work, std::string_view phase) {
  const auto phases = phases_of(work);
  const auto at = std::find_if(phases.begin(), phases.end(), [&](const Phase& known) { return known.name == phase; });
  return static_cast<size_t>(at - phases.begin());
}

}  // namespace

std::span<const Phase> phases_of(Work work) {
  switch (work) {
    case Work::kBulkIngest: return kBulkIngest;
    case Work::kDeltaIngest: return kDeltaIngest;
    case Work::kRun: break;
  }
  return kRun;
}

std::vector<std::string_view> every_phase() {
  std::vector<std::string_view> names;
  for (const Work work : {Work::kBulkIngest, Work::kDeltaIngest, Work::kRun}) {
    for (const Phase& phase : phases_of(work)) {
      if (std::find(names.begin(), names.end(), phase.name) == names.end()) names.push_back(phase.name);
    }
  }
  return names;
}

KillPlan plan_kills(const std::vector<Work>& commands, size_t kills, std::mt19937_64& random) {
  KillPlan plan(commands.size());
  // What a command does once it does not do again when it is repeated, so each phase kills a command only once.
  const auto add = [&](size_t command, const Phase& phase) {
    std::vector<Kill>& own = plan[command];
    if (std::any_of(own.begin(), own.end(), [&](const Kill& kill) { return kill.phase == phase.name; })) return false;
    own.push_back({phase.name, 1 + random() % phase.times, 0});
    return true;
  };
  size_t planned = 0;
  for (const std::string_view name : every_phase()) {
    for (bool added = false; !added;) {
      const size_t command = random() % commands.size();
      const size_t place = place_of(commands[command], name);
      if (place < phases_of(commands[command]).size()) added = add(command, phases_of(commands[command])[place]);
    }
    ++planned;
  }
  while (planned < kills) {
    const size_t command = random() % commands.size();
    const auto phases = phases_of(commands[command]);
    if (random() % 10 < kTimersInTen) {
      plan[command].push_back({kTimer, 1, 100 + random() % 900});
      ++planned;
    } else {
      planned += add(command, phases[random() % phases.size()]);
    }
  }
  for (size_t command = 0; command < commands.size(); ++command) {
    std::vector<Kill>& own = plan[command];
    // Timers last: where one comes too late, nothing is left for the others to kill.
    const auto place = [&](const Kill& kill) { return place_of(commands[command], kill.phase); };
    std::stable_sort(own.begin(), own.end(), [&](const Kill& a, const Kill& b) { return place(a) < place(b); });
    // Killed behind its commit, an import has nothing left to do: before a later kill it must die in front of it.
    for (size_t i = 0; i + 1 < own.size(); ++i) {
      if (own[i].phase.ends_with("_commit") && own[i].phase != "page_commit") own[i].n = 1;
    }
  }
  return plan;
}

}  // namespace dunlin::crash
