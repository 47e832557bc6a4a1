// Integer columns: one look at the values decides the encoding, one pass of a kernel writes it.
#include <algorithm>
#include <limits>

#include "storage/codec/bitpack_kernel.h"
#include "storage/codec/column_codec.h"

namespace dunlin::storage {
namespace {

using core::kLeave;
using core::kNull;

enum class IntEncoding : uint8_t { kConstant, kPacked, kAscending, kDictionary, kSparse };
constexpr size_t kDictionaryMax = 16;

/// `nested`: inside a sparse block, where another sparse block has no business (and could nest without end).
bool decode_block(ByteReader& in, size_t rows, bool nested, std::vector<int64_t>& out);

/// What one look at a column tells.
struct Shape {
  int64_t smallest = std::numeric_limits<int64_t>::max();
  int64_t largest = std::numeric_limits<int64_t>::min();
  uint64_t step_smallest = ~0ULL;
  uint64_t step_largest = 0;
  size_t nulls = 0;
  size_t leaves = 0;
  bool constant = true;
};

Shape shape_of(std::span<const int64_t> values) {
  Shape shape;
  for (size_t i = 0; i < values.size(); ++i) {
    const int64_t value = values[i];
    shape.nulls += value == kNull;
    shape.leaves += value == kLeave;
    if (value > kLeave) {
      shape.smallest = std::min(shape.smallest, value);
      shape.largest = std::max(shape.largest, value);
    }
    if (i > 0) {
      const uint64_t step = static_cast<uint64_t>(value) - static_cast<uint64_t>(values[i - 1]);
      shape.step_smallest = std::min(shape.step_smallest, step);
      shape.step_largest = std::max(shape.step_largest, step);
      shape.constant &= step == 0;
    }
  }
  return shape;
}

std::span<const uint64_t> as_unsigned(std::span<const int64_t> values) {
  return {reinterpret_cast<const uint64_t*>(values.data()), values.size()};
}

void append_bits(std::span<const uint64_t> values, uint64_t base, unsigned width, std::string& out) {
  const size_t at = out.size();
  out.resize(at + packed_bytes(values.size(), width));
  pack_bits(values, base, width, reinterpret_cast<uint8_t*>(out.data()) + at);
}

void append_packed(std::span<const int64_t> values, const Shape& shape, std::string& out) {
  // Codes below `specials` stand for null and leave; the values follow them.
  const uint8_t specials = shape.leaves > 0 ? 2 : shape.nulls > 0 ? 1 : 0;
  const bool empty = shape.smallest > shape.largest;
  const uint64_t smallest = empty ? 0 : static_cast<uint64_t>(shape.smallest);
  const uint64_t range = empty ? 0 : static_cast<uint64_t>(shape.largest) - smallest;
  const unsigned width = range > ~0ULL - specials ? 64 : bit_width_of(range + specials);
  append_number(out, IntEncoding::kPacked);
  append_number(out, smallest);
  append_number(out, specials);
  append_number(out, static_cast<uint8_t>(width));
  if (specials == 0) return append_bits(as_unsigned(values), smallest, width, out);
  std::vector<uint64_t> codes(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const uint64_t code = static_cast<uint64_t>(values[i]) - smallest + specials;
    codes[i] = values[i] == kNull ? 0 : values[i] == kLeave ? 1 : code;
  }
  append_bits(codes, 0, width, out);
}

void append_ascending(std::span<const int64_t> values, const Shape& shape, std::string& out) {
  const unsigned width = bit_width_of(shape.step_largest - shape.step_smallest);
  append_number(out, IntEncoding::kAscending);
  append_number(out, values[0]);
  append_number(out, shape.step_smallest);
  append_number(out, static_cast<uint8_t>(width));
  std::vector<uint64_t> steps(values.size() - 1);
  for (size_t i = 1; i < values.size(); ++i) {
    steps[i - 1] = static_cast<uint64_t>(values[i]) - static_cast<uint64_t>(values[i - 1]);
  }
  append_bits(steps, shape.step_smallest, width, out);
}

/// Fills `entries` with the distinct values; false when there are more than kDictionaryMax.
bool distinct_values(std::span<const int64_t> values, std::vector<int64_t>& entries) {
  for (const int64_t value : values) {
    if (!entries.empty() && entries.back() == value) continue;
    if (std::find(entries.begin(), entries.end(), value) != entries.end()) continue;
    if (entries.size() == kDictionaryMax) return false;
    entries.push_back(value);
  }
  std::sort(entries.begin(), entries.end());
  return true;
}

void append_dictionary(std::span<const int64_t> values, const std::vector<int64_t>& entries, std::string& out) {
  const unsigned width = bit_width_of(entries.size() - 1);
  append_number(out, IntEncoding::kDictionary);
  append_number(out, static_cast<uint8_t>(entries.size()));
  for (const int64_t entry : entries) append_number(out, entry);
  append_number(out, static_cast<uint8_t>(width));
  std::vector<uint64_t> codes(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    codes[i] = static_cast<uint64_t>(std::lower_bound(entries.begin(), entries.end(), values[i]) - entries.begin());
  }
  append_bits(codes, 0, width, out);
}

void append_sparse(std::span<const int64_t> values, size_t nulls, std::string& out) {
  std::vector<int64_t> present;
  present.reserve(values.size() - nulls);
  std::string bitmap((values.size() + 7) / 8, '\0');
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] == kNull) continue;
    bitmap[i / 8] = static_cast<char>(bitmap[i / 8] | 1 << (i % 8));
    present.push_back(values[i]);
  }
  append_number(out, IntEncoding::kSparse);
  append_number(out, static_cast<uint32_t>(present.size()));
  out += bitmap;
  encode_ints(present, out);
}

