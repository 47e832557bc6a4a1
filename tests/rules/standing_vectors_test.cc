// The shared vectors of promises, breathing space, grace and limitation, through the door that the run calls.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "rules/standing/limitation.h"
#include "tests/rules/standing_records.h"
#include "tests/shared_vectors.h"

namespace dunlin::rules {
namespace {

namespace json = boost::json;

using test::Account;
using test::days;
using test::Stood;

int64_t cents(const json::value& text) { return core::parse_amount(text.as_string(), 2).minor; }
std::string text_of_json(const json::value& value) { return std::string(value.as_string()); }

class StandingVectors : public test::SharedVectors {};

TEST_F(StandingVectors, PromiseToPay) {
  for (const json::value& c : cases("dun.ptp")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const json::value& in = c.at("in");
    // The promise is older than everything in the vector; the receivable is larger, so that something stays to be dunned.
    Account account{
        .debtor = {.receivables = {{"R1", 10 * cents(in.at("promised")), days("2024-01-10")}}},
        .promises = {{"PR1", cents(in.at("promised")), "2024-02-01", text_of_json(in.at("promise_date")), "R1"}}};
    for (const json::value& payment : in.at("payments").as_array()) {
      const std::string id = "P" + std::to_string(account.debtor.payments.size());
      account.debtor.payments.push_back({id, cents(payment.at(1)), days(text_of_json(payment.at(0))), "R1"});
    }
    const auto tolerance = static_cast<core::Days>(in.at("tolerance_days").as_int64());
    const Stood stood(account, text_of_json(in.at("at")), {.promise_tolerance_days = tolerance});
    const std::string expected = text_of_json(c.at("out").at("status"));
    EXPECT_EQ(stood.promise(), expected == "partially_kept" || expected == "partially kept" ? "partial" : expected);
    EXPECT_EQ(stood.standing(), c.at("out").at("dunning_blocked").as_bool() ? "promised" : "overdue");
  }
}

TEST_F(StandingVectors, BreathingSpace) {
  for (const json::value& c : cases("uk.breathing_space")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const json::value& out = c.at("out");
    const std::string start = text_of_json(out.at("moratorium_start"));
    EXPECT_EQ(days(start), days(text_of_json(c.at("in").at("register_entry"))) + 1);
    const Account account{.debtor = {.receivables = {{"R1", 100, days("2023-01-10")}}},
                          .holds = {{"H1", start, "", core::HoldReason::kBreathingSpace}}};
    EXPECT_EQ(Stood(account, text_of_json(c.at("in").at("register_entry"))).standing(), "overdue");
    EXPECT_EQ(Stood(account, start).standing(), "held");
    EXPECT_EQ(Stood(account, text_of_json(out.at("last_protected_day"))).standing(), "held");
    EXPECT_EQ(Stood(account, text_of_json(out.at("first_collectable_day"))).standing(), "overdue");
  }
}

TEST_F(StandingVectors, Grace) {
  for (const json::value& c : cases("dun.grace")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const json::value& in = c.at("in");
    const Account account{.debtor = {.receivables = {{"R1", 100, days(text_of_json(in.at("net_due")))}}}};
    const auto grace = static_cast<core::Days>(in.at("grace_days").as_int64());
    const Stood stood(account, text_of_json(in.at("issue_date")), {.grace_days = grace});
    EXPECT_EQ(stood.standing(), c.at("out").at("overdue_for_dunning").as_bool() ? "overdue" : "not_due");
    EXPECT_EQ(stood.standings.days_past_due[0], c.at("out").at("days_in_arrears").as_int64());
  }
}

TEST_F(StandingVectors, LimitationInTheUnitedKingdom) {
  for (const json::value& c : cases("uk.limitation")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const json::value& in = c.at("in");
    const std::string last = text_of_json(in.at("last_ack_or_payment"));
    const std::string at = text_of_json(in.at("at"));
    // A payment and an acknowledgement count alike, each after an older due date.
    Account paid{.debtor = {.receivables = {{"R1", 10000, days(last) - 400}}, .payments = {{"P1", 100, days(last), "R1"}}}};
    Account promised{.debtor = {.receivables = {{"R1", 10000, days(last) - 400}}},
                     .promises = {{"PR1", 100, last, last, "R1"}}};
    for (Account* account : {&paid, &promised}) {
      if (in.at("jurisdiction").as_string() == "SCO") account->debtor.texts[core::Field::kRegion] = "SCT";
      const Stood stood(*account, at);
      TimeBars bars;
      compute_time_bars(stood.page, test::day(at), stood.balances, Limitation::kUk, bars);
      EXPECT_EQ(bars.barred_on[0], days(text_of_json(c.at("out").at("limit_date"))));
      EXPECT_EQ(bars.barred_on[0] <= days(at), c.at("out").at("statute_barred").as_bool());
      EXPECT_EQ(bars.extinguished[0] == 1, c.at("out").at("debt_extinguished").as_bool());
    }
  }
}

}  // namespace
}  // namespace dunlin::rules
