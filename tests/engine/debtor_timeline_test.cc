// What happened to a debtor's debts, through the binary: the timeline of `dunlin debtor`, what waits, and what search finds.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

struct RecordFile {
  const char* name;
  const char* text;
};

const RecordFile kFiles[] = {
    {"debtors.csv", "debtor_id,name\nD1,Ash\n"},
    {"receivables.csv", "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,100.00,EUR,2026-03-01\n"},
    {"promises.csv",
     "promise_id,debtor_id,amount,currency,promised_on,due_on,receivable_ids\nV1,D1,60.00,EUR,2026-03-10,2026-03-20,R1\n"},
    {"plans.csv",
     "plan_id,debtor_id,agreed_on,currency,instalments\nL1,D1,2026-03-22,EUR,2026-04-01=50.00;2026-05-01=50.00\n"},
    {"disputes.csv",
     "dispute_id,receivable_id,opened_on,reason,amount,resolved_on,outcome\nX1,R1,2026-03-03,price,12.5,2026-03-09,"
     "rejected\n"
     "X2,R9,2026-03-04,,,,\n"},
    {"holds.csv", "hold_id,from,until,receivable_id,reason\nH1,2026-03-05,2026-03-06,R1,manual\n"},
    {"interactions.csv",
     "debtor_id,at,channel,outcome,direction,number_bad,note\nD1,2026-03-07T23:30:00-02:00,call,conversation,in,yes,will "
     "pay\n"},
    {"placements.csv",
     "placement_id,receivable_id,placed_on,recalled_on,agency,commission\nA1,R1,2026-06-01,2026-07-01,Acme,12.5\n"},
    {"cases.csv", "case_id,debtor_id,court,title,dates,costs\nC1,D1,AG Hagen,7/26,2026-08-01 filed;2026-09-01 hearing,35\n"},
};

class DebtorTimeline : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    std::vector<std::string> command = {"ingest"};
    for (const RecordFile& file : kFiles) command.push_back(dunlin_.write(file.name, file.text));
    const Finished loaded = dunlin_.run(command);
    ASSERT_EQ(loaded.code, 0) << loaded.err << loaded.out;
  }

  DunlinBinary dunlin_;
};

std::string cell(const json::value& row, const char* name) {
  const json::value& value = row.at(name);
  return value.is_null() ? "-" : std::string(value.as_string());
}

TEST_F(DebtorTimeline, TellsWhatHappenedInOrder) {
  const Finished told = dunlin_.run({"debtor", "D1", "--date", "2026-03-31", "--format", "json"});
  ASSERT_EQ(told.code, 0) << told.err;
  std::vector<std::string> lines;
  const json::value debtor = json::parse(told.out);
  for (const json::value& row : debtor.at("timeline").as_array()) {
    std::string line;
    for (const char* name : {"date", "event", "id", "detail", "amount", "currency"}) {
      // The id of an interaction without one is a hash.
      const std::string text = cell(row, name);
      line += (line.empty() ? "" : "|") + (text.starts_with("~") ? std::string("~") : text);
    }
    lines.push_back(line);
  }
  EXPECT_EQ(lines, (std::vector<std::string>{
                       "2026-03-01|due|R1|-|100.00|EUR",
                       "2026-03-03|dispute_opened|X1|of R1, price|12.5|EUR",
                       "2026-03-05|hold_begins|H1|manual, of R1|-|-",
                       "2026-03-06|hold_ends|H1|manual, of R1|-|-",
                       "2026-03-08|interaction|~|call conversation, at 01:30:00Z, from the debtor, bad number, will pay|-|-",
                       "2026-03-09|dispute_resolved|X1|of R1, rejected|-|-",
                       "2026-03-10|promise_made|V1|due 2026-03-20, for R1|60.00|EUR",
                       "2026-03-20|promise_due|V1|for R1|60.00|EUR",
                       "2026-03-22|plan_agreed|L1|2 instalments|100.00|EUR",
                       "2026-03-23|promise_broken|V1|-|-|-",
                       "2026-04-01|instalment_due|L1|1 of 2|50.00|EUR",
                       "2026-05-01|instalment_due|L1|2 of 2|50.00|EUR",
                       "2026-06-01|placed|A1|of R1, with Acme, commission 12.5|-|-",
                       "2026-07-01|recalled|A1|of R1, with Acme|-|-",
                       "2026-08-01|case|C1|filed, court AG Hagen, title 7/26, costs 35|-|-",
                       "2026-09-01|case|C1|hearing, court AG Hagen, title 7/26, costs 35|-|-",
                   }));
}

