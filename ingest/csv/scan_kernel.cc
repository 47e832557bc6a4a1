#include "ingest/csv/scan_kernel.h"

#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ingest/csv/scan_kernel.cc"
#include <hwy/foreach_target.h>
// foreach_target comes first: it includes this file once per instruction set.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace dunlin::ingest {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using ByteTag = hn::CappedTag<uint8_t, kScanBlock>;

/// Mask of one whole block, gathered from as many vectors as the target needs for 64 bytes.
struct Gathered {
  uint8_t bytes[8];
  template <class Mask>
  HWY_INLINE void put(ByteTag tag, size_t lane, Mask mask) {
    if constexpr (HWY_TARGET != HWY_SCALAR) {
      hn::StoreMaskBits(tag, mask, bytes + lane / 8);
    } else {
      // One lane at a time (the scalar target): StoreMaskBits writes a whole byte.
      uint8_t bit[8] = {};
      hn::StoreMaskBits(tag, mask, bit);
      if (lane % 8 == 0) bytes[lane / 8] = 0;
      bytes[lane / 8] = static_cast<uint8_t>(bytes[lane / 8] | (bit[0] & 1) << (lane % 8));
    }
  }
  HWY_INLINE uint64_t word() const {
    uint64_t value;
    std::memcpy(&value, bytes, sizeof value);
    return value;
  }
};

uint32_t Scan(const char* bytes, size_t blocks, char delimiter, BlockMasks* masks) {
  const ByteTag tag;
  const size_t lanes = hn::Lanes(tag);
  const auto quotes = hn::Set(tag, static_cast<uint8_t>('"'));
  const auto newlines = hn::Set(tag, static_cast<uint8_t>('\n'));
  const auto delimiters = hn::Set(tag, static_cast<uint8_t>(delimiter));
  auto smallest = hn::Set(tag, static_cast<uint8_t>(0xFF));
  auto every = hn::Zero(tag);
  for (size_t block = 0; block < blocks; ++block) {
    const auto* from = reinterpret_cast<const uint8_t*>(bytes) + block * kScanBlock;
    Gathered quote;
    Gathered cut;
    Gathered newline;
    for (size_t lane = 0; lane < kScanBlock; lane += lanes) {
      const auto text = hn::LoadU(tag, from + lane);
      quote.put(tag, lane, hn::Eq(text, quotes));
      cut.put(tag, lane, hn::Eq(text, delimiters));
      newline.put(tag, lane, hn::Eq(text, newlines));
      smallest = hn::Min(smallest, text);
      every = hn::Or(every, text);
    }
    masks[block] = BlockMasks{quote.word(), cut.word(), newline.word()};
  }
  const bool nul = !hn::AllFalse(tag, hn::Eq(smallest, hn::Zero(tag)));
  const bool high = !hn::AllTrue(tag, hn::Eq(hn::And(every, hn::Set(tag, static_cast<uint8_t>(0x80))), hn::Zero(tag)));
  return (nul && blocks > 0 ? kSawNul : 0U) | (high ? kSawHighBit : 0U);
}

}  // namespace HWY_NAMESPACE
}  // namespace dunlin::ingest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace dunlin::ingest {
HWY_EXPORT(Scan);

uint32_t scan_blocks(const char* bytes, size_t blocks, char delimiter, BlockMasks* masks) {
  return HWY_DYNAMIC_DISPATCH(Scan)(bytes, blocks, delimiter, masks);
}

uint32_t scan_blocks_plain(const char* bytes, size_t blocks, char delimiter, BlockMasks* masks) {
  uint32_t traits = 0;
  for (size_t block = 0; block < blocks; ++block) {
    BlockMasks found{};
    for (size_t i = 0; i < kScanBlock; ++i) {
      const char c = bytes[block * kScanBlock + i];
      const uint64_t bit = 1ULL << i;
      if (c == '"') found.quote |= bit;
      if (c == delimiter) found.delimiter |= bit;
      if (c == '\n') found.newline |= bit;
      if (c == 0) traits |= kSawNul;
      if ((static_cast<unsigned char>(c) & 0x80) != 0) traits |= kSawHighBit;
    }
    masks[block] = found;
  }
  return traits;
}

std::vector<ScanTarget> scan_targets() {
  std::vector<ScanTarget> targets{{"plain", &scan_blocks_plain}};
  // The dispatch table is read with all but one target masked out; the machine's own choice is put back at the end.
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    targets.push_back({hwy::TargetName(target), HWY_DYNAMIC_DISPATCH(Scan)});
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  return targets;
}

}  // namespace dunlin::ingest
#endif
