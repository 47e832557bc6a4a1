#include "core/vocabulary.h"

#include <algorithm>
#include <vector>

namespace dunlin::core {
namespace {

size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<uint8_t> find_name(std::span<const std::string_view> names, std::string_view name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<uint8_t>(at - names.begin());
}

std::string_view nearest_name(std::span<const std::string_view> names, std::string_view name) {
  std::string_view nearest;
  size_t best = std::max<size_t>(2, name.size() / 3) + 1;
  for (const std::string_view candidate : names) {
    const size_t distance = edit_distance(candidate, name);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace dunlin::core
