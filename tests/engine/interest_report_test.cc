// `report interest` through the program: whom a rule meets, what has accrued on a date, and the published cases of the BGB
// calculators.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

struct Told {
  std::string currency, interest, rule, reason;
};

class InterestReport : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    std::filesystem::remove_all(dunlin_.path("data/scenarios"));
    configure("");
    dunlin_.write("data/scenarios/s.toml", "[[step]]\nid = \"a\"\ndays_past_due = 3\n");
  }
  void configure(const std::string& text) { dunlin_.write("data/dunlin.toml", text); }
  void load(const std::string& kind, const std::string& csv) {
    const Finished finished = dunlin_.run({"ingest", "--kind", kind, dunlin_.write(kind + ".csv", csv)});
    EXPECT_EQ(finished.code, 0) << finished.out << finished.err;
  }
  /// By receivable_id.
  std::map<std::string, Told> report(const std::string& date, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"report", "interest", "--date", date, "--format", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Finished finished = dunlin_.run(arguments);
    EXPECT_EQ(finished.code, 0) << finished.err;
    std::map<std::string, Told> told;
    const json::value result = json::parse(finished.out);
    EXPECT_EQ(result.at("date").as_string(), json::string_view(date));
    for (const json::value& row : result.at("rows").as_array()) {
      const auto text = [&](const char* name) {
        return row.at(name).is_null() ? std::string() : std::string(std::string_view(row.at(name).as_string()));
      };
      told[text("receivable_id")] = {text("currency"), text("interest"), text("rule"), text("reason")};
    }
    return told;
  }
  std::string interest(const std::string& date, const std::string& rule = "statutory") {
    return report(date, {"--rule", rule})["R1"].interest;
  }

  DunlinBinary dunlin_;
};

constexpr const char* kReceivableHeader = "receivable_id,debtor_id,amount,currency,issue_date,due_date\n";
constexpr const char* kPaymentHeader = "payment_id,debtor_id,amount,currency,value_date,receivable_id\n";

/// BGB-1 and BGB-2 as published give 328.28 and 526.64: they let 1 July 2023 bear the old rate, which BGB-3 calls off by
/// one.
TEST_F(InterestReport, GermanCalculators) {
  load("debtors", "debtor_id,name,kind\nD1,Ash,consumer\nD2,Birch,business\n");
  load("receivables", std::string(kReceivableHeader) +
                          "R1,D1,10000.00,EUR,2022-12-01,2023-01-01\nR2,D2,10000.00,EUR,2022-12-01,2023-01-01\n"
                          "R3,D2,10000.00,EUR,2022-12-01,2023-01-01\nR4,D2,10000.00,EUR,2022-12-01,2023-01-01\n");
  load("payments", std::string(kPaymentHeader) +
                       "P1,D1,10000.00,EUR,2023-07-01,R1\nP2,D2,10000.00,EUR,2023-07-01,R2\n"
                       "P3,D2,3000.00,EUR,2023-04-01,R3\nP4,D2,7000.00,EUR,2023-07-01,R3\n"
                       "P5,D2,10000.00,EUR,2023-01-01,R4\n");
  auto told = report("2024-01-01");
  EXPECT_EQ(told["R1"].interest, "328.69");  // BGB-1
  EXPECT_EQ(told["R1"].rule, "statutory-consumer-de");
  EXPECT_EQ(told["R2"].interest, "527.05");  // BGB-2
  EXPECT_EQ(told["R2"].rule, "statutory-b2b-de");
  EXPECT_EQ(told["R3"].interest, "447.49");  // BGB-7
  EXPECT_EQ(told["R4"].interest, "0.00");    // BGB-4: paid on the due date
  EXPECT_EQ(report("2023-06-30")["R1"].interest, "326.47");
  // BGB-6: surcharges of one's own are rules of one's own.
  configure("[interest.ten]\nreference = \"de-base\"\nmargin = 10\n");
  EXPECT_EQ(report("2023-01-02", {"--rule", "ten"})["R1"].interest, "3.18");  // 11.62 %
}

TEST_F(InterestReport, StatutoryGoesByTheCreditorsCountryAndTheDebtorsKind) {
  load("creditors",
       "creditor_id,name,country\nat,A,AT\nbe,B,BE\nde,D,DE\nes,E,ES\nfr,F,FR\ngb,G,GB\nie,I,IE\nit,J,IT\nnl,N,NL\npl,P,"
       "PL\nus,U,US\n");
  std::string debtors = "creditor_id,debtor_id,name,kind\n";
  std::string receivables = "creditor_id,receivable_id,debtor_id,amount,currency,issue_date,due_date\n";
  for (const std::string country : {"at", "be", "de", "es", "fr", "gb", "ie", "it", "nl", "pl", "us"}) {
    debtors += country + ",B-" + country + ",X,business\n" + country + ",C-" + country + ",X,consumer\n";
    receivables += country + ",RB-" + country + ",B-" + country + ",36500.00,EUR,2024-01-01,2024-02-29\n";
    receivables += country + ",RC-" + country + ",C-" + country + ",36500.00,EUR,2024-01-01,2024-02-29\n";
  }
  load("debtors", debtors);
  load("receivables", receivables);
  auto told = report("2024-03-01");
  const std::pair<const char*, const char*> expected[] = {{"at", "13.08"}, {"be", "12.50"}, {"de", "12.62"}, {"es", "12.50"},
                                                          {"fr", "14.50"}, {"gb", "13.25"}, {"ie", "12.50"}, {"it", "12.50"},
                                                          {"nl", "12.50"}, {"pl", "15.75"}, {"us", "0.00"}};
  for (const auto& [country, one_day] : expected) {
    EXPECT_EQ(told[std::string("RB-") + country].interest, one_day) << country;
    const Told& consumer = told[std::string("RC-") + country];
    const bool is_german = std::string(country) == "de";
    EXPECT_EQ(consumer.interest, is_german ? "8.62" : "0.00") << country;
    EXPECT_EQ(consumer.reason, is_german ? "" : "no_statutory_rule") << country;
  }
  EXPECT_EQ(told["RB-us"].reason, "no_statutory_rule");
  // A preset for businesses never touches a consumer, and says so.
  told = report("2024-03-01", {"--rule", "statutory-b2b-fr"});
  EXPECT_EQ(told["RB-us"].interest, "14.50");
  EXPECT_EQ(told["RC-fr"].interest, "0.00");
  EXPECT_EQ(told["RC-fr"].reason, "not_for_consumers");
}

