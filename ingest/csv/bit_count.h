// Set bits of a word, inline: the portable baseline has no such instruction, and the library's function is a call and a
// table.
#pragma once

#include <cstdint>

namespace dunlin::ingest {

constexpr uint32_t bit_count(uint64_t bits) {
  bits -= bits >> 1 & 0x5555'5555'5555'5555ULL;
  bits = (bits & 0x3333'3333'3333'3333ULL) + (bits >> 2 & 0x3333'3333'3333'3333ULL);
  bits = (bits + (bits >> 4)) & 0x0F0F'0F0F'0F0F'0F0FULL;
  return static_cast<uint32_t>(bits * 0x0101'0101'0101'0101ULL >> 56);
}

}  // namespace dunlin::ingest
