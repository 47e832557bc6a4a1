#include "storage/crash_point.h"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>

namespace dunlin::storage::crash_point_detail {
namespace {

struct Plan {
  std::string phase;
  long at = 0;
};

Plan read_plan() {
  const char* text = std::getenv("DUNLIN_CRASH_AT");
  if (text == nullptr) return {};
  const std::string_view whole(text);
  const size_t colon = whole.find(':');
  if (colon == std::string_view::npos) return {std::string(whole), 1};
  return {std::string(whole.substr(0, colon)), std::strtol(text + colon + 1, nullptr, 10)};
}

const Plan& plan() {
  static const Plan kPlan = read_plan();
  return kPlan;
}

std::atomic<long> times{0};

}  // namespace

const bool armed = std::getenv("DUNLIN_CRASH_AT") != nullptr;

void reached(std::string_view phase) {
  if (phase != plan().phase) return;
  if (times.fetch_add(1) + 1 == plan().at) std::raise(SIGKILL);
}

}  // namespace dunlin::storage::crash_point_detail
