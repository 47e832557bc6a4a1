#include "tests/property/seeds.h"

#include <cstdlib>

namespace dunlin::property {
namespace {

uint64_t number_in(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? 0 : std::strtoull(text, nullptr, 10);
}

}  // namespace

std::vector<uint64_t> seeds(size_t quick) {
  if (const uint64_t alone = number_in("DUNLIN_PROPERTY_SEED")) return {alone};
  const uint64_t wanted = number_in("DUNLIN_PROPERTY_SEEDS");
  std::vector<uint64_t> list;
  for (uint64_t seed = 1; seed <= (wanted != 0 ? wanted : quick); ++seed) list.push_back(seed);
  return list;
}

std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
  size_t at = 0;
  while (at < expected.size() && at < actual.size() && expected[at] == actual[at]) ++at;
  if (at == expected.size() && at == actual.size()) return {};
  const auto line = [at](const std::vector<std::string>& lines) { return at < lines.size() ? lines[at] : "(end)"; };
  return "line " + std::to_string(at + 1) + " of " + std::to_string(expected.size()) + " and " +
         std::to_string(actual.size()) + "\n  expected " + line(expected) + "\n  but was  " + line(actual);
}

}  // namespace dunlin::property
