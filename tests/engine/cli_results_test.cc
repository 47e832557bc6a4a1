// The shapes of results: field names of JSON are a contract, exit codes are one, and the four formats carry the same rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <sstream>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// True when every name is a member of the object.
testing::AssertionResult has(const json::value& value, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (!value.is_object() || !value.get_object().contains(name)) {
      return testing::AssertionFailure() << "no " << name << " in " << json::serialize(value);
    }
  }
  return testing::AssertionSuccess();
}

constexpr const char* kScenario =
    "[[step]]\nid = \"reminder-1\"\ndays_past_due = 7\nchannels = [\"email\", \"letter\"]\n"
    "[[step]]\nid = \"stop\"\ndays_past_due = 30\naction = \"credit_stop\"\n";

class CliResults : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    std::filesystem::remove_all(dunlin_.path("data/scenarios"));
    dunlin_.write("data/dunlin.toml", "");
    dunlin_.write("data/scenarios/s.toml", kScenario);
    debtors_ = dunlin_.write(
        "debtors.csv", "debtor_id,name,email,segment,country\nD1,\"Ash, Ltd\",ash@x.example,gold,FR\nD2,Birch,,silver,\n");
    receivables_ = dunlin_.write("receivables.csv",
                                 "receivable_id,debtor_id,amount,currency,issue_date,due_date,reference\n"
                                 "R1,D1,100.00,EUR,2026-10-01,2026-11-01,INV-77\n"
                                 "R2,D2,50.00,EUR,2026-10-01,2026-11-30,\n"
                                 "R3,D1,-5.00,EUR,2026-10-01,2026-11-01,\n");
  }
  void load() {
    ASSERT_EQ(dunlin_.run({"ingest", debtors_}).code, 0);
    ASSERT_EQ(dunlin_.run({"ingest", receivables_}).code, 3);
  }
  json::value as_json(const std::vector<std::string>& arguments) {
    std::vector<std::string> all = arguments;
    all.insert(all.end(), {"--format", "json"});
    const Finished finished = dunlin_.run(all);
    EXPECT_EQ(finished.code, 0) << finished.err;
    json::error_code error;
    json::value value = json::parse(finished.out, error);
    EXPECT_FALSE(error) << finished.out;
    return value;
  }

  DunlinBinary dunlin_;
  std::string debtors_, receivables_;
};

TEST_F(CliResults, IngestGivesOneObjectAFileAndExitThreeForRejects) {
  ASSERT_EQ(dunlin_.run({"ingest", debtors_}).code, 0);
  const Finished finished = dunlin_.run({"--format", "json", "ingest", receivables_});
  EXPECT_EQ(finished.code, 3);
  const json::value row = json::parse(finished.out);
  EXPECT_TRUE(has(row, {"file", "kind", "rows", "inserted", "amended", "unchanged", "duplicate", "conflict", "suspended",
                        "rejected", "seconds"}));
  EXPECT_EQ(row.at("kind").as_string(), "receivables");
  EXPECT_EQ(row.at("rows").as_int64(), 3);
  EXPECT_EQ(row.at("inserted").as_int64(), 2);
  EXPECT_EQ(row.at("rejected").as_int64(), 1);

  const json::value rejects = as_json({"rejects"});
  ASSERT_EQ(rejects.as_array().size(), 1U);
  EXPECT_TRUE(has(rejects.at(0), {"file", "line", "column", "field", "text", "reason"}));
  EXPECT_EQ(rejects.at(0).at("line").as_int64(), 4);
  EXPECT_EQ(rejects.at(0).at("field").as_string(), "amount");

  // The same content again is a no-op.
  const Finished again = dunlin_.run({"ingest", receivables_});
  EXPECT_NE(again.err.find("loaded before"), std::string::npos) << again.err;
}

TEST_F(CliResults, StdinIsAFile) {
  const Finished finished =
      dunlin_.run({"ingest", "-", "--kind", "debtors", "--format", "jsonl"}, "debtor_id,name\nD9,Nine\n");
  ASSERT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(json::parse(finished.out).at("inserted").as_int64(), 1);
}

