// One receivable due on Christmas Day under due_roll: everything that counts days agrees on the day they are counted from,
// and everything that prints the due date prints the agreed one.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

class DueRoll : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    std::filesystem::remove_all(dunlin_.path("data/scenarios"));
    dunlin_.write("data/dunlin.toml", "[standing]\ndue_roll = \"following\"\n");
    dunlin_.write("data/scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 1\n");
    const auto load = [&](const char* name, const char* text) {
      EXPECT_EQ(dunlin_.run({"ingest", dunlin_.write(name, text)}).code, 0) << name;
    };
    load("creditors.csv", "creditor_id,name,country\nC,Firm,DE\n");
    load("debtors.csv", "debtor_id,creditor_id,name,email\nD,C,Ash,ash@x.example\n");
    load("receivables.csv", "receivable_id,debtor_id,creditor_id,amount,currency,due_date\nR,D,C,100.00,EUR,2024-12-25\n");
  }
  json::value as_json(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Finished finished = dunlin_.run(arguments);
    EXPECT_EQ(finished.code, 0) << finished.err;
    return json::parse(finished.out);
  }

  DunlinBinary dunlin_;
};

TEST_F(DueRoll, ExplainSaysThatItMoved) {
  const json::value explained = as_json({"explain", "--debtor", "D", "--date", "2024-12-29"});
  const json::value& of_debtor = explained.is_array() ? explained.at(0) : explained;
  const json::value& item = of_debtor.at("receivables").at(0);
  EXPECT_EQ(item.at("days_past_due").as_int64(), 2);
  EXPECT_EQ(item.at("due_date").as_string(), "2024-12-25");
  EXPECT_EQ(item.at("reasons").at(0).as_string(),
            "due_rolled: 2024-12-25 is no business day of the creditor, counted from 2024-12-27");
}

TEST_F(DueRoll, AgeingCountsFromTheMovedDay) {
  const auto amount = [&](const char* date, std::string_view bucket) {
    const json::value report = as_json({"report", "ageing", "--date", date});
    for (const json::value& row : report.at("rows").as_array()) {
      if (row.at("bucket").as_string() == bucket) return std::string(row.at("amount").as_string());
    }
    return std::string();
  };
  EXPECT_EQ(amount("2024-12-27", "not_due"), "100.00");
  EXPECT_EQ(amount("2024-12-28", "1-30"), "100.00");
  EXPECT_EQ(amount("2025-01-26", "1-30"), "100.00");
  EXPECT_EQ(amount("2025-01-27", "31-60"), "100.00");
}

TEST_F(DueRoll, ActionsPrintTheAgreedDateAndTheDaysThatCount) {
  ASSERT_EQ(dunlin_.run({"run", "--date", "2024-12-28"}).code, 0);
  const json::value actions = as_json({"actions"});
  ASSERT_EQ(actions.as_array().size(), 1U);
  const json::value& line = actions.at(0).at("receivables").at(0);
  EXPECT_EQ(line.at("due_date").as_string(), "2024-12-25");
  EXPECT_EQ(line.at("days_past_due").as_int64(), 1);
  const json::value file = as_json({"debtor", "D", "--date", "2024-12-28"});
  const json::value& of_debtor = file.is_array() ? file.at(0) : file;
  EXPECT_EQ(of_debtor.at("receivables").at(0).at("due_date").as_string(), "2024-12-25");
  EXPECT_EQ(of_debtor.at("receivables").at(0).at("days_past_due").as_int64(), 1);
}

TEST_F(DueRoll, StatementsPrintTheAgreedDateAndSellOnTheDayItTells) {
  const json::value statement = as_json({"report", "statement", "--debtor", "D", "--date", "2024-12-29"});
  const std::string told = json::serialize(statement);
  EXPECT_NE(told.find("2024-12-25"), std::string::npos) << told;
  EXPECT_NE(told.find("2024-11-25"), std::string::npos) << "30 days before the agreed date: " << told;
  EXPECT_EQ(told.find("2024-12-27"), std::string::npos) << told;
  EXPECT_EQ(told.find("2024-11-27"), std::string::npos) << told;
}

}  // namespace
}  // namespace dunlin::engine