std::span<const uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

/// Reads width and bits of `out.size()` values.
bool read_bits(ByteReader& in, uint64_t base, std::span<uint64_t> out) {
  const unsigned width = in.number<uint8_t>();
  if (width > 64) return false;
  const std::string_view bits = in.bytes(packed_bytes(out.size(), width));
  if (in.broken()) return false;
  unpack_bits(as_bytes(bits), width, base, out);
  return true;
}

std::span<uint64_t> as_unsigned(std::vector<int64_t>& values, size_t from = 0) {
  return {reinterpret_cast<uint64_t*>(values.data()) + from, values.size() - from};
}

bool read_packed(ByteReader& in, std::vector<int64_t>& out) {
  const auto smallest = in.number<uint64_t>();
  const auto specials = in.number<uint8_t>();
  if (specials > 2) return false;
  const uint64_t base = smallest - specials;
  if (!read_bits(in, base, as_unsigned(out))) return false;
  if (specials == 0) return true;
  const auto null_code = static_cast<int64_t>(base);
  const auto leave_code = static_cast<int64_t>(base + 1);
  if (specials == 1) {
    for (int64_t& value : out) value = value == null_code ? kNull : value;
    return true;
  }
  for (int64_t& value : out) value = value == null_code ? kNull : value == leave_code ? kLeave : value;
  return true;
}

bool read_ascending(ByteReader& in, std::vector<int64_t>& out) {
  if (out.empty()) return false;
  out[0] = in.number<int64_t>();
  const auto step = in.number<uint64_t>();
  const std::span<uint64_t> rest = as_unsigned(out, 1);
  if (!read_bits(in, step, rest)) return false;
  prefix_sum(static_cast<uint64_t>(out[0]), rest);
  return true;
}

