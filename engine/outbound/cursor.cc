#include "engine/outbound/cursor.h"

#include <array>

namespace dunlin::engine {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuv";
constexpr size_t kPlaceBytes = 24;
constexpr size_t kBytes = kPlaceBytes + 4;
constexpr size_t kCharacters = (kBytes * 8 + 4) / 5;
using Bytes = std::array<uint8_t, kBytes>;

void put(Bytes& bytes, size_t& at, uint64_t value, size_t width) {
  for (size_t i = 0; i < width; ++i) bytes[at++] = static_cast<uint8_t>(value >> 8 * (width - 1 - i));
}
uint64_t take(const Bytes& bytes, size_t& at, size_t width) {
  uint64_t value = 0;
  for (size_t i = 0; i < width; ++i) value = value << 8 | bytes[at++];
  return value;
}

uint32_t checksum(const Bytes& bytes, const std::string& uuid) {
  std::string covered(reinterpret_cast<const char*>(bytes.data()), kPlaceBytes);
  covered += uuid;
  return static_cast<uint32_t>(core::hash64(covered));
}

}  // namespace

std::string to_text(const Cursor& cursor, const storage::StoreIdentity& identity) {
  Bytes bytes{};
  size_t at = 0;
  put(bytes, at, cursor.epoch, 4);
  put(bytes, at, cursor.run_ordinal, 4);
  put(bytes, at, cursor.slot, 4);
  put(bytes, at, cursor.first_page, 8);
  put(bytes, at, cursor.index, 4);
  put(bytes, at, checksum(bytes, identity.uuid), 4);

  std::string text;
  text.reserve(kCharacters);
  uint32_t pending = 0;
  uint32_t bits = 0;
  for (const uint8_t byte : bytes) {
    pending = (pending << 8 | byte) & 0xFFFF;
    for (bits += 8; bits >= 5; bits -= 5) text += kDigits[pending >> (bits - 5) & 31];
  }
  if (bits > 0) text += kDigits[pending << (5 - bits) & 31];
  return text;
}

core::Result<Cursor> parse_cursor(std::string_view text, const storage::StoreIdentity& identity) {
  const auto refused = [&](std::string what) {
    return core::Error{core::ErrorKind::kUsage, "cursor " + std::string(text.substr(0, 64)), std::move(what),
                       "take cursors as `actions` and `queue consume` print them"};
  };
  if (text.size() != kCharacters) return refused("is not a cursor");
  Bytes bytes{};
  size_t filled = 0;
  uint32_t pending = 0;
  uint32_t bits = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return refused("is not a cursor");
    pending = (pending << 5 | static_cast<uint32_t>(digit)) & 0xFFFF;
    bits += 5;
    if (bits >= 8 && filled < kBytes) {
      bytes[filled++] = static_cast<uint8_t>(pending >> (bits - 8));
      bits -= 8;
    }
  }
  if ((pending & ((1U << bits) - 1)) != 0) return refused("is not a cursor");

  size_t at = 0;
  Cursor cursor;
  cursor.epoch = static_cast<uint32_t>(take(bytes, at, 4));
  cursor.run_ordinal = static_cast<uint32_t>(take(bytes, at, 4));
  cursor.slot = static_cast<uint32_t>(take(bytes, at, 4));
  cursor.first_page = take(bytes, at, 8);
  cursor.index = static_cast<uint32_t>(take(bytes, at, 4));
  if (take(bytes, at, 4) != checksum(bytes, identity.uuid)) return refused("is damaged, or of another store");
  if (cursor.epoch != identity.epoch) {
    return refused("is of epoch " + std::to_string(cursor.epoch) + " of this store, which is now in epoch " +
                   std::to_string(identity.epoch) + " (it was restored since)");
  }
  return cursor;
}

}  // namespace dunlin::engine
