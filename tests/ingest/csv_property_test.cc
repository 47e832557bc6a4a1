// What is written comes back, however it is quoted, parted and cut; and any garbage behind a header gives each of its rows
// exactly once, taken or rejected, whatever the blocks and threads.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "tests/ingest/gathered.h"

namespace dunlin::ingest {
namespace {

using Random = std::mt19937_64;

std::string pick(Random& random, std::string_view alphabet, size_t least, size_t most) {
  std::string text(least + random() % (most - least + 1), ' ');
  for (char& c : text) c = alphabet[random() % alphabet.size()];
  return text;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return out + '"';
}

struct Written {
  std::string bytes;
  std::vector<std::string> records;
};

Written write_table(Random& random) {
  const char delimiter = ",;\t|"[random() % 4];
  const std::string end = random() % 2 == 0 ? "\n" : "\r\n";
  const auto cell = [&](const std::string& text) {
    const bool must = text.find_first_of("\",;\t|\r\n") != std::string::npos;
    return must || random() % 4 == 0 ? in_quotes(text) : text;
  };
  Written written;
  if (random() % 2 == 0) written.bytes = "\xEF\xBB\xBF";
  written.bytes += cell("debtor_id") + delimiter + cell("name") + delimiter + cell("city") + end;
  uint64_t line = 2;
  const size_t rows = random() % 40;
  for (size_t row = 1; row <= rows; ++row) {
    if (random() % 8 == 0) {
      written.bytes += end;
      ++line;
    }
    const std::string id = pick(random, "abcXYZ019-", 1, 12);
    // Neither end is blank: blanks at the ends are trimmed.
    const std::string name = "n" + pick(random, "ab \",;|\n\t\"", 0, 30) + "m";
    const std::string city = pick(random, "abc", 0, 3);
    written.bytes += cell(id) + delimiter + cell(name) + delimiter + cell(city);
    if (row < rows || random() % 2 == 0) written.bytes += end;
    written.records.push_back(std::to_string(row) + ":" + std::to_string(line) + " debtors debtor_id=" + id +
                              " name=" + name + " city=" + (city.empty() ? "-" : city));
    line += 1 + static_cast<uint64_t>(std::count(name.begin(), name.end(), '\n'));
  }
  return written;
}

TEST(CsvProperty, WhatIsWrittenComesBack) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    const Written written = write_table(random);
    ReadOptions options;
    options.block_bytes = 1 + random() % 300;
    options.threads = 1 + static_cast<uint32_t>(random() % 3);
    const Gathered got = read_bytes(written.bytes, options);
    ASSERT_EQ(got.error, "") << "seed " << seed;
    ASSERT_EQ(got.rejects, std::vector<std::string>{}) << "seed " << seed;
    ASSERT_EQ(got.records, written.records) << "seed " << seed;
    ASSERT_EQ(got.summary.rows, written.records.size()) << "seed " << seed;
  }
}

TEST(CsvProperty, GarbageIsTakenOrRejectedRowByRow) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    const bool fine = random() % 2 == 0;
    const std::string garbage =
        pick(random, fine ? "a,\n" : "ab,,\n\n\r\"\" \xC3\xBC\x01", 0, random() % 10 == 0 ? 20'000 : 300);
    const std::string bytes = "debtor_id,name\n" + garbage;
    const Gathered whole = read_bytes(bytes);
    ASSERT_EQ(whole.error, "") << "seed " << seed;
    ASSERT_EQ(whole.summary.rows, whole.records.size() + whole.rejects.size()) << "seed " << seed;
    for (size_t round = 0; round < 3; ++round) {
      ReadOptions options;
      options.block_bytes = 1 + random() % 200;
      options.threads = 1 + static_cast<uint32_t>(random() % 7);
      const Gathered cut = read_bytes(bytes, options);
      ASSERT_EQ(cut.records, whole.records) << "seed " << seed;
      ASSERT_EQ(cut.rejects, whole.rejects) << "seed " << seed;
      ASSERT_EQ(cut.summary.rows, whole.summary.rows) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace dunlin::ingest
