// JSON Lines by table: what is absent is left, what is null is cleared, numbers never pass through a double.
#include <gtest/gtest.h>

#include "ingest/json/json_object.h"
#include "tests/ingest/gathered.h"

namespace dunlin::ingest {
namespace {

using Lines = std::vector<std::string>;

struct Case {
  const char* name;
  std::string_view bytes;
  Lines records;
  Lines rejects;
};

const Case kCases[] = {
    {"leave_and_clear",
     "{\"debtor_id\":\"D1\",\"name\":\"A\",\"city\":null}\n{\"name\":\"B\",\"debtor_id\":\"D2\",\"flags\":[\"vulnerable\","
     "\"deceased\"]}\r\n\n"
     "{\"debtor_id\":3,\"name\":\"C\",\"email\":\"\",\"timezones\":[]}",
     {"1:1 debtors debtor_id=D1 name=A city=-", "2:2 debtors debtor_id=D2 name=B flags=10",
      "3:4 debtors debtor_id=3 name=C timezones=- email=-"},
     {}},
    {"amounts_as_written",
     "{\"payment_id\":\"P1\",\"debtor_id\":\"D1\",\"amount\":90071992547.41,\"currency\":\"EUR\",\"value_date\":\"2026-01-"
     "10\"}\n"
     "{\"payment_id\":\"P2\",\"debtor_id\":\"D1\",\"amount\":\"0.10\" ,\"currency\":\"EUR\",\"value_date\":\"2026-01-10\"}\n"
     "{\"payment_id\":\"P3\",\"debtor_id\":\"D1\",\"amount\":-0.1 ,\"currency\":\"EUR\",\"value_date\":\"2026-01-10\"}\n"
     "{\"payment_id\":\"P4\",\"debtor_id\":\"D1\",\"amount\":1e2,\"currency\":\"EUR\",\"value_date\":\"2026-01-10\"}\n"
     "{\"payment_id\":\"P5\",\"debtor_id\":\"D1\",\"amount\":true,\"currency\":\"EUR\",\"value_date\":\"2026-01-10\"}\n",
     {"1:1 payments debtor_id=D1 payment_id=P1 amount=9007199254741 currency=4543826 value_date=20463",
      "2:2 payments debtor_id=D1 payment_id=P2 amount=10 currency=4543826 value_date=20463",
      "3:3 payments debtor_id=D1 payment_id=P3 amount=-10 currency=4543826 value_date=20463"},
     {"4:4 amount bad_amount [1e2]", "5:5 amount bad_amount [true]"}},
    {"required_missing",
     "{\"debtor_id\":\"D1\"}\n{\"debtor_id\":\"D2\",\"name\":null}\n{}\n",
     {},
     {"1:1 name missing_value []", "2:2 name missing_value []", "3:3 debtor_id missing_value []"}},
    {"broken_lines_alone",
     "{\"debtor_id\":\"D1\",\"name\":\"A\"}\n{\"debtor_id\":\"D2\",\"name\":\"B\"\n[1]\nnull\n{\"debtor_id\":\"D5\","
     "\"name\":\"E\"} x\n"
     "{\"debtor_id\":\"D6\",\"name\":\"F\xFF\"}\n{\"debtor_id\":\"D7\",\"name\":nul}\n{\"debtor_id\":\"D8\",\"name\":01}\n "
     "\n"
     "{\"debtor_id\":\"D10\",\"name\":\"J\"}\n",
     {"1:1 debtors debtor_id=D1 name=A", "10:10 debtors debtor_id=D10 name=J"},
     {"2:2 bad_json [{\"debtor_id\":\"D2\",\"name\":\"B\"]", "3:3 bad_json [[1]]", "4:4 bad_json [null]",
      "5:5 bad_json [{\"debtor_id\":\"D5\",\"name\":\"E\"} x]", "6:6 bad_utf8 [{\"debtor_id\":\"D6\",\"name\":\"F?\"}]",
      "7:7 name bad_json [{\"debtor_id\":\"D7\",\"name\":nul}]", "8:8 name bad_json [{\"debtor_id\":\"D8\",\"name\":01}]",
      "9:9 bad_json [ ]"}},
    {"duplicate_and_nested",
     "{\"debtor_id\":\"D1\",\"name\":\"A\",\"name\":\"B\"}\n{\"debtor_id\":\"D2\",\"name\":{\"first\":\"A\"}}\n"
     "{\"debtor_id\":\"D3\",\"name\":[\"A\"]}\n{\"debtor_id\":\"D4\",\"name\":\"A\",\"flags\":[[\"deceased\"]]}\n"
     "{\"debtor_id\":\"D5\",\"name\":\"A\",\"timezones\":[\"a;b\"]}\n{\"debtor_id\":\"D6\",\"name\":null,\"name\":\"B\"}\n",
     {},
     {"1:1 name duplicate_key [{\"debtor_id\":\"D1\",\"name\":\"A\",\"name\":\"B\"}]",
      "2:2 name nested_value [{\"debtor_id\":\"D2\",\"name\":{\"first\":\"A\"}}]",
      "3:3 name nested_value [{\"debtor_id\":\"D3\",\"name\":[\"A\"]}]",
      "4:4 flags nested_value [{\"debtor_id\":\"D4\",\"name\":\"A\",\"flags\":[[\"deceased\"]]}]",
      "5:5 timezones bad_text [{\"debtor_id\":\"D5\",\"name\":\"A\",\"timezones\":[\"a;b\"]}]",
      "6:6 name duplicate_key [{\"debtor_id\":\"D6\",\"name\":null,\"name\":\"B\"}]"}},
    {"attributes_come_and_go",
     "{\"debtor_id\":\"D1\",\"name\":\"A\"}\n{\"debtor_id\":\"D2\",\"name\":\"B\",\"attr.size\":12,\"vip\":true}\n"
     "{\"debtor_id\":\"D3\",\"name\":\"\\u00fc\\n\",\"vip\":null}\n",
     {"1:1 debtors debtor_id=D1 name=A", "2:2 debtors debtor_id=D2 name=B attr.size=12 attr.vip=true",
      "3:3 debtors debtor_id=D3 name=\xC3\xBC\n attr.vip=-"},
     {}},
    {"due_date_from_issue_date",
     "{\"receivable_id\":\"R1\",\"debtor_id\":\"D1\",\"amount\":1,\"currency\":\"EUR\",\"issue_date\":\"2026-01-10\"}\n"
     "{\"receivable_id\":\"R2\",\"debtor_id\":\"D1\",\"amount\":1,\"currency\":\"EUR\"}\n",
     {"1:1 receivables debtor_id=D1 receivable_id=R1 amount=100 currency=4543826 issue_date=20463"},
     {"2:2 due_date missing_value []"}},
};

class JsonLines : public testing::TestWithParam<Case> {};

TEST_P(JsonLines, ReadsHoweverItIsCut) {
  for (const uint32_t threads : {1U, 2U, 7U}) {
    for (const size_t block : {size_t{1}, size_t{2}, size_t{13}, size_t{64}, size_t{200}, size_t{1} << 20}) {
      ReadOptions options;
      options.block_bytes = block;
      options.threads = threads;
      const Gathered got = read_bytes(GetParam().bytes, options);
      ASSERT_EQ(got.error, "");
      ASSERT_EQ(got.records, GetParam().records);
      // A last line without its end is the same row.
      ASSERT_EQ(got.rejects, GetParam().rejects);
      ASSERT_EQ(got.summary.rows, GetParam().records.size() + GetParam().rejects.size());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Lines, JsonLines, testing::ValuesIn(kCases),
                         [](const testing::TestParamInfo<Case>& at) { return std::string(at.param.name); });

TEST(JsonNumbers, AsRfc8259WritesThem) {
  for (const char* good : {"0", "-0", "12", "1.5", "-1.50", "1e5", "1E+5", "0.1e-7", "123456789012345678901234567890"}) {
    EXPECT_TRUE(is_json_number(good)) << good;
  }
  for (const char* bad : {"", "-", "01", "1.", ".5", "+1", "1e", "0x1", "1a", "NaN", "--1"})
    EXPECT_FALSE(is_json_number(bad)) << bad;
}

TEST(JsonAttributes, AreLimitedPerFile) {
  std::string text;
  for (size_t i = 0; i < 256; ++i) {
    text += "{\"debtor_id\":\"D" + std::to_string(i) + "\",\"name\":\"A\",\"x" + std::to_string(i) + "\":1}\n";
  }
  const Gathered got = read_bytes(text);
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.records.size(), 256U);
  ReadOptions options;
  options.threads = 3;
  options.block_bytes = 100;
  const Gathered over = read_bytes(text + "{\"debtor_id\":\"E\",\"name\":\"A\",\"one_more\":1}\n", options);
  EXPECT_NE(over.error.find("more than 256 attribute names"), std::string::npos) << over.error;
}

}  // namespace
}  // namespace dunlin::ingest
