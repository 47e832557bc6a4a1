// Reports on how collecting goes, as a person asks for them, on a store small enough to compute by hand:
//
//   D1 (anna, DE)  R1 1000 due 01-31 paid 02-10     R2 500 due 01-31 paid 01-25    R5 400 due 04-09 open
//   D2 (bob, FR)   R3 2500 due 02-15 paid 03-31     R4 800 due 03-31 open          R6 60 due 01-31 written off 03-20
//   D3 (anna, DE)  R7 90 due 02-20 paid 30 on 03-05 and open
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

constexpr const char* kDebtors = "debtor_id,name,collector,country\nD1,Ash,anna,DE\nD2,Birch,bob,FR\nD3,Cedar,anna,DE\n";
constexpr const char* kReceivables =
    "receivable_id,debtor_id,amount,currency,issue_date,due_date,status,status_on\n"
    "R1,D1,1000.00,EUR,2024-01-01,2024-01-31,,\n"
    "R2,D1,500.00,EUR,2024-01-01,2024-01-31,,\n"
    "R3,D2,2500.00,EUR,2024-01-16,2024-02-15,,\n"
    "R4,D2,800.00,EUR,2024-03-01,2024-03-31,,\n"
    "R5,D1,400.00,EUR,2024-03-10,2024-04-09,,\n"
    "R6,D2,60.00,EUR,2024-01-01,2024-01-31,written_off,2024-03-20\n"
    "R7,D3,90.00,EUR,2024-01-21,2024-02-20,,\n";
constexpr const char* kPayments =
    "payment_id,debtor_id,amount,currency,value_date,receivable_id\n"
    "P1,D1,1000.00,EUR,2024-02-10,R1\n"
    "P2,D1,500.00,EUR,2024-01-25,R2\n"
    "P3,D2,2500.00,EUR,2024-03-31,R3\n"
    "P4,D3,30.00,EUR,2024-03-05,R7\n";

class CollectionReports : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    std::filesystem::remove_all(dunlin_.path("data/scenarios"));
    configure("");
    ASSERT_EQ(dunlin_
                  .run({"ingest", dunlin_.write("debtors.csv", kDebtors), dunlin_.write("receivables.csv", kReceivables),
                        dunlin_.write("payments.csv", kPayments)})
                  .code,
              0);
  }
  void configure(const std::string& report) {
    dunlin_.write("data/dunlin.toml", "[report]\n" + report);
    dunlin_.write("data/scenarios/s.toml", "[[step]]\nid = \"reminder\"\ndays_past_due = 7\n");
  }
  /// What `dunlin report ARGUMENTS --format json` says.
  json::object answer(const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"report"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"--format", "json"});
    const Finished finished = dunlin_.run(all);
    EXPECT_EQ(finished.code, 0) << finished.err;
    json::error_code error;
    const json::value value = json::parse(finished.out, error);
    EXPECT_FALSE(error) << finished.out;
    return value.is_object() ? value.as_object() : json::object();
  }
  /// The rows of a section as JSON lines, for comparing with a text.
  static std::string text_of(const json::object& answer, std::string_view section) {
    std::string text;
    if (!answer.contains(section)) return "no section";
    for (const json::value& row : answer.at(section).as_array()) text += json::serialize(row) + "\n";
    return text;
  }

  DunlinBinary dunlin_;
};

/// (2560 + 90 begin, 800 + 400 sold, 800 + 400 + 60 open at the end, nothing of it not yet due); R6 counts in the beginning
/// and, written off, not at the end.
TEST_F(CollectionReports, Effectiveness) {
  const json::object found = answer({"cei", "--date", "2024-04-10", "--from", "2024-02-29"});
  EXPECT_EQ(found.at("from").as_string(), "2024-02-29");
  EXPECT_EQ(text_of(found, "rows"),
            "{\"currency\":\"EUR\",\"begin_open\":\"2650.00\",\"sales\":\"1200.00\",\"end_open\":\"1260.00\","
            "\"end_not_due\":\"0.00\",\"cei\":6.72727E1}\n");
}

TEST_F(CollectionReports, WindowsBeginAMonthBeforeOrAsAsked) {
  EXPECT_EQ(answer({"cei", "--date", "2024-03-31"}).at("from").as_string(), "2024-02-29");
  EXPECT_EQ(answer({"cei", "--date", "2024-03-30"}).at("from").as_string(), "2024-02-29");
  EXPECT_EQ(answer({"cei", "--date", "2024-04-15"}).at("from").as_string(), "2024-03-15");
  EXPECT_EQ(answer({"roll", "--date", "2024-04-15", "--days", "20"}).at("from").as_string(), "2024-03-26");
}