TEST_F(InterestReport, PrincipalsFollowTheMoney) {
  configure("[interest.house]\nrate = 10\n");
  load("debtors", "debtor_id,name\nD1,Ash\n");
  load("receivables", std::string(kReceivableHeader) + "R1,D1,365.00,EUR,2023-12-01,2023-12-31\n");
  EXPECT_EQ(interest("2024-01-10", "house"), "1.00");
  load("payments", std::string(kPaymentHeader) + "P1,D1,100.00,EUR,2024-01-10,R1\n");
  EXPECT_EQ(interest("2024-01-10", "house"), "1.00");  // the day of payment still bears
  EXPECT_EQ(interest("2024-01-20", "house"), "1.73");
  load("credit_notes", "credit_note_id,debtor_id,amount,currency,date,receivable_id\nC1,D1,65.00,EUR,2024-01-15,R1\n");
  EXPECT_EQ(interest("2024-01-20", "house"), "1.62");  // from its own date
  const Finished reversed = dunlin_.run(
      {"ingest", "--kind", "payments",
       dunlin_.write("reversal.csv",
                     "payment_id,debtor_id,amount,currency,value_date,reverses\nP2,D1,100.00,EUR,2024-01-18,P1\n")});
  EXPECT_EQ(reversed.code, 0) << reversed.err;
  EXPECT_EQ(interest("2024-01-20", "house"), "1.89");  // as if it had never come
  EXPECT_EQ(interest("2024-01-17", "house"), "1.45");  // before it was taken back
}

TEST_F(InterestReport, RatesOfTheOperatorLieOnTop) {
  load("debtors", "debtor_id,name,kind\nD1,Ash,business\n");
  load("receivables", std::string(kReceivableHeader) + "R1,D1,36500.00,EUR,2024-01-01,2024-02-29\n");
  EXPECT_EQ(interest("2024-03-01", "statutory-b2b-fr"), "14.50");
  dunlin_.write("data/rates/mine.csv", "name,date,value\necb-mro,2024-01-01,1.00\n");
  EXPECT_EQ(interest("2024-03-01", "statutory-b2b-fr"), "11.00");
  load("rates", "name,date,value\necb-mro,2024-01-01,2.00\n");
  EXPECT_EQ(interest("2024-03-01", "statutory-b2b-fr"), "12.00");
}

/// Breathing space and bankruptcy stop interest for good, on every receivable of the debtor; other holds do not.
TEST_F(InterestReport, HoldsOfTheLawSkipDays) {
  configure("[interest.house]\nrate = 10\n");
  load("debtors", "debtor_id,name\nD1,Ash\nD2,Birch\n");
  load("receivables", std::string(kReceivableHeader) +
                          "R1,D1,365.00,EUR,2023-12-01,2023-12-31\n"
                          "R2,D1,365.00,EUR,2023-12-01,2024-03-10\n"
                          "R3,D2,365.00,EUR,2023-12-01,2023-12-31\n");
  load("holds",
       "hold_id,debtor_id,receivable_id,from,until,reason\nH1,D1,R1,2024-01-11,,breathing_space\n"
       "H2,D1,,2024-03-11,2024-03-20,bankruptcy\nH3,D2,,2024-01-01,,manual\n");
  auto told = report("2024-01-31", {"--rule", "house"});
  EXPECT_EQ(told["R1"].interest, "1.00");  // ten days before it
  EXPECT_EQ(told["R3"].interest, "3.10");
  // Sixty days from 11 January end on 10 March; the bankruptcy follows at once.
  told = report("2024-03-30", {"--rule", "house"});
  EXPECT_EQ(told["R1"].interest, "2.00");
  EXPECT_EQ(told["R2"].interest, "1.00");
}

TEST_F(InterestReport, SumsByKeyAndRefusesUnknownRules) {
  configure("[interest.house]\nrate = 10\n");
  load("debtors", "debtor_id,name,segment\nD1,Ash,gold\nD2,Birch,gold\nD3,Cedar,\n");
  load("receivables", std::string(kReceivableHeader) +
                          "R1,D1,365.00,EUR,2023-12-01,2023-12-31\n"
                          "R2,D2,365.00,EUR,2023-12-01,2023-12-31\n"
                          "R3,D3,365.00,USD,2023-12-01,2023-12-31\n");
  const Finished finished =
      dunlin_.run({"report", "interest", "--date", "2024-01-10", "--rule", "house", "--by", "segment", "--format", "json"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(finished.out,
            "{\"date\":\"2024-01-10\",\"rows\":[{\"segment\":null,\"currency\":\"USD\",\"count\":1,\"interest\":\"1.00\"},"
            "{\"segment\":\"gold\",\"currency\":\"EUR\",\"count\":2,\"interest\":\"2.00\"}]}\n");
  const Finished unknown = dunlin_.run({"report", "interest", "--date", "2024-01-10", "--rule", "hous"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.err.find("did you mean house?"), std::string::npos) << unknown.err;
}

}  // namespace
}  // namespace dunlin::engine
