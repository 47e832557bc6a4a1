// Reports on promises, placements, calls and disputes, the agenda and a debtor's statement, on stores computed by hand.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "tests/engine/report_store.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

class RecordReports : public ReportStore {};

/// K-PTP of the shared facts as records: kept in time, partial, paid a day behind the tolerance, broken; one is still open.
TEST_F(RecordReports, Promises) {
  load("receivables",
       "receivable_id,debtor_id,amount,currency,issue_date,due_date\n"
       "R1,D1,100.00,EUR,2024-01-01,2024-01-31\nR2,D1,200.00,EUR,2024-01-01,2024-01-31\n"
       "R3,D2,300.00,EUR,2024-01-01,2024-01-31\nR4,D2,400.00,EUR,2024-01-01,2024-01-31\n"
       "R5,D2,50.00,EUR,2024-01-01,2024-01-31\n");
  load("promises",
       "promise_id,debtor_id,amount,currency,promised_on,due_on,receivable_ids\n"
       "A,D1,100.00,EUR,2024-02-01,2024-02-10,R1\nB,D1,200.00,EUR,2024-02-01,2024-02-10,R2\n"
       "C,D2,300.00,EUR,2024-02-01,2024-02-10,R3\nD,D2,400.00,EUR,2024-02-01,2024-02-10,R4\n"
       "E,D2,50.00,EUR,2024-02-01,2024-02-14,R5\n");
  load("payments",
       "payment_id,debtor_id,amount,currency,value_date,receivable_id\n"
       "P1,D1,100.00,EUR,2024-02-12,R1\nP2,D1,150.00,EUR,2024-02-05,R2\nP3,D2,300.00,EUR,2024-02-13,R3\n");
  EXPECT_EQ(rows_of({"promises", "--date", "2024-02-14"}),
            "EUR,4,1,1,2,1,1000.00,100.00,250.00,50.00,25.0000,10.0000,25.0000\n");
  // On the 12th the tolerance is not over: only A is decided, and kept.
  EXPECT_EQ(rows_of({"promises", "--date", "2024-02-12"}),
            "EUR,1,1,0,0,4,100.00,100.00,100.00,950.00,100.0000,100.0000,100.0000\n");
  EXPECT_EQ(rows_of({"promises", "--date", "2024-02-14", "--by", "collector"}),
            "anna,EUR,2,1,1,0,0,300.00,100.00,250.00,0.00,50.0000,33.3333,83.3333\n"
            "bob,EUR,2,0,0,2,1,700.00,0.00,0.00,50.00,0.0000,0.0000,0.0000\n");
  EXPECT_EQ(rows_of({"promises", "--date", "2024-02-14", "--from", "2024-02-10"}),
            "EUR,0,0,0,0,1,0.00,0.00,0.00,50.00,,,\n");
}

