#include "tests/fuzz/mutation.h"

#include <algorithm>

namespace dunlin::fuzz {
namespace {

constexpr size_t kBytesMax = 64U << 10;
constexpr size_t kChangesMax = 6;

constexpr std::string_view kPieces[] = {"\"",
                                        "\"\"",
                                        ",",
                                        ";",
                                        "\n",
                                        "\r\n",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        "(",
                                        ")",
                                        "0",
                                        "-1",
                                        "9223372036854775807",
                                        "-9223372036854775808",
                                        "1e308",
                                        "0.0000000001",
                                        "=",
                                        "..",
                                        "null",
                                        "true",
                                        "not(",
                                        "in ",
                                        "and ",
                                        "or ",
                                        "if ",
                                        "{{",
                                        "}}",
                                        "{{#if_",
                                        ":",
                                        "2026-02-29",
                                        "9999-12-31",
                                        "0001-01-01",
                                        "T24:00:00+14:00",
                                        "M3.5.0/2",
                                        "\xEF\xBB\xBF",
                                        "\xFF",
                                        std::string_view("\0", 1),
                                        "\xF0\x9F\x98\x80"};

}  // namespace

Mutator::Mutator(std::vector<std::string> seeds, uint64_t seed) : seeds_(std::move(seeds)), state_(seed) {}

/// SplitMix64.
uint64_t Mutator::below(uint64_t bound) {
  uint64_t z = state_ += 0x9E3779B97F4A7C15;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return bound == 0 ? 0 : (z ^ z >> 31) % bound;
}

std::string Mutator::next() {
  std::string text = seeds_[below(seeds_.size())];
  for (uint64_t changes = 1 + below(kChangesMax); changes > 0; --changes) mutate(text);
  if (text.size() > kBytesMax) text.resize(kBytesMax);
  return text;
}

void Mutator::mutate(std::string& text) {
  const size_t at = below(text.size() + 1);
  const size_t length = std::min<size_t>(1 + below(16), text.size() - at);
  switch (below(8)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ 1 << below(8));
      return;
    case 1:
      if (at < text.size()) text[at] = static_cast<char>(below(256));
      return;
    case 2: text.erase(at, length); return;
    case 3: text.insert(at, text.substr(at, length)); return;
    case 4: text.insert(at, kPieces[below(std::size(kPieces))]); return;
    case 5: {  // a number of 1, 2, 4 or 8 bytes becomes an extreme one
      const size_t width = size_t{1} << below(4);
      constexpr uint64_t kNumbers[] = {0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFF'FFFF, 0x8000'0000, 0xFFFF'FFFF, UINT64_MAX};
      const uint64_t number = kNumbers[below(std::size(kNumbers))];
      for (size_t i = 0; i < width && at + i < text.size(); ++i) text[at + i] = static_cast<char>(number >> 8 * i);
      return;
    }
    case 6: {
      const std::string& other = seeds_[below(seeds_.size())];
      const size_t from = below(other.size() + 1);
      text.insert(at, other.substr(from, 1 + below(64)));
      return;
    }
    default: text.resize(at); return;
  }
}

}  // namespace dunlin::fuzz
