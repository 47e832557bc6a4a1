// The scanner: 64 bytes of text in, bit masks of the characters that give it structure out. It knows bytes, not quotes'
// meaning or rows (csv/quote_state.h). Widest instruction set of the machine by runtime dispatch; the plain loop is the
// definition, and a test holds every target to it. Bench: bench/ingest/scan_bench.cc; CPU time on a 2-core AVX-512 server at
// 2.6 GHz: in the caches AVX-512 90, AVX2 33-41, SSE4 8.8, the plain loop 0.95 GB/s; from memory 20-28 GB/s for the first
// two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::ingest {

inline constexpr size_t kScanBlock = 64;

/// Bit i stands for byte i of the block.
struct BlockMasks {
  uint64_t quote;
  uint64_t delimiter;
  uint64_t newline;
  friend bool operator==(const BlockMasks&, const BlockMasks&) = default;
};

/// What any of the bytes scanned together was.
enum ScanTrait : uint32_t { kSawNul = 1, kSawHighBit = 2 };

/// Scans `blocks` blocks of 64 bytes into masks[0..blocks) and returns the ScanTraits met. `bytes` needs no alignment.
uint32_t scan_blocks(const char* bytes, size_t blocks, char delimiter, BlockMasks* masks);

/// The definition.
uint32_t scan_blocks_plain(const char* bytes, size_t blocks, char delimiter, BlockMasks* masks);

/// For tests and benches: every compiled variant that this machine can run, by name.
struct ScanTarget {
  std::string name;
  uint32_t (*scan)(const char* bytes, size_t blocks, char delimiter, BlockMasks* masks);
};
std::vector<ScanTarget> scan_targets();

}  // namespace dunlin::ingest
