#include "rules/features/group_kernel.h"

#include <algorithm>
#include <limits>

namespace dunlin::rules {
namespace {

void answer_all(std::span<int64_t> out, int64_t value) { std::ranges::fill(out, value); }

}  // namespace

void count_selected(std::span<const uint32_t> begin, std::span<const uint8_t> selected, std::span<int64_t> out) {
  if (begin.empty()) return answer_all(out, 0);
  for (size_t group = 0; group < out.size(); ++group) {
    int64_t count = 0;
    for (uint32_t row = begin[group]; row < begin[group + 1]; ++row) count += selected[row];
    out[group] = count;
  }
}

void sum_selected(std::span<const uint32_t> begin, std::span<const uint8_t> selected, std::span<const int64_t> values,
                  std::span<int64_t> out) {
  if (begin.empty()) return answer_all(out, 0);
  for (size_t group = 0; group < out.size(); ++group) {
    // Of a debtor that is quarantined the sum may wrap; nobody reads it.
    uint64_t sum = 0;
    for (uint32_t row = begin[group]; row < begin[group + 1]; ++row) {
      sum += selected[row] != 0 ? static_cast<uint64_t>(values[row]) : 0;
    }
    out[group] = static_cast<int64_t>(sum);
  }
}

void max_selected(std::span<const uint32_t> begin, std::span<const uint8_t> selected, std::span<const int32_t> values,
                  int64_t none, std::span<int64_t> out) {
  if (begin.empty()) return answer_all(out, none);
  constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();
  for (size_t group = 0; group < out.size(); ++group) {
    int64_t highest = kLowest;
    for (uint32_t row = begin[group]; row < begin[group + 1]; ++row) {
      highest = std::max(highest, selected[row] != 0 ? int64_t{values[row]} : kLowest);
    }
    out[group] = highest == kLowest ? none : highest;
  }
}

void min_selected(std::span<const uint32_t> begin, std::span<const uint8_t> selected, std::span<const int64_t> values,
                  int64_t none, std::span<int64_t> out) {
  if (begin.empty()) return answer_all(out, none);
  constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
  for (size_t group = 0; group < out.size(); ++group) {
    int64_t lowest = kHighest;
    for (uint32_t row = begin[group]; row < begin[group + 1]; ++row) {
      lowest = std::min(lowest, selected[row] != 0 ? values[row] : kHighest);
    }
    out[group] = lowest == kHighest ? none : lowest;
  }
}

void select_standings(std::span<const uint8_t> standing, uint32_t standings, std::span<uint8_t> selected) {
  for (size_t row = 0; row < standing.size(); ++row) selected[row] = static_cast<uint8_t>(standings >> standing[row] & 1U);
}

}  // namespace dunlin::rules