TEST_F(CliResults, RunAndItsHistory) {
  load();
  const json::value dry = as_json({"run", "--date", "2026-11-10", "--dry-run"});
  EXPECT_EQ(dry.at("kind").as_string(), "dry_run");
  const json::value run = as_json({"run", "--date", "2026-11-10"});
  EXPECT_TRUE(has(run, {"run_id", "business_date", "kind", "debtors", "receivables", "standing", "actions", "actions_by",
                        "deferred", "quarantined", "seconds", "config"}));
  EXPECT_EQ(run.at("run_id").as_string(), "2026-11-10/1");
  EXPECT_EQ(run.at("kind").as_string(), "live");
  EXPECT_TRUE(
      has(run.at("standing"), {"overdue", "not_due", "closed", "held", "disputed", "promised", "planned", "written_off"}));
  EXPECT_EQ(run.at("standing").at("overdue").as_int64(), 1);
  EXPECT_EQ(run.at("standing").at("not_due").as_int64(), 1);
  EXPECT_EQ(run.at("actions").as_int64(), 1);
  EXPECT_EQ(run.at("actions"), dry.at("actions"));
  EXPECT_EQ(run.at("actions_by"), dry.at("actions_by"));
  EXPECT_TRUE(has(run.at("actions_by").at(0), {"scenario", "step", "action", "channel", "count"}));
  EXPECT_EQ(run.at("quarantined").as_int64(), 0);

  const json::value again = as_json({"run", "--date", "2026-11-10"});
  EXPECT_EQ(again.at("run_id"), run.at("run_id"));
  EXPECT_EQ(again.at("actions").as_int64(), 0);
  EXPECT_TRUE(again.at("actions_by").as_array().empty());
  EXPECT_EQ(as_json({"runs"}).as_array().size(), 1U);
  const json::value shown = as_json({"run", "show", "2026-11-10/1"});
  EXPECT_EQ(shown.at("actions").as_int64(), 1);
  EXPECT_EQ(shown.at("rule_version").as_string(), "2");
  EXPECT_EQ(run.at("rule_version"), shown.at("rule_version"));
  EXPECT_EQ(run.at("rule_version"), dry.at("rule_version"));

  // The clock stands at 2026-11-21.
  EXPECT_EQ(dunlin_.run({"run", "--date", "2027-01-01"}).code, 1);
  EXPECT_EQ(dunlin_.run({"run", "--date", "2027-01-01", "--force"}).code, 0);
  EXPECT_EQ(dunlin_.run({"run", "--date", "2026-11-11"}).code, 1) << "earlier than the last live run";
}

TEST_F(CliResults, ActionsInFourFormats) {
  load();
  ASSERT_EQ(dunlin_.run({"run", "--date", "2026-11-10"}).code, 0);
  const json::value actions = as_json({"actions"});
  ASSERT_EQ(actions.as_array().size(), 1U);
  EXPECT_TRUE(has(actions.at(0), {"action_id", "run_id",      "business_date", "creditor_id", "debtor_id", "scenario",
                                  "step",      "step_index",  "episode",       "unit",        "action",    "channel",
                                  "template",  "language",    "recipient",     "not_before",  "not_after", "priority",
                                  "totals",    "receivables", "payment",       "locale",      "reasons"}));
  EXPECT_EQ(actions.at(0).at("debtor_id").as_string(), "D1");
  EXPECT_EQ(json::parse(dunlin_.run({"actions", "--format", "jsonl"}).out), actions.at(0));
  EXPECT_EQ(lines_of(dunlin_.run({"actions", "--format", "csv"}).out).size(), 2U);
  EXPECT_NE(dunlin_.run({"actions"}).out.find("reminder-1"), std::string::npos);
  EXPECT_EQ(as_json({"actions", "--debtor", "D2"}).as_array().size(), 0U);
  EXPECT_EQ(as_json({"actions", "--channel", "email", "--run", "2026-11-10/1"}).as_array().size(), 1U);
}

