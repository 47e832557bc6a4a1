#include "storage/codec/bitpack_kernel.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace dunlin::storage {
namespace {

static_assert(std::endian::native == std::endian::little, "packed words are read as they lie");

// Eight values of one width fill exactly `width` bytes, so every shift and offset is known when the loop is compiled.
constexpr size_t kBlock = 8;
constexpr size_t kOverread = 9;  // bytes that a block's last value may read behind the block's end

template <unsigned Width, size_t Index>
inline uint64_t read_one(const uint8_t* block) {
  constexpr size_t kBit = Index * Width;
  constexpr unsigned kShift = kBit % 8;
  constexpr uint64_t kMask = Width == 64 ? ~0ULL : (1ULL << Width) - 1;
  uint64_t word;
  std::memcpy(&word, block + kBit / 8, 8);
  word >>= kShift;
  if constexpr (kShift + Width > 64) word |= static_cast<uint64_t>(block[kBit / 8 + 8]) << (64 - kShift);
  return word & kMask;
}

template <unsigned Width, size_t... Index>
inline void read_block(const uint8_t* block, uint64_t base, uint64_t* out, std::index_sequence<Index...>) {
  ((out[Index] = base + read_one<Width, Index>(block)), ...);
}

template <unsigned Width>
void unpack_width(const uint8_t* packed, size_t bytes, uint64_t base, uint64_t* out, size_t count) {
  constexpr auto kIndexes = std::make_index_sequence<kBlock>();
  size_t done = 0;
  size_t at = 0;
  while (done + kBlock <= count && at + Width + kOverread <= bytes) {
    read_block<Width>(packed + at, base, out + done, kIndexes);
    done += kBlock;
    at += Width;
  }
  // The last blocks are read from a padded copy.
  while (done < count) {
    uint8_t copy[64 + kOverread] = {};
    uint64_t values[kBlock];
    const size_t left = bytes > at ? bytes - at : 0;
    std::memcpy(copy, packed + at, left < Width ? left : Width);
    read_block<Width>(copy, base, values, kIndexes);
    const size_t take = count - done < kBlock ? count - done : kBlock;
    std::memcpy(out + done, values, take * sizeof(uint64_t));
    done += take;
    at += Width;
  }
}

using Unpack = void (*)(const uint8_t*, size_t, uint64_t, uint64_t*, size_t);
template <size_t... Width>
constexpr std::array<Unpack, sizeof...(Width)> unpack_table(std::index_sequence<Width...>) {
  return {unpack_width<static_cast<unsigned>(Width)>...};
}
constexpr auto kUnpack = unpack_table(std::make_index_sequence<65>());

}  // namespace

unsigned bit_width_of(uint64_t largest) { return static_cast<unsigned>(std::bit_width(largest)); }

void pack_bits(std::span<const uint64_t> values, uint64_t base, unsigned width, uint8_t* out) {
  if (width == 0) return;
  uint64_t word = 0;
  unsigned filled = 0;
  for (const uint64_t value : values) {
    const uint64_t bits = value - base;
    word |= bits << filled;
    if (filled + width >= 64) {
      std::memcpy(out, &word, 8);
      out += 8;
      const unsigned used = 64 - filled;
      word = used < width ? bits >> used : 0;
      filled = width - used;
    } else {
      filled += width;
    }
  }
  std::memcpy(out, &word, (filled + 7) / 8);
}

void unpack_bits(std::span<const uint8_t> packed, unsigned width, uint64_t base, std::span<uint64_t> out) {
  kUnpack[width](packed.data(), packed.size(), base, out.data(), out.size());
}

void prefix_sum(uint64_t first, std::span<uint64_t> out) {
  uint64_t sum = first;
  for (uint64_t& value : out) value = sum += value;
}

}  // namespace dunlin::storage
