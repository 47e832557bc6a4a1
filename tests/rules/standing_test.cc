// Standing and lateness of receivables around their boundaries.
#include "rules/standing/standing.h"

#include <gtest/gtest.h>

#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

using core::kNull;
using core::Standing;
using test::day;
using test::days;

constexpr auto kWrittenOff = static_cast<int64_t>(core::ReceivableStatus::kWrittenOff);
constexpr auto kDraft = static_cast<int64_t>(core::ReceivableStatus::kDraft);

struct Outcome {
  Standing standing;
  int32_t days_past_due;
  int32_t days_delinquent;
};

Outcome outcome_of(const test::DebtorRow& debtor, const char* date, core::Days grace, const CoverMasks& covers = {}) {
  const core::AccountPage page = test::make_page({debtor});
  Balances balances;
  allocate({.page = page, .date = day(date)}, {}, balances);
  Standings standings;
  compute_standings(page, day(date), balances, {.grace_days = grace}, covers, standings);
  return {standings.at(0), standings.days_past_due[0], standings.days_delinquent[0]};
}

struct DayCase {
  const char* name;
  const char* date;
  core::Days grace;
  Outcome expected;
};

const DayCase kDayCases[] = {
    {"before", "2024-02-27", 0, {Standing::kNotDue, -2, 0}},
    {"on_the_due_date", "2024-02-29", 0, {Standing::kNotDue, 0, 0}},
    {"the_day_after", "2024-03-01", 0, {Standing::kOverdue, 1, 1}},
    {"in_grace", "2024-03-03", 3, {Standing::kNotDue, 3, 0}},
    {"after_grace", "2024-03-04", 3, {Standing::kOverdue, 4, 1}},
    {"a_year_on", "2025-03-01", 0, {Standing::kOverdue, 366, 366}},
};

TEST(Standing, DaysAndGrace) {
  for (const DayCase& c : kDayCases) {
    SCOPED_TRACE(c.name);
    const Outcome found = outcome_of({.receivables = {{"R1", 100, days("2024-02-29")}}}, c.date, c.grace);
    EXPECT_EQ(found.standing, c.expected.standing);
    EXPECT_EQ(found.days_past_due, c.expected.days_past_due);
    EXPECT_EQ(found.days_delinquent, c.expected.days_delinquent);
  }
}

TEST(Standing, FirstMatchWins) {
  const std::vector<uint8_t> yes = {1};
  const CoverMasks all = {.held = yes, .disputed = yes, .promised = yes, .planned = yes};
  const int64_t due = days("2024-01-10");
  test::DebtorRow open{.receivables = {{"R1", 100, due}}};
  test::DebtorRow closed{.receivables = {{"R1", 100, due}}, .payments = {{"P1", 100, due, "R1"}}};
  test::DebtorRow written_off{.receivables = {{"R1", 100, due, "EUR", kNull, kWrittenOff}}};
  test::DebtorRow recovered{.receivables = {{"R1", 100, due, "EUR", kNull, kWrittenOff}},
                            .payments = {{"P1", 100, due, "R1"}}};
  test::DebtorRow draft{.receivables = {{"R1", 100, due, "EUR", kNull, kDraft}}};
  struct {
    const char* name;
    const test::DebtorRow& debtor;
    CoverMasks covers;
    Standing expected;
  } const cases[] = {
      {"closed_before_all", closed, all, Standing::kClosed},
      {"recovered_in_full_is_closed", recovered, all, Standing::kClosed},
      {"written_off_before_covers", written_off, all, Standing::kWrittenOff},
      {"absent_stays_absent", draft, all, Standing::kAbsent},
      {"held", open, all, Standing::kHeld},
      {"disputed", open, {.disputed = yes, .promised = yes, .planned = yes}, Standing::kDisputed},
      {"promised", open, {.promised = yes, .planned = yes}, Standing::kPromised},
      {"planned", open, {.planned = yes}, Standing::kPlanned},
      {"none", open, {}, Standing::kOverdue},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(outcome_of(c.debtor, "2024-06-30", 0, c.covers).standing, c.expected);
  }
}

TEST(Standing, WriteOffCountsFromItsDay) {
  const test::DebtorRow debtor{
      .receivables = {{"R1", 100, days("2024-01-10"), "EUR", kNull, kWrittenOff, days("2024-05-01")}}};
  EXPECT_EQ(outcome_of(debtor, "2024-04-30", 0).standing, Standing::kOverdue);
  EXPECT_EQ(outcome_of(debtor, "2024-05-01", 0).standing, Standing::kWrittenOff);
}

}  // namespace
}  // namespace dunlin::rules
