// A debtor's statement, and that threads change no report.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/engine/report_store.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

class Statements : public ReportStore {};

TEST_F(Statements, LinesAndBalances) {
  load("receivables",
       "receivable_id,debtor_id,amount,currency,issue_date,due_date,status,status_on\n"
       "R1,D1,100.00,EUR,2024-01-01,2024-01-31,,\nR2,D1,50.00,EUR,2024-02-01,2024-03-02,,\n"
       "R3,D1,7.00,USD,2024-02-01,2024-03-02,,\nR4,D1,5.00,EUR,2024-01-05,2024-01-10,written_off,2024-02-20\n"
       "R5,D1,9.00,EUR,2024-05-01,2024-06-01,,\n");
  load("payments",
       "payment_id,debtor_id,amount,currency,value_date,receivable_id,reverses\n"
       "P1,D1,60.00,EUR,2024-01-20,R1,\nP2,D1,60.00,EUR,2024-02-10,,P1\nP3,D1,190.00,EUR,2024-03-01,R1,\n");
  load("credit_notes",
       "credit_note_id,debtor_id,amount,currency,date,receivable_id,reason\nC1,D1,10.00,EUR,2024-02-15,R2,goodwill\n");
  EXPECT_EQ(rows_of({"statement", "--debtor", "D1", "--date", "2024-03-31", "--from", "2024-01-31"}),
            "default,EUR,2024-01-31,opening,,,,,45.00,\n"
            "default,EUR,2024-02-01,invoice,R2,,2024-03-02,50.00,95.00,0.00\n"
            "default,EUR,2024-02-10,reversal,P1,P2,,60.00,155.00,\n"
            "default,EUR,2024-02-15,credit_note,C1,R2,,-10.00,145.00,\n"
            "default,EUR,2024-03-01,payment,P3,R1,,-190.00,-45.00,\n"
            "default,EUR,2024-03-31,closing,,,,,-45.00,\n"
            "default,USD,2024-01-31,opening,,,,,0.00,\n"
            "default,USD,2024-02-01,invoice,R3,,2024-03-02,7.00,7.00,7.00\n"
            "default,USD,2024-03-31,closing,,,,,7.00,\n");
  // 190 pays R1 (100), R2 (40); 50 is left, and R4 takes only what names it.
  EXPECT_EQ(rows_of({"statement", "--debtor", "D1", "--date", "2024-03-31", "--section", "ageing"}),
            "default,EUR,not_due,0.00\ndefault,EUR,1-30,0.00\ndefault,EUR,31-60,0.00\ndefault,EUR,61-90,0.00\n"
            "default,EUR,91-120,0.00\ndefault,EUR,120+,0.00\ndefault,EUR,written_off,5.00\n"
            "default,EUR,unallocated_cash,-50.00\n"
            "default,USD,not_due,0.00\ndefault,USD,1-30,7.00\ndefault,USD,31-60,0.00\ndefault,USD,61-90,0.00\n"
            "default,USD,91-120,0.00\ndefault,USD,120+,0.00\n");
  const Finished shown = dunlin_.run({"report", "statement", "--debtor", "D1", "--date", "2024-01-25", "--format", "json"});
  const json::value found = json::parse(shown.out);
  EXPECT_EQ(found.at("name").as_string(), "Ash");
  EXPECT_EQ(found.at("rows").as_array().size(), 5U) << shown.out;
  EXPECT_EQ(found.at("rows").at(4).at("balance").as_string(), "45.00");
  EXPECT_EQ(dunlin_.run({"report", "statement", "--date", "2024-01-25"}).code, 2);
  const Finished unknown = dunlin_.run({"report", "statement", "--debtor", "D9", "--date", "2024-01-25"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_NE(unknown.err.find("dunlin search D9"), std::string::npos);
}

constexpr const char* kHouseRate = "[interest.house]\nrate = \"10\"\n";
constexpr const char* kYearsCents =
    "receivable_id,debtor_id,amount,currency,issue_date,due_date\nR1,D1,365.00,EUR,2024-01-01,2024-01-31\n";

/// Ten cents a day: what the step charged stands on its day, behind what was owed and before the money of that day.
TEST_F(Statements, ChargesOfActions) {
  configure(kHouseRate,
            "[[step]]\nid = \"call\"\ndays_past_due = 10\naction = \"call_task\"\nfee = { flat = \"5.00 EUR\" }\n"
            "interest = { rule = \"house\", charge = true }\n");
  load("receivables", kYearsCents);
  ASSERT_EQ(dunlin_.run({"run", "--date", "2024-02-10"}).code, 0);
  load("payments",
       "payment_id,debtor_id,amount,currency,value_date,receivable_id\n"
       "P1,D1,6.00,EUR,2024-02-10,R1\nP2,D1,100.00,EUR,2024-02-20,R1\n");
  const std::vector<std::string> statement = {"statement", "--debtor", "D1", "--from", "2024-01-31", "--date"};
  const auto on = [&](const char* date) {
    std::vector<std::string> arguments = statement;
    arguments.push_back(date);
    return rows_of(arguments);
  };
  EXPECT_EQ(on("2024-02-09"), "default,EUR,2024-01-31,opening,,,,,365.00,\ndefault,EUR,2024-02-09,closing,,,,,365.00,\n");
  EXPECT_EQ(on("2024-02-29"),
            "default,EUR,2024-01-31,opening,,,,,365.00,\n"
            "default,EUR,2024-02-10,fee,R1,,,5.00,370.00,\n"
            "default,EUR,2024-02-10,interest,R1,,,1.00,371.00,\n"
            "default,EUR,2024-02-10,payment,P1,R1,,-6.00,365.00,\n"
            "default,EUR,2024-02-20,payment,P2,R1,,-100.00,265.00,\n"
            "default,EUR,2024-02-29,closing,,,,,265.00,\n");
  EXPECT_EQ(rows_of({"statement", "--debtor", "D1", "--date", "2024-02-29", "--from", "2024-02-15"}),
            "default,EUR,2024-02-15,opening,,,,,365.00,\n"
            "default,EUR,2024-02-20,payment,P2,R1,,-100.00,265.00,\n"
            "default,EUR,2024-02-29,closing,,,,,265.00,\n");
}

/// Interest that was only shown is none of what is owed until it is paid: then it stands beside the money that paid it.
TEST_F(Statements, ShownInterestOnceItIsPaid) {
  configure(kHouseRate,
            "[[step]]\nid = \"call\"\ndays_past_due = 10\naction = \"call_task\"\n"
            "interest = { rule = \"house\", show = true }\n");
  load("receivables", kYearsCents);
  ASSERT_EQ(dunlin_.run({"run", "--date", "2024-02-10"}).code, 0);
  EXPECT_EQ(rows_of({"statement", "--debtor", "D1", "--date", "2024-02-29", "--from", "2024-01-31"}),
            "default,EUR,2024-01-31,opening,,,,,365.00,\ndefault,EUR,2024-02-29,closing,,,,,365.00,\n");
  load("payments", "payment_id,debtor_id,amount,currency,value_date,receivable_id\nP1,D1,365.80,EUR,2024-02-20,R1\n");
  EXPECT_EQ(rows_of({"statement", "--debtor", "D1", "--date", "2024-02-29", "--from", "2024-01-31"}),
            "default,EUR,2024-01-31,opening,,,,,365.00,\n"
            "default,EUR,2024-02-20,interest,R1,,,0.80,365.80,\n"
            "default,EUR,2024-02-20,payment,P1,R1,,-365.80,0.00,\n"
            "default,EUR,2024-02-29,closing,,,,,0.00,\n");
}

TEST_F(Statements, EveryReportIsTheSameWhateverTheThreads) {
  ASSERT_EQ(dunlin_.run({"generate", "--receivables", "3000", "--to", "-", "--profile", "agency"}).code, 0);
  for (const char* report : {"ageing", "dso", "cei", "lateness", "roll", "forecast", "provision", "promises", "recovery",
                             "contacts", "worklist"}) {
    for (const char* key : {"", "creditor", "segment", "collector", "team", "sales_rep", "country", "currency"}) {
      std::vector<std::string> arguments = {"report", report, "--date", "2026-06-30", "--format", "json"};
      if (*key != 0) arguments.insert(arguments.end(), {"--by", key});
      std::vector<std::string> threaded = arguments;
      arguments.insert(arguments.end(), {"--threads", "1"});
      threaded.insert(threaded.end(), {"--threads", "7"});
      const Finished one = dunlin_.run(arguments);
      EXPECT_EQ(one.code, 0) << report << " " << key << one.err;
      EXPECT_EQ(one.out, dunlin_.run(threaded).out) << report << " " << key;
    }
  }
}

}  // namespace
}  // namespace dunlin::engine
