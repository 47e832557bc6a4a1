// A sorted run of the ids index: fingerprints of one partition with the top 32 bits of their positions.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"

namespace dunlin::storage {

struct IdPlace {
  uint64_t fingerprint = 0;
  uint32_t position = 0;  ///< top 32 bits of the debtor hash
  friend auto operator<=>(const IdPlace&, const IdPlace&) = default;
};

/// Sorts by (fingerprint, position) and drops repeats.
void sort_places(std::vector<IdPlace>& places);

std::string encode_id_run(std::span<const IdPlace> sorted);
/// False when the body is broken or not sorted.
bool decode_id_run(std::string_view body, std::vector<IdPlace>& out);

}  // namespace dunlin::storage