/// K-ADL of the shared facts: 10, -6 and 45 days on 1000, 500 and 2500.
TEST_F(CollectionReports, Lateness) {
  const Finished csv = dunlin_.run({"report", "lateness", "--date", "2024-04-10", "--format", "csv"});
  EXPECT_EQ(csv.out,
            "currency,closed,late,late_share,amount,late_amount,late_share_value,average_days_late,average_days_late_signed,"
            "average_days_late_weighted,max_days_late\r\n"
            "EUR,3,2,0.666667,4000.00,3500.00,0.875000,18.333333,16.333333,30.625000,45\r\n");
  const Finished by = dunlin_.run(
      {"report", "lateness", "--date", "2024-04-10", "--from", "2024-02-29", "--by", "collector", "--format", "csv"});
  EXPECT_NE(by.out.find("\r\nbob,EUR,1,1,1.000000,2500.00,2500.00,1.000000,45.000000,45.000000,45.000000,45\r\n"),
            std::string::npos)
      << by.out;
  EXPECT_EQ(by.out.find("anna"), std::string::npos);
}

/// On 02-29: R3 14 days late (2500), R7 9 (90), R6 29 (60). On 04-10: R3 paid, R7 50 days late with 60 left, R6 written off.
TEST_F(CollectionReports, RollRates) {
  const auto section = [&](const std::string& name) {
    const Finished csv = dunlin_.run(
        {"report", "roll", "--date", "2024-04-10", "--from", "2024-02-29", "--section", name, "--format", "csv"});
    return csv.code == 0 ? csv.out : csv.err;
  };
  EXPECT_EQ(section("amounts"),
            "currency,from,start,not_due,1-30,31-60,61-90,91-120,120+,paid,written_off\r\n"
            "EUR,not_due,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00\r\n"
            "EUR,1-30,2650.00,0.00,0.00,60.00,0.00,0.00,0.00,2530.00,60.00\r\n"
            "EUR,31-60,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00\r\n"
            "EUR,61-90,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00\r\n"
            "EUR,91-120,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00\r\n"
            "EUR,120+,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00\r\n");
  EXPECT_NE(section("rows").find("EUR,1-30,2650.00,0.000000,0.000000,0.022642,0.000000,0.000000,0.000000,0.954717,0.022642"),
            std::string::npos);
  EXPECT_NE(section("forward").find("EUR,1-30,31-60,0.022642"), std::string::npos);
  EXPECT_EQ(section("flow_through"), "currency,rate\r\nEUR,\r\n");
  // D1 had nothing past due on 02-29; D2 paid R3 but owes R4 by now and lost R6; D3 still owes.
  EXPECT_EQ(section("cure"),
            "currency,delinquent_count,cured_count,cure_rate_count,delinquent_amount,cured_amount,cure_rate_value\r\n"
            "EUR,2,0,0.0000,2650.00,0.00,0.0000\r\n");
}

TEST_F(CollectionReports, CureOfADebtorThatPaidEverything) {
  const Finished csv = dunlin_.run({"report", "roll", "--date", "2024-02-12", "--from", "2024-02-05", "--by", "collector",
                                    "--section", "cure", "--format", "csv"});
  EXPECT_NE(csv.out.find("\r\nanna,EUR,1,1,100.0000,1000.00,1000.00,100.0000\r\n"), std::string::npos) << csv.out;
  EXPECT_NE(csv.out.find("\r\nbob,EUR,1,0,0.0000,60.00,0.00,0.0000\r\n"), std::string::npos) << csv.out;
}

/// D1 is 5 days late on average (10 and early), D2 45; D3 has closed nothing.
TEST_F(CollectionReports, ForecastByDelay) {
  const json::object found = answer({"forecast", "--date", "2024-04-10", "--weeks", "5"});
  EXPECT_EQ(text_of(found, "rows"), "{\"currency\":\"EUR\",\"week\":\"2024-04-08\",\"count\":2,\"amount\":\"460.00\"}\n");
  EXPECT_EQ(text_of(found, "later"), "{\"currency\":\"EUR\",\"count\":1,\"amount\":\"800.00\"}\n") << "2024-05-15";
  configure("delay_without_history = 60\n");
  EXPECT_EQ(text_of(answer({"forecast", "--date", "2024-04-10"}), "rows"),
            "{\"currency\":\"EUR\",\"week\":\"2024-04-08\",\"count\":1,\"amount\":\"400.00\"}\n"
            "{\"currency\":\"EUR\",\"week\":\"2024-04-15\",\"count\":1,\"amount\":\"60.00\"}\n"
            "{\"currency\":\"EUR\",\"week\":\"2024-05-13\",\"count\":1,\"amount\":\"800.00\"}\n");
}

