// Poison data quarantines its debtor, by name and with a reason, and the run goes on: the others are decided as if it were not
// there, its own memory stays, and it comes back once its records are corrected.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

constexpr const char* kHeader = "receivable_id,debtor_id,amount,currency,due_date\n";

/// Interest joins its principal at 1000 percent a year: 100 EUR of 2000 are beyond 64 bits in 2024, those of 2023 are not.
constexpr const char* kSteep = "[interest.steep]\nrate = \"1000\"\ncompounding = \"yearly\"\nconvention = \"30e/360\"\n";
constexpr const char* kScenario =
    "[scenario]\nunit = \"debtor\"\n[[step]]\nid = \"first\"\ndays_past_due = 1\nchannels = [\"email\"]\n"
    "interest = { rule = \"steep\", charge = true }\n[[step]]\nid = \"second\"\ndays_past_due = 2\nchannels = [\"email\"]\n";

class Quarantine : public testing::Test {
 protected:
  void init(const std::string& page_debtors, const std::string& configuration = kSteep) {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "1", "--page-debtors", page_debtors}).code, 0);
    std::filesystem::remove_all(dunlin_.path("data/scenarios"));
    dunlin_.write("data/dunlin.toml", configuration);
    dunlin_.write("data/scenarios/s.toml", kScenario);
  }
  void load(const std::string& kind, const std::string& csv) {
    const Finished finished = dunlin_.run({"ingest", "--kind", kind, dunlin_.write(kind + ".csv", csv)});
    EXPECT_EQ(finished.code, 0) << finished.out << finished.err;
  }
  void load_three() {
    load("debtors", "debtor_id,name,email\nD1,Ash,a@x.example\nD2,Birch,b@x.example\nD3,Cedar,c@x.example\n");
    load("receivables", std::string(kHeader) +
                            "R1,D1,100.00,EUR,2024-01-10\nR2,D2,100.00,EUR,2000-01-10\nR3,D3,100.00,EUR,2024-01-10\n");
  }
  json::value run(const std::string& date, int code, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"run", "--date", date, "--format", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Finished finished = dunlin_.run(arguments);
    EXPECT_EQ(finished.code, code) << finished.out << finished.err;
    return json::parse(finished.out);
  }
  static std::set<std::string> quarantined(const json::value& summary) {
    std::set<std::string> names;
    for (const json::value& one : summary.at("quarantined_debtors").as_array()) {
      EXPECT_EQ(one.at("reason").as_string(), "amounts_too_large");
      names.emplace(one.at("debtor").as_string());
    }
    EXPECT_EQ(summary.at("quarantined").as_int64(), static_cast<int64_t>(names.size()));
    return names;
  }
  /// "debtor step" of every action of the queue, sorted.
  std::multiset<std::string> actions() {
    const json::value all = json::parse(dunlin_.run({"actions", "--format", "json"}).out);
    std::multiset<std::string> told;
    for (const json::value& action : all.as_array()) {
      told.emplace(std::string(std::string_view(action.at("debtor_id").as_string())) + " " +
                   std::string(std::string_view(action.at("step").as_string())));
    }
    return told;
  }

  DunlinBinary dunlin_;
};

TEST_F(Quarantine, TheRestIsDecidedThisAndTheNextNights) {
  for (const char* page_debtors : {"1", "512"}) {
    SCOPED_TRACE(page_debtors);
    std::filesystem::remove_all(dunlin_.data());
    init(page_debtors);
    load_three();
    const json::value dry = run("2024-01-20", 3, {"--dry-run"});
    EXPECT_EQ(quarantined(dry), std::set<std::string>{"default/D2"});
    const json::value first = run("2024-01-20", 3);
    EXPECT_EQ(quarantined(first), std::set<std::string>{"default/D2"});
    EXPECT_EQ(first.at("debtors").as_int64(), 2) << "the others";
    EXPECT_EQ(actions(), (std::multiset<std::string>{"D1 first", "D3 first"}));
    EXPECT_EQ(quarantined(run("2024-01-21", 3)), std::set<std::string>{"default/D2"});
    EXPECT_EQ(actions(), (std::multiset<std::string>{"D1 first", "D1 second", "D3 first", "D3 second"}));

    const Finished told = dunlin_.run({"explain", "--debtor", "D2", "--date", "2024-01-22"});
    EXPECT_EQ(told.code, 0) << told.err;
    EXPECT_NE(told.out.find("quarantined: amounts_too_large"), std::string::npos) << told.out;

    // The year was mistyped.
    load("receivables", std::string(kHeader) + "R2,D2,100.00,EUR,2024-01-10\n");
    EXPECT_TRUE(quarantined(run("2024-01-22", 0)).empty());
    EXPECT_EQ(actions().count("D2 first"), 1U);
  }
}

