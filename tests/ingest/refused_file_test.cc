// Files that are refused whole, each with a line that says why and what to do.
#include <gtest/gtest.h>

#include "tests/ingest/gathered.h"

namespace dunlin::ingest {
namespace {

using namespace std::string_view_literals;

struct Case {
  const char* name;
  std::string_view bytes;
  const char* error;  ///< part of it
};

const Case kCases[] = {
    {"empty", "", "FILE: is empty"},
    {"bom_only", "\xEF\xBB\xBF", "FILE: is empty"},
    {"blank_lines", "\n\r\n  \n", "FILE: holds nothing but blanks"},
    {"nul_in_header", "debtor_id,na\0me\nD1,A\n"sv, "NUL bytes"},
    {"nul_in_row", "debtor_id,name\nD1,A\nD2,\0\n"sv, "FILE: the file holds NUL bytes"},
    {"utf16",
     "\xFF\xFE"
     "d\0e\0"sv,
     "is UTF-16"},
    {"zip", "PK\x03\x04\x14\x00\x06\x00"sv, "Excel workbook"},
    {"pdf", "%PDF-1.7\n%\x01\n", "PDF"},
    {"control_characters", "debtor_id,name\x02\nD1,A\n", "is binary"},
    {"latin1_header",
     "debtor_id,name,stra\xDF"
     "e\nD1,A,B\n",
     "the header is not UTF-8"},
    {"old_mac", "debtor_id,name\rD1,A\rD2,B\r", "CR alone"},
    {"no_kind", "colour,size\nred,1\n", "no record kind fits the columns"},
    {"near_kind", "debitor_id,name\nD1,A\n", "\"debitor_id\" looks like debtor_id"},
    {"missing_required", "receivable_id,debtor_id,amonut,currency,due_date\nR1,D1,1,EUR,2026-01-10\n",
     "fit receivables best, but these are missing: amount (is \"amonut\" meant as amount?)"},
    {"no_parent_of_a_hold", "hold_id,from\nH1,2026-01-01\n", "missing: debtor_id (or receivable_id)"},
    {"promise_misspelt", "promise_id,debtor_id,amount,currency,promised_on,dueon\n",
     "fit promises best, but these are missing: due_on (is \"dueon\" meant as due_on?)"},
    {"no_due_date", "receivable_id,debtor_id,amount,currency\nR1,D1,1,EUR\n", "due_date (or issue_date)"},
    {"doubled_column", "debtor_id,name,name\nD1,A,B\n", "two columns are named \"name\""},
    {"doubled_attribute", "debtor_id,name,x,attr.x\nD1,A,B,C\n", "two columns give the attribute \"x\""},
    {"open_quote_in_header", "debtor_id,\"name\nD1,A\n", "never closed"},
    {"json_array", "[{\"debtor_id\":\"D1\"}]", "JSON array"},
    {"json_broken", "{\"debtor_id\n", "first line is not a JSON object"},
    {"json_no_kind", "{\"colour\":\"red\"}\n", "no record kind fits"},
};

class RefusedFile : public testing::TestWithParam<Case> {};

TEST_P(RefusedFile, SaysWhy) {
  for (const size_t block : {size_t{1}, size_t{7}, size_t{4} << 20}) {
    for (const uint32_t threads : {1U, 3U}) {
      ReadOptions options;
      options.block_bytes = block;
      options.threads = threads;
      const Gathered got = read_bytes(GetParam().bytes, options);
      EXPECT_NE(got.error.find(GetParam().error), std::string::npos) << got.error;
      EXPECT_EQ(got.error.find('\n'), std::string::npos);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, RefusedFile, testing::ValuesIn(kCases),
                         [](const testing::TestParamInfo<Case>& at) { return std::string(at.param.name); });

TEST(RefusedFile, ThatIsNotThereOrIsAFolder) {
  EXPECT_NE(read_path("/nowhere/at/all.csv").error.find("/nowhere/at/all.csv: cannot be opened"), std::string::npos);
  EXPECT_NE(read_path("/tmp").error.find("is a directory"), std::string::npos);
}

TEST(RefusedFile, WithTooManyColumnsOrAttributes) {
  const auto header = [](size_t extra) {
    std::string text = "debtor_id,name";
    for (size_t i = 0; i < extra; ++i) text += ",x" + std::to_string(i);
    return text + "\n";
  };
  EXPECT_EQ(read_bytes(header(256)).error, "");
  EXPECT_NE(read_bytes(header(257)).error.find("more than 256 attributes"), std::string::npos);
  EXPECT_NE(read_bytes(header(511)).error.find("has 513 columns; 512 are the most"), std::string::npos);
}

TEST(RefusedFile, WithUnknownColumnsWhenStrict) {
  ReadOptions strict;
  strict.strict = true;
  EXPECT_NE(read_bytes("debtor_id,name,citty\nD1,A,B\n", strict)
                .error.find("unknown column \"citty\" for debtors (nearest: city)"),
            std::string::npos);
  EXPECT_NE(read_bytes("payment_id,debtor_id,amount,currency,value_date,x\n", strict).error.find("unknown column \"x\""),
            std::string::npos);
  EXPECT_EQ(read_bytes("debtor_id,name,attr.size\nD1,A,B\n", strict).error, "");
  EXPECT_NE(read_bytes("{\"debtor_id\":\"D1\",\"name\":\"A\"}\n{\"debtor_id\":\"D2\",\"nam\":\"A\"}\n", strict)
                .error.find("unknown key \"nam\""),
            std::string::npos);
}

TEST(RefusedFile, OfAKindThatIsNotItsOwn) {
  ReadOptions options;
  options.kind = core::RecordKind::kPayment;
  EXPECT_NE(read_bytes("debtor_id,name\nD1,A\n", options).error.find("fit payments best, but these are missing: payment_id"),
            std::string::npos);
  options.kind = core::RecordKind::kPlacement;
  EXPECT_NE(
      read_bytes("debtor_id,name\nD1,A\n", options).error.find("fit placements best, but these are missing: placement_id"),
      std::string::npos);
}

TEST(RefusedFile, WhenTheSinkSaysSo) {
  const TemporaryFile file("debtor_id,name\nD1,A\nD2\n");
  for (const bool batches : {true, false}) {
    for (const uint32_t threads : {1U, 4U}) {
      ReadOptions options;
      options.threads = threads;
      options.block_bytes = 4;
      ReadSink sink;
      sink.batch = [&](core::EventBatch&&) {
        return batches ? core::Status(core::failed("store", "is full")) : core::Status();
      };
      sink.reject = [&](core::Reject&&) {
        return batches ? core::Status() : core::Status(core::failed("store", "is full"));
      };
      const auto result = read_file(file.path(), options, sink);
      ASSERT_FALSE(result.ok());
      EXPECT_EQ(describe(result.error()), "store: is full");
    }
  }
}

}  // namespace
}  // namespace dunlin::ingest
