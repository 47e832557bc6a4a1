// Columns come back as they were, whatever they hold; broken bytes are told, never crashed on.
#include "storage/codec/column_codec.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "storage/codec/bitpack_kernel.h"

namespace dunlin::storage {
namespace {

using core::kLeave;
using core::kNull;
using core::TextColumn;
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

std::vector<int64_t> round_trip(const std::vector<int64_t>& values, size_t& bytes) {
  std::string block;
  encode_ints(values, block);
  bytes = block.size();
  ByteReader in(block);
  std::vector<int64_t> out;
  EXPECT_TRUE(decode_ints(in, values.size(), out));
  EXPECT_EQ(in.left(), 0U);
  return out;
}

std::vector<int64_t> repeated(size_t count, const std::function<int64_t(size_t)>& value) {
  std::vector<int64_t> values(count);
  for (size_t i = 0; i < count; ++i) values[i] = value(i);
  return values;
}

struct IntCase {
  const char* name;
  std::vector<int64_t> values;
  size_t bytes_max;
};

TEST(ColumnCodec, IntsComeBackInFewBytes) {
  std::mt19937_64 dice(7);
  const auto random = [&](size_t) { return static_cast<int64_t>(dice()); };
  const std::vector<IntCase> cases = {
      {"empty", {}, 9},
      {"one", {42}, 9},
      {"constant", repeated(1000, [](size_t) { return 7; }), 9},
      {"all null", repeated(1000, [](size_t) { return kNull; }), 9},
      {"null and leave", repeated(1000, [](size_t i) { return i % 2 == 0 ? kNull : kLeave; }), 11 + 250},
      {"dates", repeated(1000, [&](size_t) { return 20'000 + static_cast<int64_t>(dice() % 500); }), 11 + 1125},
      {"dates with nulls",
       repeated(1000, [&](size_t i) { return i % 3 == 0 ? kNull : 20'000 + static_cast<int64_t>(dice() % 500); }),
       11 + 1125},
      {"with leaves", repeated(1000, [&](size_t i) { return i % 3 == 0 ? kLeave : static_cast<int64_t>(i); }), 11 + 1250},
      {"ascending", repeated(1000, [](size_t i) { return static_cast<int64_t>(i) * 1'000'000'007; }), 18},
      {"identity with nulls", repeated(1000, [](size_t i) { return i % 7 == 0 ? kNull : static_cast<int64_t>(i); }), 1400},
      {"currencies", repeated(1000, [&](size_t) { return dice() % 2 == 0 ? 4'543'314 : 5'591'881; }), 3 + 16 + 125},
      {"mostly null", repeated(1000, [&](size_t i) { return i % 100 == 0 ? random(i) : kNull; }), 6 + 125 + 11 + 80},
      {"random", repeated(1000, random), 18 + 8000},
      {"extremes", {kNull, kLeave, kLeave + 1, -1, 0, 1, kMax - 1, kMax, kNull}, 100},
      {"extremes without null", {kLeave + 1, kMax, 0, -1}, 64},
      {"one step past leave", {kLeave + 1, kLeave, kMax, kLeave + 1}, 64},
  };
  for (const IntCase& test : cases) {
    size_t bytes = 0;
    EXPECT_EQ(round_trip(test.values, bytes), test.values) << test.name;
    EXPECT_LE(bytes, test.bytes_max) << test.name;
  }
}

TEST(ColumnCodec, EveryWidthAndLengthComesBack) {
  std::mt19937_64 dice(11);
  for (unsigned width = 0; width <= 64; ++width) {
    for (const size_t count : {1U, 7U, 8U, 9U, 64U, 100U}) {
      std::vector<uint64_t> values(count);
      for (uint64_t& value : values) value = width == 0 ? 0 : dice() >> (64 - width);
      std::vector<uint8_t> packed(packed_bytes(count, width));
      pack_bits(values, 0, width, packed.data());
      std::vector<uint64_t> out(count);
      unpack_bits(packed, width, 5, out);
      for (size_t i = 0; i < count; ++i) ASSERT_EQ(out[i], values[i] + 5) << width << ' ' << count << ' ' << i;
    }
  }
}

TextColumn texts(const std::vector<const char*>& rows) {
  TextColumn column;
  for (const char* row : rows) {
    if (row == nullptr) {
      column.append_null();
    } else if (row == std::string_view("~")) {
      column.append_leave();
    } else {
      column.append(row);
    }
  }
  return column;
}

void expect_same(const TextColumn& a, const TextColumn& b, const char* name) {
  ASSERT_EQ(a.rows(), b.rows()) << name;
  for (size_t i = 0; i < a.rows(); ++i) {
    EXPECT_EQ(a.is_null(i), b.is_null(i)) << name;
    EXPECT_EQ(a.is_leave(i), b.is_leave(i)) << name;
    EXPECT_EQ(a.at(i), b.at(i)) << name;
  }
}

TEST(ColumnCodec, TextsComeBack) {
  std::vector<std::string> ids;
  std::vector<const char*> many;
  for (int i = 0; i < 500; ++i) ids.push_back("INV-" + std::to_string(2'000'000 + i * 37));
  for (const std::string& id : ids) many.push_back(id.c_str());
  struct Case {
    const char* name;
    std::vector<const char*> rows;
    size_t bytes_max;
  };
  const std::vector<Case> cases = {
      {"empty", {}, 16},
      {"nulls and leaves", {nullptr, "~", nullptr, ""}, 64},
      {"padded numbers", {"R007", "R008", "R123", "R007"}, 48},
      {"unpadded numbers", {"7", "123", "99999999", "0"}, 64},
      {"mixed padding is text", {"R07", "R7", "R007"}, 64},
      {"nineteen digits are text", {"1234567890123456789", "1234567890123456788"}, 96},
      {"signs are text", {"+5", "-5", "5"}, 64},
      {"shared prefix alone", {"R", "R1", "R2"}, 64},
      {"numbered ids", many, 1200},
      {"utf-8 and zero bytes", {"Müller", "日本", "x"}, 96},
  };
  for (const Case& test : cases) {
    const TextColumn column = texts(test.rows);
    std::string block;
    encode_texts(column, block);
    EXPECT_LE(block.size(), test.bytes_max) << test.name;
    ByteReader in(block);
    TextColumn out;
    ASSERT_TRUE(decode_texts(in, column.rows(), out)) << test.name;
    EXPECT_EQ(in.left(), 0U) << test.name;
    expect_same(column, out, test.name);
  }
}

TEST(ColumnCodec, NumberedIdsOfEveryLengthComeBack) {
  for (const bool padded : {false, true}) {
    for (const std::string prefix : {"", "R", "INVOICE-2026/"}) {
      for (size_t length = 1; length <= 18; ++length) {
        TextColumn column;
        const auto add = [&](std::string digits) {
          if (padded) digits.insert(0, length - digits.size(), '0');
          column.append(prefix + digits);
        };
        add("0");
        for (size_t digits = 1; digits <= length; ++digits) {
          add("1" + std::string(digits - 1, '0'));
          add(std::string(digits, '9'));
          add(std::string("987654321234567890").substr(0, digits));
        }
        std::string block;
        encode_texts(column, block);
        ByteReader in(block);
        TextColumn out;
        const std::string name = prefix + " " + std::to_string(length) + (padded ? " padded" : "");
        ASSERT_TRUE(decode_texts(in, column.rows(), out)) << name;
        expect_same(column, out, name.c_str());
      }
    }
  }
}

TEST(ColumnCodec, LongRepetitiveTextsAreCompressed) {
  TextColumn column;
  for (int i = 0; i < 300; ++i)
    column.append("Musterstrasse " + std::to_string(i % 40) + " Hinterhaus, dritter Stock links");
  std::string block;
  encode_texts(column, block);
  EXPECT_LT(block.size(), 1200U);
  ByteReader in(block);
  TextColumn out;
  ASSERT_TRUE(decode_texts(in, column.rows(), out));
  expect_same(column, out, "streets");
  EXPECT_EQ(out.entries(), 40U) << "each text lies once in the dictionary";
}

TEST(ColumnCodec, BrokenBytesNeverCrash) {
  std::mt19937 dice(3);
  std::vector<std::string> blocks(3);
  encode_ints(repeated(200, [&](size_t i) { return i % 9 == 0 ? kNull : static_cast<int64_t>(dice() % 1000); }), blocks[0]);
  encode_ints(repeated(200, [&](size_t i) { return i % 50 == 0 ? static_cast<int64_t>(dice()) : kNull; }), blocks[1]);
  TextColumn column;
  for (int i = 0; i < 200; ++i) column.append("street number " + std::to_string(i));
  encode_texts(column, blocks[2]);
  size_t told = 0;
  for (size_t b = 0; b < blocks.size(); ++b) {
    for (size_t at = 0; at < blocks[b].size(); ++at) {
      for (const int bit : {0, 3, 7}) {
        std::string broken = blocks[b];
        broken[at] = static_cast<char>(broken[at] ^ 1 << bit);
        ByteReader in(broken);
        std::vector<int64_t> ints;
        TextColumn out;
        // Flips inside values cannot be told without the checksum; that every one returns is what is shown here.
        const bool read = b < 2 ? decode_ints(in, 200, ints) : decode_texts(in, 200, out);
        told += !read || in.left() != 0;
      }
    }
    for (size_t cut = 0; cut < blocks[b].size(); ++cut) {
      ByteReader in(std::string_view(blocks[b]).substr(0, cut));
      std::vector<int64_t> ints;
      TextColumn out;
      EXPECT_FALSE(b < 2 ? decode_ints(in, 200, ints) : decode_texts(in, 200, out)) << "cut at " << cut;
    }
  }
  EXPECT_GT(told, 20U);
  // A sparse block inside a sparse block, deep down, is refused and not followed.
  std::string nested;
  for (int i = 0; i < 100'000; ++i) nested += std::string("\x04\0\0\0\0", 5);
  ByteReader in(nested);
  std::vector<int64_t> out;
  EXPECT_FALSE(decode_ints(in, 0, out));
}

}  // namespace
}  // namespace dunlin::storage