/// Each of its claims is an amount, their sum is none.
TEST_F(Quarantine, SumsOfADebtorThatLeave64Bits) {
  init("512");
  load_three();
  std::string receivables = kHeader;
  for (int i = 0; i < 100; ++i) receivables += "X" + std::to_string(i) + ",D3,1000000000.00,EUR,2018-01-10\n";
  load("receivables", receivables);
  EXPECT_EQ(quarantined(run("2024-01-20", 3)), (std::set<std::string>{"default/D2", "default/D3"}));
  EXPECT_EQ(actions(), std::multiset<std::string>{"D1 first"});
  // Reports show what can be shown, and say what cannot.
  EXPECT_EQ(dunlin_.run({"report", "ageing", "--date", "2024-01-20"}).code, 0);
  EXPECT_EQ(dunlin_.run({"debtor", "D3"}).code, 0);
  const Finished interest = dunlin_.run({"report", "interest", "--rule", "steep", "--date", "2024-01-20", "--format", "csv"});
  EXPECT_EQ(interest.code, 0) << interest.err;
  EXPECT_NE(interest.out.find("D2,R2,EUR,,steep,too_large"), std::string::npos) << interest.out;
  const Finished summed = dunlin_.run({"report", "interest", "--rule", "steep", "--date", "2024-01-20", "--by", "creditor"});
  EXPECT_EQ(summed.code, 1);
  EXPECT_NE(summed.err.find("receivable R2"), std::string::npos) << summed.err;
}

/// A survey decides every page before the run does: whom the run would quarantine takes nobody's place.
TEST_F(Quarantine, WithCapacities) {
  init("512", std::string(kSteep) + "[contact.capacity]\nemail = { max = 1 }\n");
  load_three();
  load("receivables", std::string(kHeader) + "R2,D2,900.00,EUR,2000-01-10\n");  // the first of them
  EXPECT_EQ(quarantined(run("2024-01-20", 3)), std::set<std::string>{"default/D2"});
  EXPECT_EQ(actions().size(), 1U);
  EXPECT_EQ(actions().count("D2 first"), 0U);
}

/// What a payment finds accrued may be no amount either.
TEST_F(Quarantine, WhereInterestIsAccruedByPayments) {
  init("512", std::string(kSteep) + "[allocation]\ninterest = \"accrued\"\ninterest_rule = \"steep\"\n");
  load_three();
  load("payments", "payment_id,debtor_id,amount,currency,value_date,receivable_id\nP2,D2,10.00,EUR,2024-01-15,R2\n");
  EXPECT_EQ(quarantined(run("2024-01-20", 3)), std::set<std::string>{"default/D2"});
  const Finished report = dunlin_.run({"report", "ageing", "--date", "2024-01-20"});
  EXPECT_EQ(report.code, 1);
  EXPECT_NE(report.err.find("debtor D2"), std::string::npos) << report.err;
}

/// What many debtors owe together may leave 64 bits where no debtor's money does.
TEST_F(Quarantine, NobodyForWhatTheRunDemandsInAll) {
  init("7");
  std::string debtors = "debtor_id,name,email\n";
  std::string receivables = kHeader;
  for (int i = 0; i < 60; ++i) {
    debtors += "D" + std::to_string(i) + ",x,a@x.example\n";
    receivables += "R" + std::to_string(i) + ",D" + std::to_string(i) + ",1000000000.00,EUR,2018-01-20\n";
  }
  load("debtors", debtors);
  load("receivables", receivables);
  // Six whole years: 10^11 cents times 11^6, 60 times.
  const json::value summary = run("2024-01-20", 0);
  EXPECT_EQ(summary.at("demanded").at(0).at("amount").as_string(), "106293660000000000.00");
  const json::value shown = json::parse(dunlin_.run({"run", "show", "2024-01-20/1", "--format", "json"}).out);
  EXPECT_EQ(shown.at("demanded"), summary.at("demanded"));
}

}  // namespace
}  // namespace dunlin::engine
