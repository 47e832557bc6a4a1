// Champion against challengers: which arm of an experiment a debtor belongs to. A stable hash, so that a debtor keeps its
// arm whatever is loaded, and so that anybody can compute it without us.
#pragma once

#include <cstdint>
#include <string_view>

#include "rules/scenario/scenario.h"

namespace dunlin::rules {

inline constexpr uint32_t kBuckets = 10'000;

/// The first eight bytes of SHA-256("experiment|unit") as a big-endian number, scaled to 0..9999.
uint32_t experiment_bucket(std::string_view experiment, std::string_view unit);

/// Position of the arm that holds a bucket: challengers take the buckets from 0 up in their order, the champion (the first
/// arm) the rest.
size_t arm_of(const ChampionChallenger& experiment, uint32_t bucket);

}  // namespace dunlin::rules
