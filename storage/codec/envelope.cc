#include "storage/codec/envelope.h"

#include <xxhash.h>

#include <cstring>

namespace dunlin::storage {
namespace {

constexpr uint8_t kVersion = 1;

uint64_t checksum(std::string_view head, std::string_view key, std::string_view body) {
  const uint64_t head_hash = XXH3_64bits(head.data(), head.size());
  const uint64_t seed = XXH3_64bits_withSeed(key.data(), key.size(), head_hash);
  return XXH3_64bits_withSeed(body.data(), body.size(), seed);
}

std::string head_of(ValueKind kind) {
  return std::string{'D', 'N', 'L', 'N', static_cast<char>(kind), static_cast<char>(kVersion), 0, 0};
}

}  // namespace

std::string seal(ValueKind kind, std::string_view key, std::string_view body) {
  std::string value;
  value.reserve(kEnvelopeBytes + body.size());
  value = head_of(kind);
  const uint64_t sum = checksum(value, key, body);
  char bytes[8];
  std::memcpy(bytes, &sum, sizeof(bytes));
  value.append(bytes, sizeof(bytes));
  value.append(body);
  return value;
}

core::Error corrupt(Family family, std::string_view key, std::string what) {
  return core::Error{core::ErrorKind::kCorruption, describe_key(family, key), std::move(what),
                     "`dunlin verify` lists every broken value; restore the store from a backup"};
}

core::Result<std::string_view> unseal(ValueKind kind, Family family, std::string_view key, std::string_view value) {
  if (value.size() < kEnvelopeBytes || value.substr(0, 4) != "DNLN") return corrupt(family, key, "not a stored value");
  const std::string_view body = value.substr(kEnvelopeBytes);
  uint64_t sum;
  std::memcpy(&sum, value.data() + 8, sizeof(sum));
  if (checksum(value.substr(0, 8), key, body) != sum) return corrupt(family, key, "checksum does not match");
  if (value.substr(0, 8) != head_of(kind)) {
    return corrupt(family, key,
                   "value of kind " + std::to_string(static_cast<uint8_t>(value[4])) + " version " +
                       std::to_string(static_cast<uint8_t>(value[5])) + " where another is expected");
  }
  return body;
}

}  // namespace dunlin::storage
