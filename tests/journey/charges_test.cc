// A fee and interest from the letter that charges them to the last cent paid, and every place where somebody may ask why.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/service/debtor_file.h"
#include "engine/service/explanation.h"
#include "engine/service/ingest.h"
#include "engine/service/reports.h"
#include "engine/service/runs.h"
#include "tests/journey/temporary_site.h"

namespace dunlin::engine {
namespace {

using Reasons = std::vector<std::string>;

bool tells(const Reasons& reasons, const std::string& wanted) {
  return std::find(reasons.begin(), reasons.end(), wanted) != reasons.end();
}
std::string all_of(const Reasons& reasons) {
  std::string text;
  for (const std::string& reason : reasons) text += reason + "\n";
  return text;
}

class Charges : public testing::Test {
 protected:
  void SetUp() override {
    home_.configure("[interest.house]\nrate = \"10\"\n",
                    "[[step]]\nid = \"notice\"\ndays_past_due = 15\nchannels = [\"email\"]\n"
                    "fee = { flat = \"10.00 EUR\" }\ninterest = { rule = \"house\", charge = true }\n"
                    "[[step]]\nid = \"law\"\ndays_past_due = 30\nchannels = [\"email\"]\n"
                    "interest = { rule = \"statutory-b2b-de\", show = true }\n");
    auto opened = home_.open();
    ASSERT_TRUE(opened.ok()) << core::describe(opened.error());
    site_ = std::make_unique<Site>(std::move(*opened));
    site_->today = core::date_of(2026, 11, 21);
    load("receivable_id,debtor_id,amount,currency,due_date\nR1,D1,100.00,EUR,2024-01-10\n");
    load("debtor_id,name,email,kind\nD1,Ada,ada@example.com,consumer\n");
  }
  void load(const std::string& text) {
    const std::string path = home_.write("f" + std::to_string(++files_) + ".csv", text);
    ASSERT_TRUE(ingest(*site_, {{path}, "", "", false, false}).ok()) << text;
  }
  void run_on(core::Date date) {
    const auto done = run(*site_, {date, "", false, false, {}});
    ASSERT_TRUE(done.ok()) << core::describe(done.error());
  }
  Explanation explained(core::Date date) {
    auto told = explain(*site_, {"", "D1", date});
    EXPECT_TRUE(told.ok()) << core::describe(told.error());
    return std::move(told->front());
  }
  std::string open_on(core::Date date) { return debtor_file(*site_, {"D1", "", date})->front().balances.at(0).open; }
  std::string aged_on(core::Date date, size_t bucket) {
    return ageing(*site_, {date, "", "", "simple", 365})->rows.at(bucket).at(3).value_or("");
  }

  const TemporarySite home_;
  std::unique_ptr<Site> site_;
  int files_ = 0;
};

TEST_F(Charges, AreExplainedFromTheLetterToTheLastCent) {
  const core::Date letter = core::date_of(2024, 1, 25);
  const Explanation before = explained(letter);
  run_on(letter);
  const Explanation recorded = explained(letter);
  for (const Explanation* told : {&before, &recorded}) {
    EXPECT_EQ(told->receivables.at(0).balance, "100.00") << "the letter's own charges come after it";
    const Reasons& reasons = told->steps.at(0).reasons;
    EXPECT_TRUE(tells(reasons, "fee: 10.00 EUR on R1")) << all_of(reasons);
    EXPECT_TRUE(tells(reasons,
                      "interest_charged: 0.41 EUR on R1 by rule house; 2024-01-11..2024-01-25: 15 days at 10.00 % of "
                      "100.00 EUR"))
        << all_of(reasons);
  }
  EXPECT_TRUE(recorded.recorded);
  EXPECT_FALSE(before.recorded);

  load("payment_id,debtor_id,receivable_id,amount,currency,value_date\nP1,D1,R1,100.00,EUR,2024-01-27\n");
  const core::Date later = core::date_of(2024, 1, 28);
  run_on(later);
  const Explanation after = explained(later);
  const ExplainedReceivable& item = after.receivables.at(0);
  EXPECT_EQ(item.balance, "10.41");
  for (const char* reason : {"charged_costs: 10.00 EUR, paid 10.00 EUR", "charged_interest: 0.41 EUR, paid 0.41 EUR",
                             "fee: 10.00 EUR on 2024-01-25 by notice (journey)",
                             "payment P1 of 2024-01-27 paid: costs 10.00 EUR, interest 0.41 EUR, principal 89.59 EUR"}) {
    EXPECT_TRUE(tells(item.reasons, reason)) << reason << "\n" << all_of(item.reasons);
  }

  const core::Date law = core::date_of(2024, 2, 9);
  run_on(law);
  const Explanation told = explained(law);
  const Reasons& reasons = told.steps.at(1).reasons;
  EXPECT_TRUE(tells(reasons, "no_interest: not_for_consumers on R1 by rule statutory-b2b-de")) << all_of(reasons);
}

TEST_F(Charges, CountInReportsOfTheirDayAndLater) {
  run_on(core::date_of(2024, 1, 25));
  EXPECT_EQ(open_on(core::date_of(2024, 1, 24)), "100.00");
  EXPECT_EQ(open_on(core::date_of(2024, 1, 25)), "110.41");
  EXPECT_EQ(aged_on(core::date_of(2024, 1, 24), 1), "100.00");
  EXPECT_EQ(aged_on(core::date_of(2024, 1, 26), 1), "110.41");
  // A payment of today reaches them in a report of yesterday no more than in a run of yesterday.
  load("payment_id,debtor_id,receivable_id,amount,currency,value_date\nP1,D1,R1,110.41,EUR,2024-01-24\n");
  EXPECT_EQ(open_on(core::date_of(2024, 1, 26)), "10.41");
  // They outlive nights in which nothing happens to the debtor.
  for (const int day : {26, 27, 28}) run_on(core::date_of(2024, 1, day));
  EXPECT_EQ(open_on(core::date_of(2024, 1, 28)), "10.41");
}

}  // namespace
}  // namespace dunlin::engine
