// What every stored value begins with, so that torn, flipped or misplaced bytes are found before anyone reads them:
//
//   magic:4 "DNLN"  kind:1  version:1  zero:2  checksum:8  body
//
// checksum = XXH3-64 of the body, seeded with the XXH3-64 of (the first 8 bytes, the key): a value under another key fails
// too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "storage/key_layout.h"

namespace dunlin::storage {

/// Numbers are on disk: add at the end only.
enum class ValueKind : uint8_t { kFacts = 1, kState, kCold, kDelta, kActions, kIds, kRegistry };
inline constexpr size_t kEnvelopeBytes = 16;

std::string seal(ValueKind kind, std::string_view key, std::string_view body);
/// The body, or an error of kind kCorruption that names the place. The body is aligned for FlatBuffers when `value` is a
/// std::string's own memory.
core::Result<std::string_view> unseal(ValueKind kind, Family family, std::string_view key, std::string_view value);
/// The error of a value whose checksum holds but whose content does not fit.
core::Error corrupt(Family family, std::string_view key, std::string what);

}  // namespace dunlin::storage
