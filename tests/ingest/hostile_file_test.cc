// Files made to hurt: a clear reject or refusal, in bounded memory.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include "core/limits.h"
#include "tests/ingest/gathered.h"

namespace dunlin::ingest {
namespace {

using Lines = std::vector<std::string>;

std::string read_reasons(const Gathered& got) {
  std::string text = got.error;
  for (const core::Reject& reject : got.raw_rejects) {
    text += std::to_string(reject.row) + ":" + std::to_string(reject.line) + " " + reject.reason + ";";
    EXPECT_LE(reject.text.size(), 120U);
    EXPECT_FALSE(reject.detail.empty());
  }
  return text;
}

std::string reasons(std::string_view bytes, size_t block = 4U << 20, uint32_t threads = 1) {
  ReadOptions options;
  options.block_bytes = block;
  options.threads = threads;
  return read_reasons(read_bytes(bytes, options));
}

TEST(HostileFile, OfHugeCellsLosesTheirRowsAlone) {
  const std::string header = "debtor_id,name\n";
  struct Case {
    std::string bytes;
    std::string expected;
  };
  const std::string digits(2'000'000, '9');
  const Case cases[] = {
      {header + "D1," + std::string(core::kTextBytesMax + 1, 'x') + "\nD2,B\n", "1:2 text_too_long;"},
      {header + "D1," + std::string(core::kTextBytesMax, 'x') + "\nD2,B\n", ""},
      {header + "D1," + std::string(core::kFieldBytesMax + 1, 'x') + "\nD2,B\n", "1:2 cell_too_long;"},
      {header + "D1,\"" + std::string(core::kFieldBytesMax + 1, '\n') + "\"\nD2\n",
       "1:2 cell_too_long;2:1048580 ragged_row;"},
      {header + "D1," + std::string(core::kRowBytesMax - 3, 'x') + "\nD2,B\n", "1:2 cell_too_long;"},
      {header + "D1," + std::string(core::kRowBytesMax - 2, 'x') + "\nD2,B\nD3\n", "1:2 row_too_long;3:4 ragged_row;"},
      {header + "D1," + std::string(core::kRowBytesMax * 2, '\xFF') + "\nD2,B\n", "1:2 row_too_long;"},
      {header + "D0,A\nD1,\"" + std::string(core::kRowBytesMax * 2, '\n'), "2:3 row_too_long;"},
      {header + std::string(core::kRowBytesMax, ',') + "\nD2,B\n", "1:2 ragged_row;"},
      {"payment_id,debtor_id,amount,currency,value_date\nP1,D1,1e400,EUR,2026-01-10\nP2,D1," + digits.substr(0, 1'000'000) +
           ",EUR,2026-01-10\nP3,D1," + digits + ",EUR,2026-01-10\nP4,D1,1,EUR," + digits.substr(0, 500'000) + "\n",
       "1:2 bad_amount;2:3 bad_amount;3:4 cell_too_long;4:5 bad_date;"},
      {header + std::string(300'000, '"') + "\n" + std::string(300'001, '"') + ",B\nD3,C\n",
       "1:2 ragged_row;2:3 bad_quotes;"},
  };
  for (const Case& at : cases) {
    const std::string name = at.bytes.substr(0, 40);
    EXPECT_EQ(reasons(at.bytes), at.expected) << name;
    EXPECT_EQ(reasons(at.bytes, 100'000), at.expected) << name;
    EXPECT_EQ(reasons(at.bytes, 1U << 20, 3), at.expected) << name;
  }
}

TEST(HostileFile, OfDeepOrHugeJsonLosesItsLinesAlone) {
  const std::string good = "{\"debtor_id\":\"D1\",\"name\":\"A\"}\n";
  struct Case {
    std::string line;
    std::string expected;
  };
  const Case cases[] = {
      {"{\"debtor_id\":" + std::string(1'000'000, '[') + "\n", "2:2 bad_json;"},
      {"{\"debtor_id\":" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}\n", "2:2 nested_value;"},
      {"{\"debtor_id\":" + std::string(1'000'000, '{') + "\n", "2:2 bad_json;"},
      {std::string(1'000'000, '[') + "\n", "2:2 bad_json;"},
      {"{\"debtor_id\":\"" + std::string(core::kFieldBytesMax + 1, 'x') + "\",\"name\":\"A\"}\n", "2:2 cell_too_long;"},
      {"{\"debtor_id\":\"" + std::string(core::kRowBytesMax, 'x') + "\",\"name\":\"A\"}\n", "2:2 row_too_long;"},
      {"{\"debtor_id\":" + std::string(3'000'000, '7') + ",\"name\":\"A\"}\n", "2:2 cell_too_long;"},
      {"{\"debtor_id\":\"D\x01\",\"name\":\"A\"}\n", "2:2 bad_json;"},
      {"{\"debtor_id\":\"D\\u0001\",\"name\":\"A\"}\n", "2:2 bad_id;"},
      {"{\"debtor_id\":\"D\\ud800\",\"name\":\"A\"}\n", "2:2 bad_json;"},
      {"{\"flags\":[" + std::string(500'000, '1') + "],\"debtor_id\":\"D\",\"name\":\"A\"}\n", "2:2 bad_code;"},
  };
  for (const Case& at : cases) {
    EXPECT_EQ(reasons(good + at.line + good), at.expected) << at.line.substr(0, 40);
    EXPECT_EQ(reasons(good + at.line + good, 50'000, 2), at.expected) << at.line.substr(0, 40);
  }
}

TEST(HostileFile, ThatSwellsIsStreamed) {
  // 256 MiB of one letter in about 1 MiB of gzip: one row that never ends.
  z_stream stream{};
  ASSERT_EQ(deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed;
  std::string piece = "debtor_id,name\nD1,A\n";
  for (size_t written = 0; written <= 256U << 20; written += piece.size()) {
    if (written > 0 && piece.size() < 1U << 20) piece.assign(1U << 20, 'x');
    std::string out(2U << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_in = static_cast<uInt>(piece.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ASSERT_EQ(deflate(&stream, written + piece.size() > 256U << 20 ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_ERROR, false);
    packed.append(out, 0, out.size() - stream.avail_out);
  }
  deflateEnd(&stream);
  const TemporaryFile file(packed);
  struct rusage before {};
  struct rusage after {};
  getrusage(RUSAGE_SELF, &before);
  const Gathered got = read_path(file.path());
  getrusage(RUSAGE_SELF, &after);
  EXPECT_EQ(read_reasons(got), "2:3 row_too_long;");
  EXPECT_EQ(got.records, Lines{"1:2 debtors debtor_id=D1 name=A"});
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 128L << 10) << "kilobytes";
}

}  // namespace
}  // namespace dunlin::ingest