bool read_dictionary(ByteReader& in, std::vector<int64_t>& out) {
  const size_t entries = in.number<uint8_t>();
  if (entries == 0 || entries > kDictionaryMax) return false;
  int64_t values[kDictionaryMax] = {};
  for (size_t i = 0; i < entries; ++i) values[i] = in.number<int64_t>();
  if (!read_bits(in, 0, as_unsigned(out))) return false;
  uint64_t worst = 0;
  for (int64_t& value : out) {
    const auto code = static_cast<uint64_t>(value);
    worst = std::max(worst, code);
    value = values[code % kDictionaryMax];
  }
  return worst < entries;
}

bool read_sparse(ByteReader& in, std::vector<int64_t>& out) {
  const size_t present = in.number<uint32_t>();
  const std::string_view bitmap = in.bytes((out.size() + 7) / 8);
  if (in.broken() || present > out.size()) return false;
  std::vector<int64_t> values;
  if (!decode_block(in, present, true, values)) return false;
  size_t next = 0;
  for (size_t i = 0; i < out.size(); ++i) {
    const bool there = (static_cast<uint8_t>(bitmap[i / 8]) >> (i % 8) & 1) != 0;
    if (there && next == present) return false;
    out[i] = there ? values[next++] : kNull;
  }
  return next == present;
}

bool decode_block(ByteReader& in, size_t rows, bool nested, std::vector<int64_t>& out) {
  if (rows > kColumnRowsMax) return false;
  out.resize(rows);
  bool ok = false;
  switch (static_cast<IntEncoding>(in.number<uint8_t>())) {
    case IntEncoding::kConstant:
      std::fill(out.begin(), out.end(), in.number<int64_t>());
      ok = true;
      break;
    case IntEncoding::kPacked: ok = read_packed(in, out); break;
    case IntEncoding::kAscending: ok = read_ascending(in, out); break;
    case IntEncoding::kDictionary: ok = read_dictionary(in, out); break;
    case IntEncoding::kSparse: ok = !nested && read_sparse(in, out); break;
  }
  return ok && !in.broken();
}

}  // namespace

void encode_ints(std::span<const int64_t> values, std::string& out) {
  const Shape shape = shape_of(values);
  if (values.empty() || shape.constant) {
    append_number(out, IntEncoding::kConstant);
    append_number(out, values.empty() ? int64_t{0} : values[0]);
    return;
  }
  const size_t rows = values.size();
  const size_t specials = shape.leaves > 0 ? 2 : shape.nulls > 0 ? 1 : 0;
  const uint64_t range =
      shape.smallest > shape.largest ? 0 : static_cast<uint64_t>(shape.largest) - static_cast<uint64_t>(shape.smallest);
  const unsigned packed_width = range > ~0ULL - specials ? 64 : bit_width_of(range + specials);
  // A value far from null or leave cannot be told from them in 64 bits of wrapped codes; a dictionary or sparse block can.
  const bool packable = range <= ~0ULL - specials;
  const size_t packed = packable ? 11 + packed_bytes(rows, packed_width) : ~size_t{0};
  const size_t ascending = 18 + packed_bytes(rows - 1, bit_width_of(shape.step_largest - shape.step_smallest));
  const size_t present = rows - shape.nulls;
  const size_t sparse = shape.nulls == 0 ? ~size_t{0} : 6 + rows / 8 + 11 + packed_bytes(present, packed_width);
  size_t best = std::min({packed, ascending, sparse});
  if (best > 64 && packed_width > 4) {
    std::vector<int64_t> entries;
    if (distinct_values(values, entries)) {
      const size_t dictionary = 3 + 8 * entries.size() + packed_bytes(rows, bit_width_of(entries.size() - 1));
      if (dictionary < best) return append_dictionary(values, entries, out);
    }
  }
  if (best == ascending) return append_ascending(values, shape, out);
  if (best == packed) return append_packed(values, shape, out);
  append_sparse(values, shape.nulls, out);
}

bool decode_ints(ByteReader& in, size_t rows, std::vector<int64_t>& out) { return decode_block(in, rows, false, out); }

}  // namespace dunlin::storage
