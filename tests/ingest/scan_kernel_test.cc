// Every instruction set finds what the plain loop finds, bit for bit; and quotes mean the same however a text is cut.
#include "ingest/csv/scan_kernel.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "ingest/csv/quote_state.h"
#include "ingest/csv/row_index_kernel.h"

namespace dunlin::ingest {
namespace {

std::string random_text(std::mt19937_64& random, std::string_view alphabet, size_t size) {
  std::string text(size, ' ');
  for (char& c : text) c = alphabet[random() % alphabet.size()];
  return text;
}

TEST(ScanKernel, EveryTargetEqualsThePlainLoop) {
  const std::vector<ScanTarget> targets = scan_targets();
  ASSERT_GE(targets.size(), 2U);
  std::mt19937_64 random(1);
  std::string every(256, ' ');
  for (size_t i = 0; i < every.size(); ++i) every[i] = static_cast<char>(i);
  for (const std::string& alphabet :
       {every, std::string("\",;\n\r ab"), std::string("\x80\xFF,\""), std::string(",\0\n", 3)}) {
    for (size_t blocks = 0; blocks < 20; ++blocks) {
      // An odd offset: loads need no alignment.
      const std::string text = random_text(random, alphabet, blocks * kScanBlock + 1);
      std::vector<BlockMasks> expected(blocks);
      const uint32_t traits = scan_blocks_plain(text.data() + 1, blocks, ',', expected.data());
      for (const ScanTarget& target : targets) {
        std::vector<BlockMasks> masks(blocks);
        EXPECT_EQ(target.scan(text.data() + 1, blocks, ',', masks.data()), traits) << target.name;
        EXPECT_EQ(masks, expected) << target.name;
      }
      std::vector<BlockMasks> chosen(blocks);
      EXPECT_EQ(scan_blocks(text.data() + 1, blocks, ',', chosen.data()), traits);
      EXPECT_EQ(chosen, expected);
    }
  }
}

TEST(ScanKernel, SeesEachByteAtEachPlace) {
  for (const ScanTarget& target : scan_targets()) {
    for (size_t at = 0; at < kScanBlock; ++at) {
      for (const char c : {'"', '|', '\n', '\0', '\x80', '\xFF'}) {
        std::string text(kScanBlock, 'x');
        text[at] = c;
        BlockMasks masks{};
        const uint32_t traits = target.scan(text.data(), 1, '|', &masks);
        const uint64_t bit = 1ULL << at;
        EXPECT_EQ(masks, (BlockMasks{c == '"' ? bit : 0, c == '|' ? bit : 0, c == '\n' ? bit : 0})) << target.name << at;
        EXPECT_EQ(traits, (c == 0 ? kSawNul : 0U) | ((c & 0x80) != 0 ? kSawHighBit : 0U)) << target.name << at;
      }
    }
  }
}

/// Cells and rows by the book, one byte after the other.
struct Walked {
  std::vector<uint32_t> cell_ends{~0U};
  std::vector<uint32_t> row_cells;
  std::vector<uint32_t> row_newlines;
};
Walked walk(std::string_view text) {
  enum { kCellStart, kPlain, kQuoted, kQuoteInQuoted } state = kCellStart;
  Walked found;
  uint32_t newlines = 0;
  for (uint32_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    newlines += c == '\n';
    if (state == kQuoted) {
      if (c == '"') state = kQuoteInQuoted;
    } else if (c == '"' && state != kPlain) {
      state = kQuoted;
    } else if (c == ',' || c == '\n') {
      found.cell_ends.push_back(at);
      if (c == '\n') {
        found.row_cells.push_back(static_cast<uint32_t>(found.cell_ends.size()) - 1);
        found.row_newlines.push_back(newlines);
      }
      state = kCellStart;
    } else {
      state = kPlain;
    }
  }
  return found;
}

TEST(RowIndex, FindsWhatAByteWalkFinds) {
  std::mt19937_64 random(2);
  for (const std::string_view alphabet : {"\",\na", "\",,,\n\naaaaaaaaa", "\"\"\",\n", ",\nabcdefghij", "\"a"}) {
    for (size_t round = 0; round < 300; ++round) {
      const std::string text = random_text(random, alphabet, random() % 400);
      const Walked expected = walk(text);
      RowIndex index;
      index.begin_block();
      index_rows(text, ',', ~0U, index);
      EXPECT_EQ(index.cell_ends, expected.cell_ends) << text;
      EXPECT_EQ(index.row_cells, expected.row_cells) << text;
      EXPECT_EQ(index.row_newlines, expected.row_newlines) << text;
    }
  }
}

TEST(QuoteState, DoesNotDependOnWhereBlocksEnd) {
  std::mt19937_64 random(3);
  for (size_t round = 0; round < 2000; ++round) {
    const std::string text = random_text(random, "\"\",\na", kScanBlock);
    BlockMasks masks{};
    scan_blocks_plain(text.data(), 1, ',', &masks);
    QuoteState whole{random() % 2 == 0 ? 0 : ~0ULL, random() % 2};
    QuoteState pieces = whole;
    const Structure expected = apply_quotes(whole, masks, kScanBlock);
    Structure joined{0, 0};
    for (size_t at = 0; at < kScanBlock;) {
      const size_t bytes = std::min<size_t>(1 + random() % 20, kScanBlock - at);
      const uint64_t low = (1ULL << bytes) - 1;
      const BlockMasks piece{masks.quote >> at & low, masks.delimiter >> at & low, masks.newline >> at & low};
      const Structure found = apply_quotes(pieces, piece, bytes);
      joined.delimiters |= found.delimiters << at;
      joined.newlines |= found.newlines << at;
      at += bytes;
    }
    EXPECT_EQ(joined.delimiters, expected.delimiters) << text;
    EXPECT_EQ(joined.newlines, expected.newlines) << text;
    EXPECT_EQ(pieces.inside, whole.inside) << text;
  }
}

}  // namespace
}  // namespace dunlin::ingest