/// January: 1000 and 600 placed, 600 recalled in March with 500 left. February: 400 placed the day a payment of 100 came.
TEST_F(RecordReports, RecoveryByVintage) {
  load("receivables",
       "receivable_id,debtor_id,amount,currency,issue_date,due_date\n"
       "R1,D1,1000.00,EUR,2023-01-01,2023-01-31\nR2,D1,600.00,EUR,2023-01-01,2023-01-31\n"
       "R3,D2,500.00,EUR,2023-01-01,2023-01-31\n");
  load("placements",
       "placement_id,receivable_id,placed_on,recalled_on,agency,commission\n"
       "L1,R1,2024-01-10,,acme,22\nL2,R2,2024-01-20,2024-03-05,acme,10\nL3,R3,2024-02-15,,best,\n");
  load("payments",
       "payment_id,debtor_id,amount,currency,value_date,receivable_id,reverses\n"
       "P1,D1,30.05,EUR,2024-01-31,R1,\nP2,D1,70.00,EUR,2024-03-10,R1,\nP3,D1,100.00,EUR,2024-02-20,R2,\n"
       "P4,D1,50.00,EUR,2024-03-20,R2,\nP5,D2,100.00,EUR,2024-02-15,R3,\nP6,D2,20.00,EUR,2024-03-01,R3,\n"
       "P7,D2,20.00,EUR,2024-03-15,,P6\n");
  // 22 % of 100.05 = 22.011, 10 % of 100 = 10.
  EXPECT_EQ(rows_of({"recovery", "--date", "2024-04-15"}),
            "EUR,2024-01,2,1600.00,500.00,200.05,12.5031,18.1864,32.01,168.04\n"
            "EUR,2024-02,1,400.00,0.00,0.00,0.0000,0.0000,0.00,0.00\n");
  EXPECT_EQ(rows_of({"recovery", "--date", "2024-04-15", "--section", "vintage"}),
            "EUR,2024-01,0,30.05,1.8781\nEUR,2024-01,1,130.05,8.1281\nEUR,2024-01,2,200.05,12.5031\n"
            "EUR,2024-02,0,0.00,0.0000\nEUR,2024-02,1,0.00,0.0000\n");
  EXPECT_EQ(rows_of({"recovery", "--date", "2024-03-14", "--section", "vintage"}),
            "EUR,2024-01,0,30.05,1.8781\nEUR,2024-01,1,130.05,8.1281\nEUR,2024-02,0,0.00,0.0000\n");
  EXPECT_EQ(rows_of({"recovery", "--date", "2024-04-15", "--section", "pooled"}),
            "EUR,0,1.5025\nEUR,1,6.5025\nEUR,2,12.5031\n");
  EXPECT_EQ(rows_of({"recovery", "--date", "2024-01-15", "--by", "collector"}),
            "anna,EUR,2024-01,1,1000.00,0.00,0.00,0.0000,0.0000,0.00,0.00\n");
}

/// The day is the debtor's: in Germany March begins at 23:00 UTC.
TEST_F(RecordReports, RightPartyContacts) {
  load("interactions",
       "interaction_id,debtor_id,at,channel,outcome,direction\n"
       "I1,D1,2024-02-01T08:00:00Z,call,no_answer,out\nI2,D1,2024-02-02T08:00:00Z,call,answered,out\n"
       "I3,D1,2024-02-03T08:00:00Z,call,conversation,out\nI4,D1,2024-02-03T09:00:00Z,call,conversation,in\n"
       "I5,D2,2024-02-29T22:59:59Z,call,conversation,\nI6,D2,2024-02-29T23:00:00Z,call,conversation,out\n"
       "I7,D2,2024-02-03T09:00:00Z,email,delivered,out\nI8,D2,2024-01-31T22:59:59Z,call,failed,out\n");
  EXPECT_EQ(rows_of({"contacts", "--date", "2024-02-29", "--from", "2024-01-31"}), "4,3,2,50.0000,66.6667\n");
  EXPECT_EQ(rows_of({"contacts", "--date", "2024-02-29", "--from", "2024-01-31", "--by", "team"}),
            "north,3,2,1,33.3333,50.0000\nsouth,1,1,1,100.0000,100.0000\n");
}

