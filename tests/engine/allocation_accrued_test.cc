// The shared vectors of part payments that meet accrued interest, through the allocation and the interest that a run calls.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "engine/settings/shipped_presets.h"
#include "rules/allocation/settlements.h"
#include "rules/interest/interest.h"
#include "tests/rules/account_page_builder.h"
#include "tests/shared_vectors.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;
using rules::ClaimPart;

int64_t cents(const json::value& value) { return core::parse_amount(value.as_string(), 2).minor; }
core::Date date(const json::value& value) { return *core::parse_iso_date(value.as_string()); }
int64_t part_of(const rules::Settlement& settled, ClaimPart part) { return settled.parts[static_cast<size_t>(part)]; }

/// One claim with its payments, allocated with accrued interest under a rule.
class AccruedClaim {
 public:
  AccruedClaim(const json::value& claim, std::string_view due, std::string_view end, const rules::CompiledInterest& rule)
      : rule_(rule), due_(date(claim.at(due))), end_(date(claim.at(end))) {
    test::DebtorRow debtor;
    debtor.receivables.push_back({"R1", cents(claim.at("principal")), due_.days});
    for (const json::value& payment : claim.at("payments").as_array()) {
      debtor.payments.push_back(
          {"P" + std::to_string(debtor.payments.size()), cents(payment.at(1)), date(payment.at(0)).days, "R1"});
    }
    page_ = test::make_page({debtor});
    charges_.begin = {0, 0};
    if (const json::value* costs = claim.as_object().if_contains("costs")) {
      charges_.begin = {0, 1};
      charges_.part = {rules::ChargePart::kCosts};
      charges_.amount = {cents(*costs)};
      charges_.on = {due_.days};
    }
    accrued_ = [this](uint32_t, std::span<const int32_t> from, std::span<const int64_t> principal, int32_t through) {
      return rules::interest_of(rule_, {from, principal, {}, core::Date{through}}).minor;
    };
  }

  void allocate(const rules::ClaimOrder& order) {
    const rules::AllocationInputs inputs{.page = page_, .date = end_, .charges = &charges_, .accrued = &accrued_};
    const rules::AllocationPolicy policy{.within = order, .interest = rules::AllocatedInterest::kAccrued};
    const std::vector<uint8_t> wanted = {1};
    rules::allocate(inputs, policy, balances);
    rules::settle(inputs, policy, wanted, settlements);
    rules::trace_principal(inputs, wanted, settlements, history);
  }

  /// Interest accrued up to a day and not paid by the first `payments` of them.
  int64_t open_interest(core::Date day, size_t payments) const {
    int64_t paid = 0;
    for (size_t i = 0; i < payments; ++i) paid += part_of(settlements.rows[i], ClaimPart::kInterest);
    return rules::interest_of(rule_, {history.from, history.principal, {}, day}).minor - paid;
  }

  rules::Balances balances;
  rules::Settlements settlements;
  rules::PrincipalHistory history;

 private:
  const rules::CompiledInterest& rule_;
  core::Date due_, end_;
  core::AccountPage page_;
  rules::Charges charges_;
  rules::AccruedInterest accrued_;
};

class AllocationAccrued : public test::SharedVectors {
 protected:
  /// Every line of a vector's log: its payments, then the day of settlement.
  static void expect_log(const AccruedClaim& claim, const json::array& log, std::string_view open_interest,
                         int64_t principal) {
    ASSERT_EQ(claim.settlements.rows.size() + 1, log.size());
    for (size_t i = 0; i < log.size(); ++i) {
      SCOPED_TRACE(json::serialize(log[i]));
      const json::object& line = log[i].as_object();
      const rules::Settlement settled = i < claim.settlements.rows.size() ? claim.settlements.rows[i] : rules::Settlement{};
      if (const json::value* costs = line.if_contains("to_costs")) {
        EXPECT_EQ(part_of(settled, ClaimPart::kCosts), cents(*costs));
      }
      EXPECT_EQ(part_of(settled, ClaimPart::kInterest), cents(line.at("to_interest")));
      EXPECT_EQ(part_of(settled, ClaimPart::kPrincipal), cents(line.at("to_principal")));
      principal -= part_of(settled, ClaimPart::kPrincipal);
      EXPECT_EQ(principal, cents(line.at("principal_after")));
      const size_t paid = std::min(i + 1, claim.settlements.rows.size());
      EXPECT_EQ(claim.open_interest(date(line.at("date")), paid), cents(line.at(open_interest)));
    }
  }
};

TEST_F(AllocationAccrued, UsRule) {
  for (const json::value& c : cases("alloc.us_rule")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const json::value& in = c.at("in");
    rules::InterestRules rules;
    rules["r"] = {.id = "r", .rate = *rules::parse_rate(in.at("rate_pct").as_string())};
    const rules::InterestBook book(rules, {});
    AccruedClaim claim(in, "from", "end", *book.find("r"));
    claim.allocate(rules::kClaimOrderPresets[3].order);
    const json::value& out = c.at("out").at("us_rule");
    expect_log(claim, out.at("log").as_array(), "unpaid_interest_after", cents(in.at("principal")));
    const core::Date end = date(in.at("end"));
    EXPECT_EQ(claim.balances.balance[0] + claim.open_interest(end, claim.settlements.rows.size()), cents(out.at("payoff")));
  }
}

TEST_F(AllocationAccrued, PartialPayments) {
  const rules::InterestBook book(shipped_presets().interest, shipped_presets().rates);
  for (const json::value& c : cases("interest.partial")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const json::value& in = c.at("in");
    AccruedClaim claim(in, "due_date", "as_of", *book.find("statutory-b2b-de"));
    claim.allocate(rules::kClaimOrderPresets[0].order);
    expect_log(claim, c.at("out").at("log").as_array(), "interest_open_after", cents(in.at("principal")));
    const core::Date end = date(in.at("as_of"));
    EXPECT_EQ(claim.balances.balance[0] + claim.open_interest(end, claim.settlements.rows.size()),
              cents(c.at("out").at("payoff")));
  }
}

}  // namespace
}  // namespace dunlin::engine
