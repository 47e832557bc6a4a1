// The hashes are an on-disk contract: these values may never change.
#include "core/hash.h"

#include <gtest/gtest.h>

#include <set>

namespace dunlin::core {
namespace {

TEST(Hash, IsXxh3WithSeedZero) {
  EXPECT_EQ(hash64(""), 0x2D06800538D394C2ULL);
  EXPECT_EQ(to_hex(hash128("")), "99aa06d3014798d86001c324468d497f");
#ifdef DUNLIN_WEAK_DEBTOR_HASH
  EXPECT_EQ(debtor_hash(""), 0x2D00000000000000ULL);
#else
  EXPECT_EQ(debtor_hash(""), 0x2D06800538D394C2ULL);
#endif
}

TEST(Hash, StreamsEqualTheWhole) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += static_cast<char>('a' + i % 26);
  for (const size_t piece : {1, 7, 64, 1999, 2000}) {
    StreamHash128 stream;
    for (size_t at = 0; at < text.size(); at += piece) stream.update(std::string_view(text).substr(at, piece));
    EXPECT_EQ(stream.digest(), hash128(text)) << piece;
  }
}

TEST(Hash, HexIsHighHalfFirst) {
  EXPECT_EQ(to_hex({0x0123456789ABCDEFULL, 0xFEDCBA9876543210ULL}), "0123456789abcdeffedcba9876543210");
}

TEST(Slots, AreMonotoneAndBoundedByTheirLowestHash) {
  for (const uint32_t slots : {1U, 2U, 3U, 7U, 256U, 1000U}) {
    EXPECT_EQ(slot_of(0, slots), 0U);
    EXPECT_EQ(slot_of(~0ULL, slots), slots - 1);
    for (SlotIndex slot = 0; slot < slots; ++slot) {
      const DebtorHash first = slot_lower_bound(slot, slots);
      ASSERT_EQ(slot_of(first, slots), slot) << slots;
      if (slot > 0) {
        ASSERT_EQ(slot_of(first - 1, slots), slot - 1) << slots;
      }
    }
  }
}

TEST(Fingerprint, PartsCreditorsKindsAndIds) {
  std::set<uint64_t> seen;
  for (const char* creditor : {"A", "B", ""}) {
    for (const RecordKind kind : {RecordKind::kReceivable, RecordKind::kPayment}) {
      for (const char* id : {"1", "2", "A1", ""}) seen.insert(id_fingerprint(creditor, kind, id));
    }
  }
  EXPECT_EQ(seen.size(), 3U * 2 * 4);
  EXPECT_EQ(id_fingerprint("A", RecordKind::kPayment, "1"), id_fingerprint("A", RecordKind::kPayment, "1"));
}

}  // namespace
}  // namespace dunlin::core
