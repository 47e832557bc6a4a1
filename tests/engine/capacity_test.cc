// A channel's capacity is of the business date: runs of one date share it, and an explanation knows of all who compete.
#include <gtest/gtest.h>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

/// Two creditors, a debtor each, and one e-mail a day; B's debtor owes more.
class SharedDay : public testing::Test {
 protected:
  void SetUp() override {
    EXPECT_EQ(home_.run({"init"}).code, 0);
    home_.write("data/dunlin.toml", "[contact.capacity]\nemail = { max = 1 }\n[strategy]\ndefault_scenario = \"s\"\n");
    home_.write("data/scenarios/s.toml",
                "[scenario]\nid = \"s\"\n[[step]]\nid = \"r\"\ndays_past_due = 5\nchannels = [\"email\"]\n");
    load("creditors", "creditor_id,name\nA,A\nB,B\n");
    load("debtors", "creditor_id,debtor_id,name,email\nA,DA,a,a@example.test\nB,DB,b,b@example.test\n");
    load("receivables",
         "creditor_id,receivable_id,debtor_id,amount,currency,due_date\n"
         "A,RA,DA,100.00,EUR,2026-01-01\nB,RB,DB,200.00,EUR,2026-01-01\n");
  }
  void load(const std::string& kind, const std::string& text) {
    const Finished loaded = home_.run({"ingest", home_.write(kind + ".csv", text), "--kind", kind});
    EXPECT_EQ(loaded.code, 0) << loaded.out << loaded.err;
  }
  std::string emitted() const { return home_.run({"actions", "--format", "csv"}).out; }
  bool is_emitted(const std::string& receivable) const { return emitted().find(receivable) != std::string::npos; }
  std::string explain(const std::string& debtor) const {
    return home_.run({"explain", "--debtor", debtor, "--date", "2026-01-08", "--format", "json"}).out;
  }
  void run(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"run", "--date", "2026-01-08"});
    const Finished finished = home_.run(more);
    EXPECT_EQ(finished.code, 0) << finished.out << finished.err;
  }

  const DunlinBinary home_;
};

TEST_F(SharedDay, WhatAnEarlierRunOfTheDateSentIsUsedUp) {
  run({"--creditor", "A"});
  EXPECT_TRUE(is_emitted("DA"));
  const std::string before = explain("DB");
  run();
  EXPECT_FALSE(is_emitted("DB")) << "two e-mails of one a day";
  for (const std::string& told : {before, explain("DB")}) {
    EXPECT_NE(told.find("1 a day, 0 of them left to this run; priority 50, 200.00 EUR overdue"), std::string::npos) << told;
  }
}

TEST_F(SharedDay, AnExplanationKnowsTheDebtorsOfOtherCreditors) {
  const std::string before = explain("DA");
  run();
  EXPECT_TRUE(is_emitted("DB"));
  EXPECT_FALSE(is_emitted("DA"));
  for (const std::string& told : {before, explain("DA")}) {
    EXPECT_NE(told.find("the last admitted: priority 50, 200.00 EUR overdue"), std::string::npos) << told;
  }
}

}  // namespace
}  // namespace dunlin::engine
