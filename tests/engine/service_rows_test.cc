// One list, three spellings: JSON, JSON lines, CSV; and the aligned table for people.
#include <gtest/gtest.h>

#include "engine/cli/terminal.h"
#include "engine/report/page_survey.h"
#include "engine/service/result_table.h"

namespace dunlin::engine {
namespace {

const ResultTable kTable{{{"name"}, {"count", CellKind::kNumber}, {"list", CellKind::kJson}},
                         {{"a \"b\",\nc", "1", "[1]"}, {"Zoë", std::nullopt, "null"}}};

TEST(ResultTable, AsJson) {
  EXPECT_EQ(rows_as_json(kTable),
            R"([{"name":"a \"b\",\nc","count":1,"list":[1]},{"name":"Zoë","count":null,"list":null}])");
  EXPECT_EQ(rows_as_json({{{"x"}}, {}}), "[]");
}

TEST(ResultTable, AsJsonLines) {
  EXPECT_EQ(rows_as_jsonl(kTable),
            "{\"name\":\"a \\\"b\\\",\\nc\",\"count\":1,\"list\":[1]}\n{\"name\":\"Zoë\",\"count\":null,\"list\":null}\n");
}

TEST(ResultTable, AsCsv) { EXPECT_EQ(rows_as_csv(kTable), "name,count,list\r\n\"a \"\"b\"\",\nc\",1,[1]\r\nZoë,,null\r\n"); }

TEST(ResultTable, AlignedByCodePointsWithNumbersToTheRight) {
  const ResultTable table{{{"name"}, {"count", CellKind::kNumber}},
                          {{"Zoë", "5"}, {"Al", "1234567"}, {"x\ny", std::nullopt}}};
  EXPECT_EQ(aligned_text(table, false),
            "name    count\n"
            "----  -------\n"
            "Zoë         5\n"
            "Al    1234567\n"
            "x y         -\n");
}

TEST(FormatSum, HoldsMoreThanSixtyFourBits) {
  EXPECT_EQ(format_sum(static_cast<__int128>(INT64_MAX) * 10, 2), "922337203685477580.70");
  EXPECT_EQ(format_sum(-static_cast<__int128>(INT64_MAX) * 10, 0), "-92233720368547758070");
  EXPECT_EQ(format_sum(5, 3), "0.005");
}

}  // namespace
}  // namespace dunlin::engine
