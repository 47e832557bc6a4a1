#include "engine/run/money_counters.h"

namespace dunlin::engine {
namespace {

constexpr int64_t kUnit = 1'000'000'000'000'000'000;
constexpr char kPart = '\x1f';
constexpr std::string_view kUpper = "upper";

bool is_lower(std::string_view name) {
  for (const std::string_view kind : {kOverdueMoney, kDemandedMoney}) {
    if (name.starts_with(kind) && name.size() > kind.size() && name[kind.size()] == kPart) return true;
  }
  return false;
}

std::string upper_of(const std::string& lower) { return std::string(kUpper) + kPart + lower; }

void add_to(const std::string& lower, __int128 minor, storage::Counters& counters) {
  int64_t& rest = counters[lower];
  const __int128 sum = rest + minor;
  rest = static_cast<int64_t>(sum % kUnit);
  if (sum / kUnit != 0) counters[upper_of(lower)] += static_cast<int64_t>(sum / kUnit);
}

}  // namespace

void add_money(std::string_view kind, core::Currency currency, __int128 minor, storage::Counters& counters) {
  add_to(std::string(kind) + kPart + core::to_string(currency), minor, counters);
}

void add_counters(const storage::Counters& from, storage::Counters& to) {
  for (const auto& [name, value] : from) {
    if (is_lower(name)) {
      add_to(name, value, to);
    } else {
      to[name] += value;
    }
  }
}

__int128 money_of(const storage::Counters& counters, const std::string& name) {
  const auto rest = counters.find(name);
  const auto upper = counters.find(upper_of(name));
  __int128 minor = rest == counters.end() ? 0 : rest->second;
  if (upper != counters.end()) minor += static_cast<__int128>(upper->second) * kUnit;
  return minor;
}

}  // namespace dunlin::engine
