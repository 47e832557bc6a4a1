#include "storage/key_layout.h"

#include "core/invariant.h"

namespace dunlin::storage {

void append_big_endian(std::string& key, uint64_t number, size_t bytes) {
  for (size_t i = bytes; i-- > 0;) key.push_back(static_cast<char>(number >> (8 * i) & 0xFF));
}

uint64_t read_big_endian(std::string_view key, size_t at, size_t bytes) {
  INVARIANT(at + bytes <= key.size(), at, bytes, key.size());
  uint64_t number = 0;
  for (size_t i = 0; i < bytes; ++i) number = number << 8 | static_cast<uint8_t>(key[at + i]);
  return number;
}

std::string page_key(core::SlotIndex slot, core::DebtorHash lower_bound) {
  std::string key = delta_prefix(slot, lower_bound);
  append_big_endian(key, 0, 2);
  return key;
}

std::string delta_prefix(core::SlotIndex slot, core::DebtorHash lower_bound) {
  std::string key;
  append_big_endian(key, slot, 2);
  append_big_endian(key, lower_bound, 8);
  return key;
}

std::string delta_key(core::SlotIndex slot, core::DebtorHash lower_bound, uint64_t import, uint32_t part) {
  std::string key = delta_prefix(slot, lower_bound);
  append_big_endian(key, import, 8);
  append_big_endian(key, part, 4);
  return key;
}

std::string outbox_key(uint64_t run, core::SlotIndex slot, core::DebtorHash lower_bound) {
  std::string key;
  append_big_endian(key, run, 8);
  append_big_endian(key, slot, 2);
  append_big_endian(key, lower_bound, 8);
  return key;
}

std::string ids_key(uint32_t partition, uint64_t import, uint32_t part) {
  std::string key;
  append_big_endian(key, partition, 2);
  append_big_endian(key, import, 8);
  append_big_endian(key, part, 4);
  return key;
}

namespace registry_key {

std::string numbered(std::string_view prefix, uint64_t number) {
  std::string key(prefix);
  append_big_endian(key, number, 8);
  return key;
}

std::string content(core::Hash128 hash) {
  std::string key = numbered(kContent, hash.high);
  append_big_endian(key, hash.low, 8);
  return key;
}

std::string reject(uint64_t import, uint32_t part) {
  std::string key = numbered(kReject, import);
  append_big_endian(key, part, 4);
  return key;
}

std::string directory(core::SlotIndex slot) {
  std::string key(kDirectory);
  append_big_endian(key, slot, 2);
  return key;
}

std::string cursor(uint64_t run, core::SlotIndex slot) {
  std::string key = numbered(kCursor, run);
  append_big_endian(key, slot, 2);
  return key;
}
std::string waiting(core::RecordKind kind) {
  std::string key(kWaiting);
  append_big_endian(key, static_cast<uint64_t>(kind), 1);
  return key;
}

}  // namespace registry_key

std::string prefix_end(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xFF') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(end.back() + 1);
  return end;
}

namespace {

std::string hex(uint64_t number) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text(16, '0');
  for (size_t i = 0; i < 16; ++i) text[15 - i] = kDigits[number >> (4 * i) & 15];
  return text;
}

std::string slot_and_bound(std::string_view key, size_t at) {
  return " slot " + std::to_string(read_big_endian(key, at, 2)) + " bound " + hex(read_big_endian(key, at + 2, 8));
}

}  // namespace

std::string describe_key(Family family, std::string_view key) {
  std::string text(kFamilyNames[static_cast<size_t>(family)]);
  if (family <= Family::kCold && key.size() == kPageKeyBytes) return text + slot_and_bound(key, 0);
  if (family == Family::kHistory && key.size() == kPageKeyBytes) return text + slot_and_bound(key, 0);
  if (family == Family::kDelta && key.size() == kDeltaKeyBytes) {
    return text + slot_and_bound(key, 0) + " import " + std::to_string(read_big_endian(key, 10, 8)) + " part " +
           std::to_string(read_big_endian(key, 18, 4));
  }
  if (family == Family::kOutbox && key.size() == kOutboxKeyBytes) {
    return text + " run " + std::to_string(read_big_endian(key, 0, 8)) + slot_and_bound(key, 8);
  }
  if (family == Family::kIds && key.size() == kIdsKeyBytes) {
    return text + " partition " + std::to_string(read_big_endian(key, 0, 2)) + " import " +
           std::to_string(read_big_endian(key, 2, 8)) + " part " + std::to_string(read_big_endian(key, 10, 4));
  }
  text += ' ';
  static constexpr char kDigits[] = "0123456789abcdef";
  for (const char c : key) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      text += c;
    } else {
      text += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return text;
}

}  // namespace dunlin::storage
