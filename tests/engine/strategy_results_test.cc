// What the strategy shows beside actions: warnings of a run, the gate of each creditor's night, reports cut by segment.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

class StrategyResults : public testing::Test {
 protected:
  void begin(const std::string& configuration) {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    std::filesystem::remove_all(dunlin_.path("data/scenarios"));
    dunlin_.write("data/dunlin.toml", configuration);
    dunlin_.write("data/scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 1\nchannels = [\"email\"]\n");
  }
  void load(const char* name, const char* text) {
    const Finished finished = dunlin_.run({"ingest", dunlin_.write(name, text)});
    EXPECT_EQ(finished.code, 0) << name << finished.out << finished.err;
  }
  json::value as_json(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Finished finished = dunlin_.run(arguments);
    EXPECT_EQ(finished.code, 0) << finished.err;
    return json::parse(finished.out);
  }

  DunlinBinary dunlin_;
};

TEST_F(StrategyResults, ARunWarnsOfScenariosThatNoFileDefines) {
  begin("");
  load("debtors.csv", "debtor_id,name,email,scenario\nD1,Ash,ash@x.example,typo\nD2,Elm,elm@x.example,\n");
  load("receivables.csv",
       "receivable_id,debtor_id,amount,currency,due_date,scenario\nR1,D1,100.00,EUR,2026-11-01,\nR2,D2,10.00,EUR,2026-11-01,"
       "other\nR3,D2,10.00,EUR,2026-12-01,typo\n");
  const json::value run = as_json({"run", "--date", "2026-11-20"});
  EXPECT_EQ(json::serialize(run.at("warnings")),
            R"(["no scenario is called \"other\": of what names it 1 overdue debtors or receivables are not dunned",)"
            R"("no scenario is called \"typo\": of what names it 1 overdue debtors or receivables are not dunned"])");
  EXPECT_EQ(json::serialize(run.at("deferred")), R"([{"reason":"unknown_scenario","count":2}])");
  const Finished told = dunlin_.run({"run", "--date", "2026-11-21"});
  EXPECT_NE(told.out.find("warning: no scenario is called \"typo\""), std::string::npos) << told.out;
}

TEST_F(StrategyResults, ARunWarnsOfACreditorsBaseCurrency) {
  begin("");
  load("creditors.csv", "creditor_id,name,base_currency\nA,One,EUR\nB,Two,USD\n");
  const json::value run = as_json({"run", "--date", "2026-11-20"});
  EXPECT_EQ(json::serialize(run.at("warnings")),
            R"(["creditor B has the base currency USD: its totals, scores and credit limits are in EUR all the same, )"
            R"(the base currency of [engine]"])");
}

TEST_F(StrategyResults, TheGateAsksForNewsOfEachCreditor) {
  begin("[gate]\nrequire = [\"payments\"]\n");
  load("creditors.csv", "creditor_id,name\nA,One\nB,Two\n");
  load("debtors.csv", "creditor_id,debtor_id,name,email\nA,D1,Ash,ash@x.example\nB,D2,Elm,elm@x.example\n");
  load("receivables.csv",
       "creditor_id,receivable_id,debtor_id,amount,currency,due_date\nA,R1,D1,100.00,EUR,2026-11-01\nB,R2,D2,10.00,EUR,"
       "2026-11-01\n");
  load("payments.csv",
       "creditor_id,payment_id,debtor_id,amount,currency,value_date\nA,P1,D1,1.00,EUR,2026-11-19\nB,P2,D2,1.00,EUR,"
       "2026-11-19\n");
  EXPECT_EQ(dunlin_.run({"run", "--date", "2026-11-20", "--creditor", "A"}).code, 0);
  EXPECT_EQ(dunlin_.run({"run", "--date", "2026-11-20", "--creditor", "B"}).code, 0);
  EXPECT_EQ(dunlin_.run({"run", "--date", "2026-11-21", "--creditor", "A"}).code, 1) << "nothing came since";
  EXPECT_EQ(dunlin_.run({"run", "--date", "2026-11-21", "--dry-run"}).code, 0) << "a look ahead needs no gate";
}

TEST_F(StrategyResults, ReportsAreCutByTheSegmentsOfDecisions) {
  begin("[[strategy.segment]]\nid = \"big\"\nwhen = \"total_balance > 50 and attr.tier = \\\"1\\\"\"\n");
  load("debtors.csv",
       "debtor_id,name,email,segment,attr.tier\nD1,Ash,ash@x.example,,1\nD2,Elm,elm@x.example,mine,1\nD3,Oak,oak@x.example,"
       "mine,2\n");
  load("receivables.csv",
       "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,100.00,EUR,2026-11-01\nR2,D2,100.00,EUR,2026-11-01\nR3,D3,"
       "70.00,EUR,2026-11-01\n");
  const json::value report = as_json({"report", "ageing", "--date", "2026-11-20", "--by", "segment"});
  std::string found;
  for (const json::value& row : report.at("rows").as_array()) {
    if (row.at("count").as_int64() == 0) continue;
    found += std::string(row.at("segment").as_string()) + " " + std::string(row.at("amount").as_string()) + ";";
  }
  EXPECT_EQ(found, "big 200.00;mine 70.00;");
}

}  // namespace
}  // namespace dunlin::engine
