// Every group of the shared vectors has its place in tests/VECTORS.md, and the test that the table names does read it. The
// currencies of ISO 4217, which no rule but the readers of amounts asks for, are checked here.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "core/money.h"
#include "tests/shared_vectors.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

std::string contents_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// group -> test file, as the table says.
std::map<std::string, std::string> table_of_groups() {
  std::map<std::string, std::string> table;
  std::istringstream lines(contents_of(std::filesystem::path(DUNLIN_SOURCE_DIR) / "tests/VECTORS.md"));
  for (std::string line; std::getline(lines, line);) {
    const size_t group = line.find("| ");
    const size_t test = line.find(" | ");
    const size_t end = test == std::string::npos ? test : line.find(" | ", test + 3);
    if (group != 0 || end == std::string::npos || line.find("tests/", test) != test + 3) continue;
    table[line.substr(2, test - 2)] = line.substr(test + 3, end - test - 3);
  }
  return table;
}

class VectorGroups : public test::SharedVectors {};

TEST_F(VectorGroups, EachHasATestThatReadsIt) {
  const auto table = table_of_groups();
  ASSERT_GT(table.size(), 30U);
  for (const json::value& group : vectors_.at("groups").as_array()) {
    const std::string id(group.at("id").as_string());
    const bool later = id.starts_with("score.") || id.starts_with("bank.");
    const auto row = table.find(id);
    if (row == table.end()) {
      EXPECT_TRUE(later) << id << " is not in tests/VECTORS.md";
      continue;
    }
    const std::string test = contents_of(std::filesystem::path(DUNLIN_SOURCE_DIR) / row->second);
    EXPECT_NE(test.find('"' + id + '"'), std::string::npos) << row->second << " does not read " << id;
  }
}

TEST_F(VectorGroups, CurrenciesHaveTheirDigits) {
  size_t seen = 0;
  for (const json::value& c : cases("bank.iso4217")) {
    const std::string code(c.at("in").at("ccy").as_string());
    const auto currency = core::parse_currency(code);
    const json::value& digits = c.at("out").at("exp");
    if (digits.is_null()) {
      EXPECT_FALSE(currency) << code << " is no currency of debts";
    } else {
      ASSERT_TRUE(currency) << code;
      EXPECT_EQ(core::minor_digits(*currency), digits.to_number<uint32_t>()) << code;
    }
    ++seen;
  }
  EXPECT_GT(seen, 20U);
}

}  // namespace
}  // namespace dunlin::engine