TEST_F(CliResults, TheQueueRepeatsUntilItIsAcknowledged) {
  load();
  ASSERT_EQ(dunlin_.run({"run", "--date", "2026-11-10"}).code, 0);
  const std::vector<std::string> consume = {"queue", "consume", "--consumer", "c", "--max", "5"};
  const std::string first = dunlin_.run(consume).out;
  EXPECT_TRUE(has(json::parse(first), {"cursor", "action"}));
  EXPECT_EQ(dunlin_.run(consume).out, first);
  const std::string cursor(json::parse(first).at("cursor").as_string());
  EXPECT_EQ(as_json({"queue", "list"}).at(0).at("waiting").as_int64(), 1);
  EXPECT_EQ(dunlin_.run({"queue", "ack", "--consumer", "c", "--cursor", cursor}).code, 0);
  EXPECT_TRUE(dunlin_.run(consume).out.empty());
  EXPECT_EQ(as_json({"actions", "--after", cursor}).as_array().size(), 0U);
  EXPECT_EQ(dunlin_.run({"queue", "replay", "--from", cursor}).out, first);
  EXPECT_EQ(dunlin_.run({"queue", "replay", "--consumer", "c", "--from", cursor}).code, 0);
  EXPECT_EQ(dunlin_.run(consume).out, first);
}

TEST_F(CliResults, ExplainDebtorAndSearch) {
  load();
  const json::value why = as_json({"explain", "--debtor", "D1", "--date", "2026-11-10"});
  EXPECT_TRUE(has(why, {"debtor_id", "date", "receivables", "features", "score", "segment", "scenario", "steps", "channels",
                        "action", "recorded"}));
  EXPECT_TRUE(has(why.at("receivables").at(0),
                  {"receivable_id", "standing", "days_past_due", "days_delinquent", "balance", "currency"}));
  EXPECT_TRUE(has(why.at("steps").at(0), {"step", "fired", "reasons"}));
  EXPECT_TRUE(has(why.at("channels").at(0), {"channel", "permitted", "reason"}));
  EXPECT_EQ(why.at("action").at("step").as_string(), "reminder-1");
  EXPECT_EQ(why.at("score"), json::value(nullptr));
  // What is explained before the run is what the run does.
  ASSERT_EQ(dunlin_.run({"run", "--date", "2026-11-10"}).code, 0);
  EXPECT_EQ(as_json({"actions"}).at(0).at("action_id"), why.at("action").at("action_id"));

  const json::value file = as_json({"debtor", "D1", "--date", "2026-11-10"});
  EXPECT_TRUE(has(file, {"creditor_id", "debtor_id", "fields", "balances", "receivables", "timeline"}));
  EXPECT_EQ(file.at("fields").at("name").as_string(), "Ash, Ltd");
  EXPECT_EQ(file.at("balances").at(0).at("overdue").as_string(), "100.00");
  EXPECT_EQ(file.at("timeline").as_array().back().at("event").as_string(), "contact");

  for (const char* text : {"ash, l", "D1", "inv-77", "ASH@X", "r1"}) {
    const json::value found = as_json({"search", text});
    ASSERT_EQ(found.as_array().size(), 1U) << text;
    EXPECT_EQ(found.at(0).at("debtor_id").as_string(), "D1");
  }
  EXPECT_EQ(as_json({"search", "nobody at all"}).as_array().size(), 0U);
  EXPECT_EQ(as_json({"search", "D", "--limit", "1"}).as_array().size(), 1U);
}

