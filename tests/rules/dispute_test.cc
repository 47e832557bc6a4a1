// Disputes: from when until when, and what each of the three ways of excluding leaves to be dunned.
#include <gtest/gtest.h>

#include "rules/features/compute_features.h"
#include "tests/rules/standing_records.h"

namespace dunlin::rules {
namespace {

using core::kNull;
using test::Account;
using test::days;
using test::Stood;

constexpr int64_t kThirty = 30'000'000;  // millionths of a euro

Account disputed(std::vector<test::DisputeRow> disputes, std::vector<test::MoneyRow> payments = {}) {
  return {.debtor = {.receivables = {{"R1", 10000, days("2024-01-31")}}, .payments = std::move(payments)},
          .disputes = std::move(disputes)};
}

struct DisputeCase {
  const char* name;
  std::vector<test::DisputeRow> disputes;
  DisputeExcludes excludes;
  const char* date;
  const char* standing;
  int64_t dunned;   // what is left to claim where it is overdue
  int64_t feature;  // disputed_balance
};

int64_t disputed_balance(const Stood& stood, const char* date) {
  FeatureCatalogue catalogue(core::kEur);
  const BaseRates rates(core::kEur);
  const FeatureInputs inputs{.page = stood.page,
                             .date = test::day(date),
                             .balances = stood.balances,
                             .standings = stood.standings,
                             .covers = &stood.covers,
                             .rates = rates};
  FeatureArena arena;
  const FeatureId id = catalogue.find("disputed_balance")->id;
  return compute_features(catalogue, std::span(&id, 1), inputs, arena)[0].values[0];
}

TEST(Dispute, ExcludesWhatThePolicySays) {
  using enum DisputeExcludes;
  const test::DisputeRow whole = {"X1", "R1", "2024-03-01", "2024-03-10"};
  const test::DisputeRow part = {"X1", "R1", "2024-03-01", "", kThirty};
  const test::DisputeRow more = {"X2", "R1", "2024-03-01", "", 75'000'000};
  const DisputeCase cases[] = {
      {"before", {whole}, kReceivable, "2024-02-29", "overdue", 10000, 0},
      {"opened", {whole}, kReceivable, "2024-03-01", "disputed", 0, 10000},
      {"the_day_before_it_is_resolved", {whole}, kReceivable, "2024-03-09", "disputed", 0, 10000},
      {"resolved", {whole}, kReceivable, "2024-03-10", "overdue", 10000, 0},
      {"part_excludes_the_whole", {part}, kReceivable, "2024-03-02", "disputed", 0, 10000},
      {"amount_excludes_the_part", {part}, kAmount, "2024-03-02", "overdue", 7000, 3000},
      {"amount_without_amount_is_all", {whole}, kAmount, "2024-03-02", "disputed", 0, 10000},
      {"amounts_add_up_to_the_balance", {part, more}, kAmount, "2024-03-02", "disputed", 0, 10000},
      {"nothing", {part}, kNothing, "2024-03-02", "overdue", 10000, 3000},
      {"another_receivable", {{"X1", "R9", "2024-03-01"}}, kReceivable, "2024-03-02", "overdue", 10000, 0},
  };
  for (const DisputeCase& c : cases) {
    SCOPED_TRACE(c.name);
    const Stood stood(disputed(c.disputes), c.date, {.dispute_excludes = c.excludes});
    EXPECT_EQ(stood.standing(), c.standing);
    EXPECT_EQ(disputed_balance(stood, c.date), c.feature);
    if (c.dunned == 0) continue;
    NetOverdue net;
    const uint8_t selected = 1;
    compute_net_overdue(stood.page, stood.balances, std::span(&selected, 1), true, net, stood.standings.disputed_part);
    ASSERT_EQ(net.gross.size(), 1U);
    EXPECT_EQ(net.gross[0], c.dunned);
    EXPECT_EQ(stood.balances.balance[0], 10000) << "the balance stays whole";
  }
}

TEST(Dispute, PayingWhatIsUndisputedLeavesNothingToDun) {
  const Account account = disputed({{"X1", "R1", "2024-03-01", "", kThirty}}, {{"P1", 7000, days("2024-03-05"), "R1"}});
  EXPECT_EQ(Stood(account, "2024-03-05", {.dispute_excludes = DisputeExcludes::kAmount}).standing(), "disputed");
}

TEST(Dispute, AmountsAreInTheReceivablesCurrency) {
  Account account = disputed({{"X1", "R1", "2024-03-01", "", kThirty}});
  account.debtor.receivables[0].currency = "JPY";
  EXPECT_EQ(Stood(account, "2024-03-05").covers.disputes.part[0], 30);
  account.debtor.receivables[0].currency = "KWD";
  account.debtor.receivables[0].amount = 100000;
  EXPECT_EQ(Stood(account, "2024-03-05").covers.disputes.part[0], 30000);
}

TEST(Dispute, AHoldComesFirstAndTakesItOutOfTheFeature) {
  Account account = disputed({{"X1", "R1", "2024-03-01", "", kThirty}});
  account.holds = {{"H1", "2024-03-01"}};
  const Stood stood(account, "2024-03-05", {.dispute_excludes = DisputeExcludes::kAmount});
  EXPECT_EQ(stood.standing(), "held");
  EXPECT_EQ(disputed_balance(stood, "2024-03-05"), 0);
}

}  // namespace
}  // namespace dunlin::rules
