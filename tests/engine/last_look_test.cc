// What the queue holds back: an action whose items were paid, held or disputed after the run, before it was handed out.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

class LastLook : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    std::filesystem::remove_all(dunlin_.data() + "/scenarios");
    std::filesystem::create_directories(dunlin_.data() + "/scenarios");
    dunlin_.write("data/dunlin.toml", "[queue]\nlast_look = true\n");
    dunlin_.write("data/scenarios/s.toml", "[[step]]\nid = \"reminder-1\"\ndays_past_due = 5\nchannels = [\"email\"]\n");
    load("debtors", "debtor_id,name,email\nD1,One,one@example.com\nD2,Two,two@example.com\nD3,Three,three@example.com\n");
    load("receivables",
         "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,100.00,EUR,2026-11-01\nR2,D2,100.00,EUR,2026-11-01\n"
         "R3,D3,100.00,EUR,2026-11-01\nR4,D3,50.00,EUR,2026-11-01\n");
    ASSERT_EQ(dunlin_.run({"run", "--date", "2026-11-20"}).code, 0);
  }
  void load(const std::string& kind, const std::string& csv) {
    const Finished done = dunlin_.run({"ingest", dunlin_.write(std::to_string(++files_) + ".csv", csv), "--kind", kind});
    ASSERT_EQ(done.code, 0) << done.err;
  }
  std::string consumed(const std::string& consumer) {
    return dunlin_.run({"queue", "consume", "--consumer", consumer, "--max", "10"}).out;
  }
  static bool names(const std::string& text, const std::string& debtor) {
    return text.find("\"debtor_id\":\"" + debtor + "\"") != std::string::npos;
  }

  DunlinBinary dunlin_;
  int files_ = 0;
};

TEST_F(LastLook, WhatIsPaidBeforeTheHandOutStaysAway) {
  load("payments",
       "payment_id,debtor_id,amount,currency,value_date,receivable_id\nP1,D1,100.00,EUR,2026-11-21,R1\n"
       "P3,D3,100.00,EUR,2026-11-21,R3\n");
  const std::string lines = consumed("mailer");
  EXPECT_FALSE(names(lines, "D1"));
  EXPECT_TRUE(names(lines, "D2"));
  EXPECT_TRUE(names(lines, "D3")) << "one of its two items is still asked for";
  const std::string listed = dunlin_.run({"actions", "--format", "jsonl"}).out;
  EXPECT_NE(listed.find("\"suppressed\":{\"reason\":\"paid\",\"on\":\"2026-11-21\"}"), std::string::npos) << listed;
}

TEST_F(LastLook, WhatWasHandedOutIsRepeatedAsItWas) {
  const std::string before = consumed("mailer");
  EXPECT_TRUE(names(before, "D1"));
  load("payments", "payment_id,debtor_id,amount,currency,value_date,receivable_id\nP1,D1,100.00,EUR,2026-11-21,R1\n");
  EXPECT_EQ(consumed("mailer"), before) << "until it is confirmed";
  EXPECT_FALSE(names(consumed("archive"), "D1")) << "another consumer meets it for the first time";
}

TEST_F(LastLook, WhatOneConsumerHasStaysWhenAnotherHoldsItBack) {
  const std::string before = consumed("mailer");
  load("payments", "payment_id,debtor_id,amount,currency,value_date,receivable_id\nP1,D1,100.00,EUR,2026-11-21,R1\n");
  EXPECT_FALSE(names(consumed("archive"), "D1"));
  EXPECT_EQ(consumed("mailer"), before);
  EXPECT_FALSE(names(consumed("archive"), "D1"));
  EXPECT_FALSE(names(consumed("third"), "D1"));
}

TEST_F(LastLook, TheActionsOwnFeeIsNotStillAskedFor) {
  dunlin_.write("data/scenarios/s.toml",
                "[[step]]\nid = \"reminder-1\"\ndays_past_due = 5\nchannels = [\"email\"]\nfee = { flat = \"5.00 EUR\" }\n");
  load("debtors", "debtor_id,name,email\nD4,Four,four@example.com\nD5,Five,five@example.com\n");
  load("receivables",
       "receivable_id,debtor_id,amount,currency,due_date\nR5,D4,100.00,EUR,2026-11-01\nR6,D5,100.00,EUR,2026-11-01\n");
  ASSERT_EQ(dunlin_.run({"run", "--date", "2026-11-21"}).code, 0);
  load("payments",
       "payment_id,debtor_id,amount,currency,value_date,receivable_id\nP1,D4,100.00,EUR,2026-11-20,R5\n"
       "P2,D5,99.00,EUR,2026-11-20,R6\n");
  const std::string lines = consumed("mailer");
  EXPECT_FALSE(names(lines, "D4"));
  EXPECT_TRUE(names(lines, "D5"));
}

TEST_F(LastLook, AHoldOnThePayingParentHoldsTheChild) {
  load("debtors",
       "debtor_id,name,email,payer,parent_debtor_id\nD1,One,one@example.com,parent,D9\nD9,Nine,nine@example.com,,\n");
  load("holds", "hold_id,debtor_id,from,reason\nH1,D9,2026-11-20,manual\n");
  EXPECT_FALSE(names(consumed("mailer"), "D1"));
  const std::string listed = dunlin_.run({"actions", "--format", "jsonl"}).out;
  EXPECT_NE(listed.find("\"suppressed\":{\"reason\":\"held\""), std::string::npos) << listed;
}

}  // namespace
}  // namespace dunlin::engine