TEST_F(CliResults, Reports) {
  load();
  const json::value aged = as_json({"report", "ageing", "--date", "2026-11-10"});
  EXPECT_EQ(aged.at("date").as_string(), "2026-11-10");
  ASSERT_EQ(aged.at("rows").as_array().size(), 6U) << "a row per currency and bucket, empty ones too";
  const json::value not_due = json::parse(R"({"currency":"EUR","bucket":"not_due","count":1,"amount":"50.00"})");
  EXPECT_EQ(aged.at("rows").at(0), not_due);
  const json::value young = json::parse(R"({"currency":"EUR","bucket":"1-30","count":1,"amount":"100.00"})");
  EXPECT_EQ(aged.at("rows").at(1), young);

  std::set<std::string> countries;
  const json::value by_country = as_json({"report", "ageing", "--date", "2026-11-10", "--by", "country"});
  for (const json::value& row : by_country.at("rows").as_array()) {
    countries.emplace(row.at("country").as_string());
  }
  EXPECT_EQ(countries, (std::set<std::string>{"DE", "FR"})) << "DE is the country of debtors that name none";

  // 150.00 open of 150.00 sold in the window.
  const json::value sold = as_json({"report", "dso", "--date", "2026-11-10", "--method", "simple", "--days", "90"});
  EXPECT_TRUE(has(sold.at("rows").at(0), {"currency", "method", "window_days", "days"}));
  EXPECT_DOUBLE_EQ(sold.at("rows").at(0).at("days").as_double(), 90.0);
  const Finished csv =
      dunlin_.run({"report", "dso", "--date", "2026-11-10", "--method", "simple", "--days", "90", "--format", "csv"});
  EXPECT_NE(csv.out.find("EUR,simple,90,90.000000"), std::string::npos) << csv.out;
  const json::value counted = as_json({"report", "dso", "--date", "2026-11-10", "--method", "countback"});
  EXPECT_EQ(counted.at("rows").at(0).at("window_days"), json::value(nullptr));
}

TEST_F(CliResults, VerifyAndCheckAsJson) {
  load();
  EXPECT_TRUE(as_json({"verify"}).at("ok").as_bool());
  const json::value checked = as_json({"check"});
  EXPECT_TRUE(checked.at("ok").as_bool());
  EXPECT_TRUE(std::string_view(checked.at("config").as_string()).starts_with("sha256:"));
}

TEST_F(CliResults, SuspendedRowsAloneExitZeroAndAreListed) {
  const std::string path =
      dunlin_.write("r.csv", "receivable_id,debtor_id,amount,currency,due_date\nR9,D9,1.00,EUR,2026-11-01\n");
  EXPECT_EQ(dunlin_.run({"ingest", path}).code, 0);
  const json::value rows = as_json({"suspense", "list"});
  ASSERT_EQ(rows.as_array().size(), 1U);
  EXPECT_EQ(rows.at(0).at("id").as_string(), "R9");
  EXPECT_EQ(rows.at(0).at("waits_for").as_string(), "debtor");
  EXPECT_EQ(as_json({"report", "ageing", "--date", "2026-11-10"}).at("rows").as_array().size(), 0U);
}

TEST_F(CliResults, GlobalOptionsStandBeforeOrBehindTheCommand) {
  const std::string before = dunlin_.run({"--format", "json", "--threads", "1", "runs"}).out;
  EXPECT_EQ(before, "[]\n");
  EXPECT_EQ(dunlin_.run({"runs", "--threads", "1", "--format", "json"}).out, before);
}

TEST_F(CliResults, AGeneratedPortfolioRunsThroughTheExample) {
  const DunlinBinary other;
  ASSERT_EQ(other.run({"init", "--example", "agency", "--slots", "4"}).code, 0);
  const Finished gated = other.run({"run", "--date", "2026-06-30"});
  EXPECT_EQ(gated.code, 1) << "the gate of the example wants payments first: " << gated.out;
  ASSERT_EQ(other.run({"generate", "--to", "-", "--receivables", "500", "--profile", "agency"}).code, 0);
  const Finished run = other.run({"run", "--date", "2026-06-30", "--format", "json"});
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_GT(json::parse(run.out).at("actions").as_int64(), 0);
}

}  // namespace
}  // namespace dunlin::engine