TEST_F(DebtorTimeline, WaitingRecordsAreListedUntilTheirReceivableComes) {
  const auto waiting = [&] {
    const Finished told = dunlin_.run({"suspense", "list", "--format", "json"});
    EXPECT_EQ(told.code, 0) << told.err;
    return json::parse(told.out).as_array();
  };
  const json::array before = waiting();
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(cell(before[0], "kind"), "disputes");
  EXPECT_EQ(cell(before[0], "id"), "X2");
  EXPECT_EQ(cell(before[0], "debtor_id"), "-");
  EXPECT_EQ(cell(before[0], "waits_for"), "receivable");
  EXPECT_EQ(cell(before[0], "parent_id"), "R9");
  const std::string file =
      dunlin_.write("more.csv", "receivable_id,debtor_id,amount,currency,due_date\nR9,D1,1.00,EUR,2026-03-01\n");
  ASSERT_EQ(dunlin_.run({"ingest", file}).code, 0);
  EXPECT_TRUE(waiting().empty());
  const Finished told = dunlin_.run({"debtor", "D1", "--date", "2026-03-31", "--format", "csv"});
  EXPECT_NE(told.out.find("2026-03-04,dispute_opened,X2,of R9"), std::string::npos) << told.out;
  const Finished verified = dunlin_.run({"verify"});
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
}

TEST_F(DebtorTimeline, SaysWhatBecameOfReceivables) {
  const std::string file = dunlin_.write(
      "more.csv",
      "receivable_id,debtor_id,amount,currency,due_date,issue_date,status,status_on\n"
      "R1,D1,100.00,EUR,2026-03-05,,,\nR2,D1,1.00,EUR,2026-03-01,,cancelled,2026-03-15\nR3,D1,1.00,EUR,2026-03-01,,draft,\n"
      "R4,D1,1.00,EUR,2026-05-01,2026-04-01,open,\nR5,D1,1.00,EUR,2026-03-01,,written_off,2026-03-16\n");
  ASSERT_EQ(dunlin_.run({"ingest", file}).code, 0);
  const Finished told = dunlin_.run({"debtor", "D1", "--date", "2026-03-31", "--format", "json"});
  ASSERT_EQ(told.code, 0) << told.err;
  std::vector<std::string> lines;
  const json::value debtor = json::parse(told.out);
  for (const json::value& row : debtor.at("receivables").as_array()) {
    lines.push_back(cell(row, "receivable_id") + "|" + cell(row, "original_due_date") + "|" + cell(row, "absent"));
  }
  EXPECT_EQ(lines, (std::vector<std::string>{"R1|2026-03-01|-", "R2|-|cancelled since 2026-03-15", "R3|-|draft",
                                             "R4|-|issued on 2026-04-01", "R5|-|-"}));
  lines.clear();
  for (const json::value& row : debtor.at("timeline").as_array()) {
    const std::string event = cell(row, "event");
    if (event == "cancelled" || event == "written_off")
      lines.push_back(cell(row, "date") + "|" + event + "|" + cell(row, "id"));
  }
  EXPECT_EQ(lines, (std::vector<std::string>{"2026-03-15|cancelled|R2", "2026-03-16|written_off|R5"}));
  const Finished why = dunlin_.run({"explain", "--debtor", "D1", "--date", "2026-03-31", "--format", "json"});
  EXPECT_NE(why.out.find("absent: cancelled since 2026-03-15"), std::string::npos) << why.out;
}

TEST_F(DebtorTimeline, SearchFindsDebtorsByTheirRecords) {
  for (const char* text : {"V1", "L1", "X1", "H1", "A1", "acme", "C1", "7/26"}) {
    const Finished found = dunlin_.run({"search", text, "--format", "json"});
    ASSERT_EQ(found.code, 0) << found.err;
    const json::value rows = json::parse(found.out);
    ASSERT_EQ(rows.as_array().size(), 1U) << text << found.out;
    EXPECT_EQ(cell(rows.as_array()[0], "debtor_id"), "D1");
  }
}

}  // namespace
}  // namespace dunlin::engine
