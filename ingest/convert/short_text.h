// Copying and comparing texts of some bytes without a call: cells are short, and most of a row's cost would be the calls.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace dunlin::ingest {

template <class Word>
inline Word load_word(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

inline bool same_text(std::string_view a, std::string_view b) {
  const size_t size = a.size();
  if (size != b.size()) return false;
  const char* const x = a.data();
  const char* const y = b.data();
  if (size > 16) return std::memcmp(x, y, size) == 0;
  // Two words from both ends, overlapping in the middle.
  if (size >= 8) {
    return ((load_word<uint64_t>(x) ^ load_word<uint64_t>(y)) |
            (load_word<uint64_t>(x + size - 8) ^ load_word<uint64_t>(y + size - 8))) == 0;
  }
  if (size >= 4) {
    return ((load_word<uint32_t>(x) ^ load_word<uint32_t>(y)) |
            (load_word<uint32_t>(x + size - 4) ^ load_word<uint32_t>(y + size - 4))) == 0;
  }
  for (size_t i = 0; i < size; ++i) {
    if (x[i] != y[i]) return false;
  }
  return true;
}

inline void copy_text(char* to, std::string_view text) {
  const size_t size = text.size();
  const char* const from = text.data();
  if (size > 16) {
    std::memcpy(to, from, size);
  } else if (size >= 8) {
    const auto front = load_word<uint64_t>(from);
    const auto back = load_word<uint64_t>(from + size - 8);
    std::memcpy(to, &front, 8);
    std::memcpy(to + size - 8, &back, 8);
  } else if (size >= 4) {
    const auto front = load_word<uint32_t>(from);
    const auto back = load_word<uint32_t>(from + size - 4);
    std::memcpy(to, &front, 4);
    std::memcpy(to + size - 4, &back, 4);
  } else {
    for (size_t i = 0; i < size; ++i) to[i] = from[i];
  }
}

}  // namespace dunlin::ingest
