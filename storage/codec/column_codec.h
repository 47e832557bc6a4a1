// Columns as bytes. A column of integers takes the smallest of:
//
//   0 constant    value:8                                        every row the same
//   1 packed      base:8 specials:1 width:1 bits                 frame of reference; code 0 = null, 1 = leave as `specials`
//   says 2 ascending   first:8 step:8 width:1 bits                    value before + step + bits: hashes, identity codes,
//   row numbers 3 dictionary  entries:1 value:8... width:1 bits              up to 16 distinct values far apart: currencies
//   4 sparse      present:4 bitmap block                         mostly null: a bit a row, then a block of the present rows
//
// A column of texts is a block of codes (null and leave kept), the number of entries, and the entries as one of:
//
//   0 plain       block of lengths, bytes:4, heap
//   1 lz4         block of lengths, bytes:4, stored:4, heap compressed
//   2 numbered    prefix_length:1 prefix digits:1 block          prefix + decimal number, zero-padded to `digits` (0: not
//   padded)
//
// All numbers little-endian. Decoding checks every length and code; broken bytes give `false`, never a crash.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/table.h"
#include "storage/codec/byte_reader.h"

namespace dunlin::storage {

/// Rows of one column that a reader accepts; no page comes near it.
inline constexpr size_t kColumnRowsMax = 1U << 24;

void encode_ints(std::span<const int64_t> values, std::string& out);
/// Reads a block of exactly `rows` values; false when the bytes are broken.
bool decode_ints(ByteReader& in, size_t rows, std::vector<int64_t>& out);

/// Entries are stored once each and only if a row uses them, so a decoded column equals column.compacted().
void encode_texts(const core::TextColumn& column, std::string& out);
bool decode_texts(ByteReader& in, size_t rows, core::TextColumn& out);

}  // namespace dunlin::storage