TEST_F(CollectionReports, ForecastByProbability) {
  configure("collection_probability = [90, \"62.5\", 40, 20, 10, 5]\n");
  const json::object found = answer({"forecast", "--date", "2024-04-10", "--method", "probability"});
  EXPECT_EQ(found.at("rows").at(1).at("expected").as_string(), "750.00") << "1200 x 0.625";
  EXPECT_EQ(found.at("rows").at(2).at("expected").as_string(), "24.00") << "60 x 0.4";
  EXPECT_EQ(text_of(found, "total"), "{\"currency\":\"EUR\",\"expected\":\"774.00\"}\n");
  // Learned: of the 2650 between 1 and 30 days late 41 days before, payments brought 2530 by the date.
  configure("");
  const json::object learned = answer({"forecast", "--date", "2024-04-11", "--method", "probability", "--weeks", "6"});
  EXPECT_DOUBLE_EQ(learned.at("rows").at(1).at("probability").as_double(), 0.954717);
  EXPECT_EQ(learned.at("rows").at(1).at("expected").as_string(), "1145.66");
  EXPECT_TRUE(learned.at("rows").at(2).at("probability").is_null());
}

TEST_F(CollectionReports, Provision) {
  const json::object found = answer({"provision", "--date", "2024-04-10"});
  EXPECT_EQ(json::serialize(found.at("rows").at(1)),
            "{\"currency\":\"EUR\",\"bucket\":\"1-30\",\"gross\":\"1200.00\",\"rate\":1.6E0,\"allowance\":\"19.20\"}");
  EXPECT_EQ(text_of(found, "total"), "{\"currency\":\"EUR\",\"gross\":\"1260.00\",\"allowance\":\"21.36\"}\n");
  const Finished refused = dunlin_.run({"report", "provision", "--date", "2024-04-10", "--method", "pd"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("default_probability"), std::string::npos) << refused.err;
  configure(
      "ageing = [30]\nprovision = [0, 1, \"12.5\"]\ndefault_probability = [1, 8, 20]\nloss_given_default = 45\n"
      "effective_rate = 6\n");
  EXPECT_EQ(text_of(answer({"provision", "--date", "2024-04-10"}), "total"),
            "{\"currency\":\"EUR\",\"gross\":\"1260.00\",\"allowance\":\"19.50\"}\n");
  // 1200 x 8 % x 45 % = 43.20, discounted by 1.06: 40.75; 60 x 20 % x 45 % = 5.40: 5.09.
  const json::object lost = answer({"provision", "--date", "2024-04-10", "--method", "pd"});
  EXPECT_EQ(lost.at("rows").at(1).at("undiscounted").as_string(), "43.20");
  EXPECT_EQ(text_of(lost, "total"), "{\"currency\":\"EUR\",\"gross\":\"1260.00\",\"allowance\":\"45.84\"}\n");
}

TEST_F(CollectionReports, ConfigurationSaysWhatDoesNotFit) {
  const struct {
    const char* setting;
    const char* expected;
  } cases[] = {{"provision = [1, 2]\n", "2 values for 6 ageing buckets"},
               {"loss_given_default = \"101\"\n", "between 0 and 100"},
               {"collection_probability = [\"x\", 1, 1, 1, 1, 1]\n", "decimals in quotes"},
               {"recovery_days = -1\n", "recovery_days"}};
  for (const auto& c : cases) {
    configure(c.setting);
    const Finished refused = dunlin_.run({"report", "provision", "--date", "2024-04-10"});
    EXPECT_EQ(refused.code, 2) << c.setting;
    EXPECT_NE(refused.err.find(c.expected), std::string::npos) << refused.err;
  }
}

TEST_F(CollectionReports, UsageErrors) {
  const struct {
    std::vector<std::string> arguments;
    const char* expected;
  } cases[] = {{{"cei"}, "--date"},
               {{"cei", "--date", "2024-04-10", "--from", "2024-05-01"}, "later than the date"},
               {{"roll", "--date", "2024-04-10", "--from", "2024-03-01", "--days", "3"}, "--from"},
               {{"forecast", "--date", "2024-04-10", "--method", "hope"}, "delay or probability"},
               {{"forecast", "--date", "2024-04-10", "--weeks", "0"}, "1 to 520"},
               {{"provision", "--date", "2024-04-10", "--method", "x"}, "matrix or pd"},
               {{"roll", "--date", "2024-04-10", "--section", "x"}, "cure"},
               {{"lateness", "--date", "2024-04-10", "--by", "town"}, "sales_rep"}};
  for (const auto& c : cases) {
    std::vector<std::string> all = {"report"};
    all.insert(all.end(), c.arguments.begin(), c.arguments.end());
    const Finished refused = dunlin_.run(all);
    EXPECT_EQ(refused.code, 2) << c.expected;
    EXPECT_NE(refused.err.find(c.expected), std::string::npos) << refused.err;
  }
}

}  // namespace
}  // namespace dunlin::engine
