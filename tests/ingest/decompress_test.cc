// Compressed files are what they hold: same rows, same hash; cut or broken ones are refused.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "tests/ingest/gathered.h"

namespace dunlin::ingest {
namespace {

std::string gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}
std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string table(size_t rows) {
  std::string text = "debtor_id,name\n";
  for (size_t i = 0; i < rows; ++i) text += "D" + std::to_string(i) + ",Name of " + std::to_string(i * 7919 % 1000) + "\n";
  return text;
}

TEST(Decompress, GivesTheSameRowsAndHash) {
  const std::string text = table(20'000);
  const Gathered plain = read_bytes(text);
  ASSERT_EQ(plain.records.size(), 20'000U);
  EXPECT_EQ(plain.summary.content, core::hash128(text));
  EXPECT_GT(plain.largest_batch, 4096U);
  const std::string_view half(text.data(), text.size() / 2);
  const std::string_view rest(text.data() + half.size(), text.size() - half.size());
  for (const std::string& packed : {gzip(text), zstd(text), gzip(half) + gzip(rest), zstd(half) + zstd(rest)}) {
    const TemporaryFile file(packed);
    ReadOptions options;
    options.threads = 2;
    options.block_bytes = 100'000;
    const Gathered got = read_path(file.path(), options);
    EXPECT_EQ(got.error, "");
    EXPECT_EQ(got.records, plain.records);
    EXPECT_EQ(got.summary.content, plain.summary.content);
    const auto hash = content_hash(file.path());
    ASSERT_TRUE(hash.ok());
    EXPECT_EQ(*hash, core::hash128(text));
  }
}

TEST(Decompress, ReadsStdin) {
  const std::string text = table(100);
  for (const std::string& bytes : {text, gzip(text)}) {
    const TemporaryFile file(bytes);
    const int kept = ::dup(STDIN_FILENO);
    const int opened = ::open(file.path().c_str(), O_RDONLY);
    ASSERT_GE(::dup2(opened, STDIN_FILENO), 0);
    ::close(opened);
    const Gathered got = read_path("-");
    if (kept >= 0) {
      ::dup2(kept, STDIN_FILENO);
      ::close(kept);
    }
    EXPECT_EQ(got.error, "");
    EXPECT_EQ(got.records.size(), 100U);
    EXPECT_EQ(got.summary.content, core::hash128(text));
  }
}

TEST(Decompress, RefusesCutStreams) {
  const std::string text = table(3000);
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    for (const size_t kept : {packed.size() - 1, packed.size() - 8, packed.size() / 2, size_t{30}, size_t{5}}) {
      const Gathered got = read_bytes(packed.substr(0, kept));
      EXPECT_NE(got.error.find("is cut off before its end"), std::string::npos) << kept << ": " << got.error;
    }
  }
}

TEST(Decompress, RefusesBrokenStreams) {
  const std::string text = table(3000);
  for (std::string packed : {gzip(text), zstd(text), gzip(text) + "tail", zstd(text) + "tail"}) {
    if (!packed.ends_with("tail")) packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
    const Gathered got = read_bytes(packed);
    EXPECT_NE(got.error.find("stream is c"), std::string::npos) << got.error;
  }
}

TEST(Decompress, CountsTheBytesOfTheFileForProgress) {
  const std::string packed = gzip(table(50'000));
  const TemporaryFile file(packed);
  ReadSink sink;
  sink.batch = [](core::EventBatch&&) { return core::Status(); };
  sink.reject = [](core::Reject&&) { return core::Status(); };
  uint64_t last = 0;
  sink.progress = [&](uint64_t bytes) {
    EXPECT_GE(bytes, last);
    last = bytes;
  };
  ASSERT_TRUE(read_file(file.path(), {}, sink).ok());
  EXPECT_EQ(last, packed.size());
}

}  // namespace
}  // namespace dunlin::ingest
