// Negative receivables of a source with negative = "credit_note", through the binary: which of them become credit, and what
// is said of those that do not.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

constexpr const char* kSource =
    "negative = \"credit_note\"\n[receivables]\nreceivable_id = \"no\"\ndebtor_id = \"debtor\"\namount = \"amount\"\n"
    "currency = { constant = \"EUR\" }\ndue_date = \"due\"\nstatus = \"status\"\n";

class CreditInvoices : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    dunlin_.write("data/sources/erp.toml", kSource);
    const std::string debtors = dunlin_.write("debtors.csv", "debtor_id,name\nD1,Ash\n");
    ASSERT_EQ(dunlin_.run({"ingest", debtors}).code, 0);
  }

  Finished load(const std::string& rows) {
    const std::string file = dunlin_.write("erp.csv", "no,debtor,amount,due,status\n" + rows);
    return dunlin_.run({"ingest", file, "--source", "erp", "--format", "json"});
  }
  std::vector<std::string> reasons() {
    std::vector<std::string> reasons;
    const json::value rejects = json::parse(dunlin_.run({"rejects", "--format", "json"}).out);
    for (const json::value& row : rejects.as_array()) {
      const char* const kind = row.at("conflict").as_bool() ? " conflict" : " rejected";
      reasons.push_back(std::string(row.at("reason").as_string()) + kind);
    }
    return reasons;
  }
  std::string open() {
    const json::value debtor = json::parse(dunlin_.run({"debtor", "D1", "--date", "2026-02-01", "--format", "json"}).out);
    const json::value& balance = debtor.at("balances").at(0);
    return std::string(balance.at("open").as_string()) + " cash " + std::string(balance.at("unallocated_cash").as_string());
  }

  DunlinBinary dunlin_;
};

TEST_F(CreditInvoices, ThatAreDraftOrCancelledAreNoCredit) {
  EXPECT_EQ(load("I1,D1,100,2026-01-10,open\nI2,D1,-30,2026-01-10,cancelled\nI3,D1,-20,2026-01-10,draft\n"
                 "I4,D1,-10,2026-01-10,open\nI5,D1,-5,2026-01-10,\n")
                .code,
            3);
  EXPECT_EQ(open(), "85.00 cash 0.00");
  EXPECT_EQ(reasons(), (std::vector<std::string>{"not_in_force rejected", "not_in_force rejected"}));
  // A draft that is issued counts; the credit that is cancelled later needs a reversal, which only a person can decide.
  EXPECT_EQ(load("I3,D1,-20,2026-01-10,open\n").code, 0);
  EXPECT_EQ(open(), "65.00 cash 0.00");
  EXPECT_EQ(load("I4,D1,-10,2026-01-10,cancelled\n").code, 3);
  EXPECT_EQ(reasons().back(), "not_in_force conflict");
  EXPECT_EQ(open(), "65.00 cash 0.00");
}

TEST_F(CreditInvoices, CannotTakeTheIdOfAReceivable) {
  EXPECT_EQ(load("I1,D1,100,2026-01-10,open\n").code, 0);
  EXPECT_EQ(load("I1,D1,-100,2026-01-10,open\n").code, 3);
  EXPECT_EQ(reasons(), std::vector<std::string>{"sign_changed conflict"});
  EXPECT_EQ(open(), "100.00 cash 0.00");
}

}  // namespace
}  // namespace dunlin::engine
