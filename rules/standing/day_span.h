// Runs of days, both ends included, and what becomes of those that overlap or touch.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace dunlin::rules {

struct DaySpan {
  int32_t first = 0;
  int32_t last = 0;
};

/// Sorted, without empty ones, and those that overlap or touch (last + 1 = first) made one.
inline void merge_spans(std::vector<DaySpan>& spans) {
  std::erase_if(spans, [](const DaySpan& span) { return span.last < span.first; });
  std::ranges::sort(spans, {}, &DaySpan::first);
  size_t kept = 0;
  for (const DaySpan span : spans) {
    const bool joins = kept > 0 && int64_t{span.first} <= int64_t{spans[kept - 1].last} + 1;
    if (joins) {
      spans[kept - 1].last = std::max(spans[kept - 1].last, span.last);
    } else {
      spans[kept++] = span;
    }
  }
  spans.resize(kept);
}

}  // namespace dunlin::rules
