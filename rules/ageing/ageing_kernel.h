// The bucket of every receivable of a page, by its days past due.
//
// Cost: a page ages at 3 ns a receivable, four bounds (2-core AVX-512 server, bench/rules/features_bench.cc).
#pragma once

#include <cstdint>
#include <span>

namespace dunlin::rules {

/// bucket[i]: 0 up to 0 days, 1 up to bounds[0], ..., bounds.size() + 1 above the last. `bounds` rise, the first is above 0.
void bucket_by_days(std::span<const int32_t> days_past_due, std::span<const int32_t> bounds, std::span<uint8_t> bucket);

}  // namespace dunlin::rules
