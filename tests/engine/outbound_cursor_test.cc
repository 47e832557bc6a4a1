// Cursors: opaque, ordered, of one store and one epoch, and any damage shows.
#include <gtest/gtest.h>

#include "engine/outbound/cursor.h"

namespace dunlin::engine {
namespace {

storage::StoreIdentity identity_of(const char* uuid, uint32_t epoch) {
  storage::StoreIdentity identity;
  identity.uuid = uuid;
  identity.epoch = epoch;
  return identity;
}
const storage::StoreIdentity kIdentity = identity_of("0123456789abcdef0123456789abcdef", 1);

const Cursor kCursors[] = {{1, 0, 0, 0, 0},
                           {1, 0, 0, 0, 1},
                           {1, 0, 0, 0x0100000000000000, 0},
                           {1, 0, 255, 0, 0},
                           {1, 3, 7, 0x1234567890ABCDEF, 65'536},
                           {1, UINT32_MAX, UINT32_MAX, UINT64_MAX, UINT32_MAX}};

TEST(OutboundCursor, RoundTrip) {
  for (const Cursor& cursor : kCursors) {
    const std::string text = to_text(cursor, kIdentity);
    EXPECT_EQ(text.size(), 45U);
    const auto parsed = parse_cursor(text, kIdentity);
    ASSERT_TRUE(parsed.ok()) << core::describe(parsed.error());
    EXPECT_EQ(*parsed, cursor);
  }
}

TEST(OutboundCursor, TextsSortAsPlacesDo) {
  for (size_t i = 1; i < std::size(kCursors); ++i) {
    EXPECT_LT(to_text(kCursors[i - 1], kIdentity), to_text(kCursors[i], kIdentity));
  }
}

TEST(OutboundCursor, EveryDamagedCharacterIsNoticed) {
  const std::string text = to_text(kCursors[4], kIdentity);
  for (size_t at = 0; at < text.size(); ++at) {
    std::string damaged = text;
    damaged[at] = damaged[at] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(parse_cursor(damaged, kIdentity).ok()) << damaged;
  }
  for (const std::string& wrong : {std::string(), std::string("start"), text + "0", text.substr(1), std::string(45, 'z'),
                                   std::string(45, '0'), std::string(100'000, 'a')}) {
    EXPECT_FALSE(parse_cursor(wrong, kIdentity).ok());
  }
}

TEST(OutboundCursor, OtherStoresAndEpochsAreToldApart) {
  const std::string text = to_text(kCursors[4], kIdentity);
  const auto foreign = parse_cursor(text, identity_of("fedcba9876543210fedcba9876543210", 1));
  ASSERT_FALSE(foreign.ok());
  EXPECT_NE(foreign.error().what.find("another store"), std::string::npos);
  const auto restored = parse_cursor(text, identity_of(kIdentity.uuid.c_str(), 2));
  ASSERT_FALSE(restored.ok());
  EXPECT_NE(restored.error().what.find("epoch 1"), std::string::npos) << restored.error().what;
  EXPECT_EQ(restored.error().kind, core::ErrorKind::kUsage);
}

}  // namespace
}  // namespace dunlin::engine