/// On 2024-02-13 both debtors are to be called (the step is due since the 10th, 10 days behind 01-31).
TEST_F(RecordReports, Worklist) {
  load("receivables",
       "receivable_id,debtor_id,amount,currency,issue_date,due_date\n"
       "R1,D1,100.00,EUR,2024-01-01,2024-01-31\nR2,D2,250.00,EUR,2024-01-01,2024-01-31\n"
       "R3,D2,80.00,EUR,2024-01-01,2024-03-31\nR4,D1,40.00,EUR,2024-01-01,2024-03-31\n");
  ASSERT_EQ(dunlin_.run({"run", "--date", "2024-02-10"}).code, 0);
  load("disputes",
       "dispute_id,receivable_id,opened_on,reason,amount,resolved_on\n"
       "X1,R3,2024-02-11,damaged,30.5,\nX2,R4,2024-02-01,,,2024-02-13\n");
  load("promises",
       "promise_id,debtor_id,amount,currency,promised_on,due_on,receivable_ids\n"
       "A,D1,60.00,EUR,2024-02-02,2024-02-10,R4\nB,D2,80.00,EUR,2024-02-09,2024-02-11,R3\n");
  load("payments", "payment_id,debtor_id,amount,currency,value_date,receivable_id\nP1,D1,10.00,EUR,2024-02-05,R4\n");
  const auto agenda = [&](const std::string& date) {
    // Ids of actions are hashes: the first four columns, the collector, team and days tell the items apart.
    std::istringstream lines(rows_of({"worklist", "--date", date}));
    std::string out;
    for (std::string line; std::getline(lines, line);) {
      const size_t hash = line.find("call_task") == std::string::npos ? std::string::npos : line.rfind(",\"");
      out += hash == std::string::npos ? line + "\n" : line.substr(0, hash - 32) + "#" + line.substr(hash) + "\n";
    }
    return out;
  };
  EXPECT_EQ(agenda("2024-02-13"),
            "EUR,80,promise_broken,default,D1,anna,north,2024-02-13,0,A,promised 60.00 for 2024-02-10,50.00\n"
            "EUR,70,call_task,default,D2,bob,south,2024-02-10,3,#,\"s call, Birch, +492\",250.00\n"
            "EUR,70,call_task,default,D1,anna,north,2024-02-10,3,#,\"s call, Ash, +491\",100.00\n"
            "EUR,60,promise_check,default,D2,bob,south,2024-02-11,2,B,promised 80.00 for 2024-02-11,80.00\n"
            "EUR,40,dispute,default,D2,bob,south,2024-02-11,2,X1,\"R3, damaged\",30.50\n");
  // The day before, A is looked after, B not yet, and X2 is still open.
  EXPECT_EQ(agenda("2024-02-12"),
            "EUR,70,call_task,default,D2,bob,south,2024-02-10,2,#,\"s call, Birch, +492\",250.00\n"
            "EUR,70,call_task,default,D1,anna,north,2024-02-10,2,#,\"s call, Ash, +491\",100.00\n"
            "EUR,60,promise_check,default,D1,anna,north,2024-02-10,2,A,promised 60.00 for 2024-02-10,50.00\n"
            "EUR,40,dispute,default,D2,bob,south,2024-02-11,1,X1,\"R3, damaged\",30.50\n"
            "EUR,40,dispute,default,D1,anna,north,2024-02-01,11,X2,R4,30.00\n");
}

TEST_F(RecordReports, WorklistLosesWhatIsDone) {
  load("receivables",
       "receivable_id,debtor_id,amount,currency,issue_date,due_date\n"
       "R1,D1,100.00,EUR,2024-01-01,2024-01-31\nR2,D2,250.00,EUR,2024-01-01,2024-01-31\n");
  ASSERT_EQ(dunlin_.run({"run", "--date", "2024-02-10"}).code, 0);
  const Finished actions = dunlin_.run({"actions", "--debtor", "D1", "--format", "json"});
  const std::string id(json::parse(actions.out).as_array().at(0).at("action_id").as_string());
  const auto waiting = [&](const std::string& date) {
    const std::string rows = rows_of({"worklist", "--date", date});
    return std::count(rows.begin(), rows.end(), '\n');
  };
  EXPECT_EQ(waiting("2024-02-11"), 2);
  load("interactions", "debtor_id,at,channel,outcome,action_id\nD1,2024-02-11T10:00:00Z,call,no_answer," + id + "\n");
  EXPECT_EQ(waiting("2024-02-11"), 2) << "nobody answered: the task stays";
  load("interactions", "debtor_id,at,channel,outcome,action_id\nD1,2024-02-12T10:00:00Z,call,done," + id + "\n");
  EXPECT_EQ(waiting("2024-02-11"), 2) << "done a day later";
  EXPECT_EQ(waiting("2024-02-12"), 1);
  load("payments", "payment_id,debtor_id,amount,currency,value_date,receivable_id\nP1,D2,250.00,EUR,2024-02-13,R2\n");
  EXPECT_EQ(waiting("2024-02-13"), 0) << "paid: nobody needs to call";
  EXPECT_EQ(waiting("2024-02-12"), 1);
}

}  // namespace
}  // namespace dunlin::engine
