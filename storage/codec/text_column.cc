// Text columns: codes and a dictionary. Ids of the usual form (a prefix and a number) become packed numbers, which is what
// brings a receivable under its goal of bytes; other heaps are compressed when that pays.
#include <lz4.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#include "storage/codec/column_codec.h"

namespace dunlin::storage {
namespace {

static_assert(std::endian::native == std::endian::little, "digits are laid out in the bytes of a word");

using core::kLeave;
using core::kNull;
using core::TextColumn;

enum class HeapEncoding : uint8_t { kPlain, kLz4, kNumbered };
constexpr size_t kDigitsMax = 18;          // any 18 digits fit int64
constexpr uint32_t kHeapMax = 256U << 20;  // a column's texts; far over what a page may hold
constexpr size_t kCompressFrom = 64;       // shorter heaps gain nothing

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Numbered {
  std::string_view prefix;
  size_t digits = 0;  // 0: numbers without leading zeros, of any length
  std::vector<int64_t> numbers;
};

/// The longest part that all entries begin with and that ends before the first digit of their common tail.
std::string_view common_prefix(const TextColumn& column) {
  std::string_view prefix = column.entry(0);
  for (uint32_t i = 1; i < column.entries() && !prefix.empty(); ++i) {
    const std::string_view entry = column.entry(i);
    const size_t most = std::min(prefix.size(), entry.size());
    size_t same = 0;
    while (same < most && prefix[same] == entry[same]) ++same;
    prefix = prefix.substr(0, same);
  }
  while (!prefix.empty() && is_digit(prefix.back())) prefix.remove_suffix(1);
  return prefix.substr(0, 255);
}

bool parse_number(std::string_view text, int64_t& number) {
  if (text.empty() || text.size() > kDigitsMax || !is_digit(text[0])) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

/// True when every entry is the prefix and a decimal number, all padded to one length or none padded.
bool as_numbered(const TextColumn& column, Numbered& out) {
  if (column.entries() == 0) return false;
  int64_t probe = 0;
  out.prefix = common_prefix(column);
  out.digits = column.entry(0).size() - out.prefix.size();
  if (!parse_number(column.entry(0).substr(out.prefix.size()), probe)) return false;
  bool same_length = true;
  bool unpadded = true;
  out.numbers.resize(column.entries());
  for (uint32_t i = 0; i < column.entries(); ++i) {
    const std::string_view tail = column.entry(i).substr(out.prefix.size());
    if (!parse_number(tail, out.numbers[i])) return false;
    same_length &= tail.size() == out.digits;
    unpadded &= tail.size() == 1 || tail[0] != '0';
    if (!same_length && !unpadded) return false;
  }
  if (!same_length) out.digits = 0;
  return true;
}

void append_heap(const TextColumn& column, std::string& out) {
  Numbered numbered;
  if (as_numbered(column, numbered)) {
    append_number(out, HeapEncoding::kNumbered);
    append_number(out, static_cast<uint8_t>(numbered.prefix.size()));
    out += numbered.prefix;
    append_number(out, static_cast<uint8_t>(numbered.digits));
    encode_ints(numbered.numbers, out);
    return;
  }
  const std::string& heap = column.heap();
  std::string packed;
  if (heap.size() >= kCompressFrom) {
    packed.resize(static_cast<size_t>(LZ4_compressBound(static_cast<int>(heap.size()))));
    const int stored =
        LZ4_compress_default(heap.data(), packed.data(), static_cast<int>(heap.size()), static_cast<int>(packed.size()));
    packed.resize(static_cast<size_t>(std::max(stored, 0)));
  }
  // Less than a sixteenth saved is not worth the reader's time.
  const bool pays = !packed.empty() && packed.size() + heap.size() / 16 < heap.size();
  append_number(out, pays ? HeapEncoding::kLz4 : HeapEncoding::kPlain);
  std::vector<int64_t> lengths(column.entries());
  for (uint32_t i = 0; i < column.entries(); ++i) lengths[i] = static_cast<int64_t>(column.entry(i).size());
  encode_ints(lengths, out);
  append_number(out, static_cast<uint32_t>(heap.size()));
  if (pays) append_number(out, static_cast<uint32_t>(packed.size()));
  out += pays ? packed : heap;
}

bool read_lengths(ByteReader& in, size_t entries, std::vector<uint32_t>& ends, uint64_t& total) {
  std::vector<int64_t> lengths;
  if (!decode_ints(in, entries, lengths)) return false;
  ends.resize(entries);
  total = 0;
  for (size_t i = 0; i < entries; ++i) {
    if (lengths[i] < 0 || lengths[i] > kHeapMax) return false;
    total += static_cast<uint64_t>(lengths[i]);
    if (total > kHeapMax) return false;
    ends[i] = static_cast<uint32_t>(total);
  }
  return true;
}

bool read_plain(ByteReader& in, size_t entries, bool compressed, std::vector<uint32_t>& ends, std::string& heap) {
  uint64_t total = 0;
  if (!read_lengths(in, entries, ends, total)) return false;
  const auto bytes = in.number<uint32_t>();
  if (in.broken() || bytes != total) return false;
  if (!compressed) {
    heap = in.bytes(bytes);
    return !in.broken();
  }
  const auto stored = in.number<uint32_t>();
  const std::string_view packed = in.bytes(stored);
  // LZ4 cannot shrink more than 255 times: a claim of more is refused before memory is taken for it.
  if (in.broken() || bytes / 255 > stored) return false;
  heap.resize(bytes);
  return LZ4_decompress_safe(packed.data(), heap.data(), static_cast<int>(stored), static_cast<int>(bytes)) ==
         static_cast<int>(bytes);
}

constexpr std::array<uint64_t, kDigitsMax + 1> kPowersOfTen = [] {
  std::array<uint64_t, kDigitsMax + 1> powers{1};
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

size_t decimal_digits(uint64_t number) {
  // log10(2) as 1233 / 4096 is right to within one.
  const size_t about = static_cast<size_t>(std::bit_width(number | 1)) * 1233 >> 12;
  return about + (number >= kPowersOfTen[about] || about == 0 ? 1 : 0);
}

/// The eight digits of a number below 10^8 as characters, the first in the lowest byte: all at once, in the lanes of a word.
uint64_t eight_digits(uint64_t number) {
  const uint64_t fours = number / 10'000 | (number % 10'000) << 32;
  const uint64_t hundreds = (fours * 10'486 >> 20) & 0x0000'007F'0000'007F;  // each half / 100
  const uint64_t twos = hundreds | (fours - 100 * hundreds) << 16;
  const uint64_t tens = (twos * 103 >> 10) & 0x000F'000F'000F'000F;  // each quarter / 10
  return (tens | (twos - 10 * tens) << 8) + 0x3030'3030'3030'3030;
}

/// Writes the last `digits` digits of a number and returns their end. Up to seven bytes behind it are overwritten too.
char* write_digits(char* at, uint64_t number, size_t digits) {
  constexpr size_t kAtOnce = 8;
  if (digits > kAtOnce) {
    at = write_digits(at, number / kPowersOfTen[kAtOnce], digits - kAtOnce);
    number %= kPowersOfTen[kAtOnce];
    digits = kAtOnce;
  }
  const uint64_t text = eight_digits(number) >> (8 * (kAtOnce - digits));
  std::memcpy(at, &text, sizeof(text));
  return at + digits;
}

bool read_numbered(ByteReader& in, size_t entries, std::vector<uint32_t>& ends, std::string& heap) {
  const size_t prefix_length = in.number<uint8_t>();
  const std::string_view prefix = in.bytes(prefix_length);
  const size_t digits = in.number<uint8_t>();
  std::vector<int64_t> numbers;
  if (in.broken() || digits > kDigitsMax || !decode_ints(in, entries, numbers)) return false;
  const size_t digits_max = digits == 0 ? kDigitsMax : digits;
  if (entries * (prefix_length + digits_max) > kHeapMax) return false;
  heap.resize(entries * (prefix_length + digits_max) + sizeof(uint64_t));
  ends.resize(entries);
  char* at = heap.data();
  for (size_t i = 0; i < entries; ++i) {
    if (numbers[i] < 0) return false;
    const auto number = static_cast<uint64_t>(numbers[i]);
    if (number >= kPowersOfTen[digits_max]) return false;
    at = std::copy(prefix.begin(), prefix.end(), at);
    at = write_digits(at, number, digits == 0 ? decimal_digits(number) : digits);
    ends[i] = static_cast<uint32_t>(at - heap.data());
  }
  heap.resize(static_cast<size_t>(at - heap.data()));
  return true;
}

}  // namespace

void encode_texts(const TextColumn& column, std::string& out) {
  const TextColumn compact = column.compacted();
  std::vector<int64_t> codes(compact.rows());
  for (size_t i = 0; i < codes.size(); ++i) {
    const uint32_t code = compact.codes()[i];
    codes[i] = code == TextColumn::kNullCode ? kNull : code == TextColumn::kLeaveCode ? kLeave : code;
  }
  encode_ints(codes, out);
  append_number(out, static_cast<uint32_t>(compact.entries()));
  if (compact.entries() > 0) append_heap(compact, out);
}

bool decode_texts(ByteReader& in, size_t rows, TextColumn& out) {
  std::vector<int64_t> wide;
  if (!decode_ints(in, rows, wide)) return false;
  const size_t entries = in.number<uint32_t>();
  if (in.broken() || entries > rows) return false;
  std::vector<uint32_t> codes(rows);
  for (size_t i = 0; i < rows; ++i) {
    const int64_t code = wide[i];
    if (code == kNull || code == kLeave) {
      codes[i] = code == kNull ? TextColumn::kNullCode : TextColumn::kLeaveCode;
    } else if (code < 0 || static_cast<uint64_t>(code) >= entries) {
      return false;
    } else {
      codes[i] = static_cast<uint32_t>(code);
    }
  }
  std::vector<uint32_t> ends;
  std::string heap;
  if (entries > 0) {
    bool ok = false;
    switch (static_cast<HeapEncoding>(in.number<uint8_t>())) {
      case HeapEncoding::kPlain: ok = read_plain(in, entries, false, ends, heap); break;
      case HeapEncoding::kLz4: ok = read_plain(in, entries, true, ends, heap); break;
      case HeapEncoding::kNumbered: ok = read_numbered(in, entries, ends, heap); break;
    }
    if (!ok) return false;
  }
  out = TextColumn::from_parts(std::move(codes), std::move(ends), std::move(heap));
  return true;
}

}  // namespace dunlin::storage
