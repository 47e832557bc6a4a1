#include "ingest/convert/utf8.h"

#include <simdjson.h>

#include <algorithm>

namespace dunlin::ingest {
namespace {

/// Length that a first byte announces; 0 for bytes that cannot begin a character.
size_t announced_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

std::string shown_text(std::string_view bytes, size_t limit) {
  std::string shown;
  for (size_t at = 0; at < bytes.size();) {
    size_t length = announced_length(static_cast<unsigned char>(bytes[at]));
    const std::string_view character = bytes.substr(at, length);
    const bool good = length == 1 || (length > 1 && character.size() == length && is_utf8(character));
    if (!good) length = 1;
    if (shown.size() + length > limit) break;
    if (good) {
      shown.append(character);
    } else {
      shown.push_back('?');
    }
    at += length;
  }
  return shown;
}

}  // namespace dunlin::ingest
