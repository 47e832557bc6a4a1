// The shared test vectors of allocation: inside one debt, and across several without an instruction of the debtor.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "rules/allocation/allocate.h"
#include "rules/allocation/within.h"
#include "tests/rules/account_page_builder.h"
#include "tests/shared_vectors.h"

namespace dunlin::rules {
namespace {

namespace json = boost::json;

constexpr core::Date kDate{20'000};  // 2024-10-04; the vectors say themselves which debts are due

int64_t cents(const json::value& text) { return core::parse_amount(text.as_string(), 2).minor; }

class AllocationVectors : public test::SharedVectors {};

TEST_F(AllocationVectors, WithinOneDebt) {
  ASSERT_EQ(cases("alloc.single").size(), 4U);
  for (const json::value& c : cases("alloc.single")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    ClaimAmounts open{};
    ClaimOrder order{};
    for (size_t i = 0; i < open.size(); ++i) {
      open[i] = cents(c.at("in").at("open").at(kClaimPartNames[i]));
      order[i] = *core::parse_name<ClaimPart>(kClaimPartNames, c.at("in").at("order").at(i).as_string());
    }
    const ClaimSplit split = split_within(cents(c.at("in").at("payment")), open, order);
    for (size_t i = 0; i < open.size(); ++i) EXPECT_EQ(split.taken[i], cents(c.at("out").at(kClaimPartNames[i])));
    EXPECT_EQ(split.excess, cents(c.at("out").at("excess")));
  }
}

TEST_F(AllocationVectors, AcrossSeveralDebts) {
  ASSERT_EQ(cases("alloc.multi").size(), 3U);
  for (const json::value& c : cases("alloc.multi")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    test::DebtorRow debtor{.payments = {{"P1", cents(c.at("in").at("payment")), kDate.days}}};
    std::vector<int64_t> rates;  // the vectors list their debts by id
    for (const json::value& debt : c.at("in").at("debts").as_array()) {
      const int64_t due = test::days(debt.at("due_date").as_string());
      ASSERT_EQ(due <= kDate.days, debt.at("due").as_bool());
      debtor.receivables.push_back({debt.at("id").as_string().c_str(), cents(debt.at("open")), due});
      rates.push_back(cents(debt.at("rate")));
    }
    const core::AccountPage page = test::make_page({debtor});
    Balances balances;
    allocate({.page = page, .date = kDate, .rates = rates}, {.across = Across::kHighestRate}, balances);
    for (size_t i = 0; i < debtor.receivables.size(); ++i) {
      EXPECT_EQ(balances.paid[i], cents(c.at("out").at(debtor.receivables[i].id))) << debtor.receivables[i].id;
    }
    const int64_t excess = cents(c.at("out").at("excess"));
    EXPECT_EQ(balances.cash_amount, excess == 0 ? std::vector<int64_t>{} : std::vector<int64_t>{excess});
    if (c.at("id").as_string() != "AM-3-prorata") continue;
    allocate({.page = page, .date = kDate}, {.across = Across::kProportional}, balances);
    EXPECT_EQ(balances.paid, (std::vector<int64_t>{3000, 6000, 1000}));
  }
}

}  // namespace
}  // namespace dunlin::rules
