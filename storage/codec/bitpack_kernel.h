// Packing of integers into the fewest bits that hold the largest of them: the inner loops of every stored column.
// Value i lies at bits [i * width, (i + 1) * width) of the bytes, least significant bit first.
// Measured by bench/storage/page_codec_bench.cc (unpack 2-3 G values/s, pack about 1 G values/s on a 2-core AVX-512 server).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace dunlin::storage {

/// Bits that hold every value up to `largest`.
unsigned bit_width_of(uint64_t largest);
constexpr size_t packed_bytes(size_t count, unsigned width) { return (count * width + 7) / 8; }

/// Writes (values[i] - base) modulo 2^64 with `width` bits each; `out` has packed_bytes(values.size(), width) bytes.
void pack_bits(std::span<const uint64_t> values, uint64_t base, unsigned width, uint8_t* out);
/// Reads out.size() values and adds `base`; `packed` has at least packed_bytes(out.size(), width) bytes, width <= 64.
void unpack_bits(std::span<const uint8_t> packed, unsigned width, uint64_t base, std::span<uint64_t> out);
/// Turns differences into values: out[i] = first + out[0] + ... + out[i] (modulo 2^64).
void prefix_sum(uint64_t first, std::span<uint64_t> out);

}  // namespace dunlin::storage
