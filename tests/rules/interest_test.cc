// Interest on the courses of principals and rates that occur: segments, locks, rounding, compounding, skipped days.
#include "rules/interest/interest.h"

#include <gtest/gtest.h>

#include <string>

#include "core/money.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

core::Date day(std::string_view text) { return core::Date{static_cast<int32_t>(test::days(text))}; }
RateValue percent(std::string_view text) { return *parse_rate(text); }

RateTable table_of(std::initializer_list<std::pair<const char*, const char*>> values) {
  RateTable table;
  for (const auto& [from, value] : values) table.set(day(from), percent(value));
  return table;
}

/// The rule laid out over one table, which it refers to unless it has a rate of its own.
CompiledInterest compiled(InterestRule rule, const RateTable& table = {}) {
  if (rule.rate == 0) rule.reference = "ref";
  const InterestBook book({{"rule", rule}}, {{"ref", table}});
  return *book.find("rule");
}

struct Course {
  std::vector<int32_t> from;
  std::vector<int64_t> principal;
  std::vector<SkippedDays> skipped;
  BearingDays until(std::string_view through) const { return {from, principal, skipped, day(through)}; }
};
Course course(std::initializer_list<std::pair<const char*, int64_t>> entries) {
  Course out;
  for (const auto& [from, principal] : entries) {
    out.from.push_back(day(from).days);
    out.principal.push_back(principal);
  }
  return out;
}

/// "from..to days rate% of principal" of every segment, one a line.
std::string told(const CompiledInterest& rule, const BearingDays& days) {
  std::string text;
  for (const InterestSegment& segment : interest_segments(rule, days)) {
    text += core::to_string(segment.from) + ".." + core::to_string(segment.to) + " " + std::to_string(segment.days) + " " +
            (segment.rate_known ? format_rate(segment.rate) : "?") + "% of " + std::to_string(segment.principal) + "\n";
  }
  return text;
}

TEST(Interest, BeginsTheDayAfterTheDueDateAndEndsWithTheDayOfPayment) {
  const CompiledInterest rule = compiled({.rate = percent("10")});
  const Course open = course({{"2024-01-11", 36'500}});  // due on the 10th
  EXPECT_EQ(interest_of(rule, open.until("2024-01-10")).minor, 0);
  EXPECT_EQ(interest_of(rule, open.until("2024-01-11")).minor, 10);
  EXPECT_EQ(interest_of(rule, open.until("2024-01-20")).minor, 100);
  const Course paid = course({{"2024-01-11", 36'500}, {"2024-01-16", 0}});  // paid on the 15th
  EXPECT_EQ(interest_of(rule, paid.until("2024-03-01")).minor, 50);
  EXPECT_EQ(interest_of(rule, Course{}.until("2024-03-01")).minor, 0);
}

TEST(Interest, SegmentsEndWherePrincipalOrRateChanges) {
  const RateTable table = table_of({{"2023-01-01", "2"}, {"2023-05-10", "3"}, {"2024-01-01", "3"}});
  const Course partly = course({{"2023-06-16", 100'000}, {"2023-09-02", 40'000}, {"2023-10-01", 40'000}, {"2023-12-01", 0}});
  const CompiledInterest by_half_year = compiled({.margins = {{core::kNoDate, percent("8")}}}, table);
  EXPECT_EQ(told(by_half_year, partly.until("2024-02-29")),
            "2023-06-16..2023-06-30 15 10.00% of 100000\n"
            "2023-07-01..2023-09-01 63 11.00% of 100000\n"
            "2023-09-02..2023-11-30 90 11.00% of 40000\n");
  const CompiledInterest by_day = compiled({.sample = RateSample::kDaily}, table);
  EXPECT_EQ(told(by_day, course({{"2023-05-01", 100}}).until("2023-05-20")),
            "2023-05-01..2023-05-09 9 2.00% of 100\n"
            "2023-05-10..2023-05-20 11 3.00% of 100\n");
}

TEST(Interest, SkippedDaysBearNothing) {
  const CompiledInterest rule = compiled({.rate = percent("10")});
  Course held = course({{"2024-01-11", 36'500}});
  held.skipped = {{day("2024-01-01").days, day("2024-01-12").days}, {day("2024-01-15").days, day("2024-01-16").days}};
  EXPECT_EQ(told(rule, held.until("2024-01-20")),
            "2024-01-13..2024-01-14 2 10.00% of 36500\n"
            "2024-01-17..2024-01-20 4 10.00% of 36500\n");
  EXPECT_EQ(interest_of(rule, held.until("2024-01-16")).minor, 20);
}

TEST(Interest, LocksHoldOneRate) {
  const RateTable table = table_of({{"2023-01-01", "2"}, {"2023-07-01", "4"}, {"2024-01-01", "5"}});
  const Course open = course({{"2023-06-30", 36'500}});
  const Course paid = course({{"2023-06-30", 36'500}, {"2023-08-01", 0}});
  const struct {
    const char* name;
    RateLock lock;
    RateSample sample;
    const Course& claim;
    const char* through;
    const char* rate;
  } cases[] = {
      {"start keeps the half-year of the first bearing day", RateLock::kStart, RateSample::kHalfYear, open, "2024-02-01",
       "2.00"},
      {"payment takes that of the last day asked", RateLock::kPayment, RateSample::kHalfYear, open, "2024-02-01", "5.00"},
      {"and of the day of payment where it is paid", RateLock::kPayment, RateSample::kHalfYear, paid, "2024-02-01", "4.00"},
      {"the eve of the half-year", RateLock::kPayment, RateSample::kHalfYearEve, open, "2023-08-01", "2.00"},
  };
  for (const auto& c : cases) {
    const CompiledInterest rule = compiled({.sample = c.sample, .lock = c.lock}, table);
    const auto segments = interest_segments(rule, c.claim.until(c.through));
    ASSERT_EQ(segments.size(), 1U) << c.name;
    EXPECT_EQ(format_rate(segments.front().rate), c.rate) << c.name;
  }
  EXPECT_EQ(rate_on(compiled({.lock = RateLock::kStart}, table), day("2023-06-30"), day("2024-02-01")), percent("2"));
  EXPECT_EQ(rate_on(compiled({}, table), day("2023-06-30"), day("2024-02-01")), percent("5"));
  EXPECT_EQ(rate_on(compiled({}, table), day("2020-06-30"), day("2021-02-01")), std::nullopt);
}

TEST(Interest, RatesAreRoundedUpAndNeverBelowZero) {
  const RateTable table = table_of({{"2024-01-01", "-0.88"}});
  const struct {
    const char* name;
    InterestRule rule;
    const char* rate;
  } cases[] = {
      {"below zero", {.margins = {{core::kNoDate, percent("0.5")}}}, "0.00"},
      {"rounded up", {.margins = {{core::kNoDate, percent("9.14")}}, .round_up = percent("0.5")}, "8.50"},
      {"already a multiple", {.margins = {{core::kNoDate, percent("8.88")}}, .round_up = percent("0.5")}, "8.00"},
      {"margin of the day",
       {.margins = {{core::kNoDate, percent("8")}, {day("2024-03-01"), percent("10")}}, .round_up = 0},
       "9.12"},
  };
  for (const auto& c : cases) {
    const auto segments = interest_segments(compiled(c.rule, table), course({{"2024-03-05", 100}}).until("2024-03-05"));
    ASSERT_EQ(segments.size(), 1U) << c.name;
    EXPECT_EQ(format_rate(segments.front().rate), c.rate) << c.name;
  }
}

TEST(Interest, DaysBeforeTheFirstRateBearNothingAndAreTold) {
  const CompiledInterest rule = compiled({.margins = {}}, table_of({{"2024-01-01", "3.65"}}));
  const Course early = course({{"2023-12-22", 10'000}});
  const InterestSum sum = interest_of(rule, early.until("2024-01-10"));
  EXPECT_EQ(sum.minor, 10);
  EXPECT_EQ(sum.bar, InterestBar::kNoRate);
  EXPECT_EQ(told(rule, early.until("2024-01-10")),
            "2023-12-22..2023-12-31 10 ?% of 10000\n"
            "2024-01-01..2024-01-10 10 3.65% of 10000\n");
}

/// The sum is exact, whatever its segments would round to.
TEST(Interest, IsRoundedOnceHalfUp) {
  const CompiledInterest rule = compiled({.rate = percent("10")});
  Course many;
  for (int i = 0; i < 100; ++i) {
    many.from.push_back(day("2024-01-01").days + i);
    many.principal.push_back(i % 2 == 0 ? 1'825 : 1'826);
  }
  // 0.5 and 0.50027 cents a day.
  EXPECT_EQ(interest_of(rule, many.until("2024-01-01")).minor, 1);
  EXPECT_EQ(interest_of(rule, many.until("2024-01-03")).minor, 2);
  EXPECT_EQ(interest_of(rule, many.until("2024-04-09")).minor, 50);
}

TEST(Interest, YearlyCompoundingJoinsOnTheAnniversary) {
  const CompiledInterest rule = compiled({.rate = percent("10"), .compounding = Compounding::kYearly});
  const Course open = course({{"2021-01-01", 100'000}});
  EXPECT_EQ(interest_of(rule, open.until("2021-12-31")).minor, 10'000);
  EXPECT_EQ(interest_of(rule, open.until("2022-12-31")).minor, 21'000);
  EXPECT_EQ(interest_of(rule, open.until("2023-12-31")).minor, 33'100);
  EXPECT_EQ(told(rule, open.until("2022-01-31")),
            "2021-01-01..2021-12-31 365 10.00% of 100000\n"
            "2022-01-01..2022-01-31 31 10.00% of 110000\n");
  // What was paid no longer bears, and neither does what had joined it.
  const Course paid = course({{"2021-01-01", 100'000}, {"2022-01-11", 0}});
  EXPECT_EQ(interest_of(rule, paid.until("2024-01-01")).minor, 10'000 + 301);
}

/// Compounding may leave 64 bits; the sum is then unknown, and never a wrong one. What it stood on before can be shown.
TEST(Interest, CompoundingBeyondMoneySaysSo) {
  const CompiledInterest steep = compiled({.rate = percent("1000"), .compounding = Compounding::kYearly});
  const Course thousand = course({{"2010-01-02", 100'000}});
  EXPECT_EQ(interest_of(steep, thousand.until("2012-01-01")).minor, 100'000 * 120);
  EXPECT_EQ(interest_of(steep, thousand.until("2012-01-01")).bar, InterestBar::kNone);
  const InterestSum sum = interest_of(steep, thousand.until("2026-01-20"));
  EXPECT_EQ(sum.minor, 0);
  EXPECT_EQ(sum.bar, InterestBar::kTooLarge);
  EXPECT_FALSE(interest_segments(steep, thousand.until("2026-01-20")).empty());
  const CompiledInterest usual = compiled({.rate = percent("10"), .compounding = Compounding::kYearly});
  EXPECT_EQ(interest_of(usual, course({{"0026-01-02", 10'000}}).until("2026-01-20")).bar, InterestBar::kTooLarge);
}

/// A hold without an end skips every day that is left, whoever asks in which pieces.
TEST(Interest, EndsInAHoldWithoutAnEnd) {
  for (const Compounding compounding : {Compounding::kNone, Compounding::kYearly}) {
    const CompiledInterest rule = compiled({.rate = percent("10"), .compounding = compounding});
    Course held = course({{"2021-01-01", 36'500}});
    held.skipped.push_back({day("2021-01-11").days, INT32_MAX});
    EXPECT_EQ(interest_of(rule, held.until("2021-01-10")).minor, 100);
    EXPECT_EQ(interest_of(rule, held.until("2021-01-11")).minor, 100);
    EXPECT_EQ(interest_of(rule, held.until("2024-06-30")).minor, 100);
  }
}

/// The largest principal at the largest rate over all days of the calendar stays within 128 bits.
TEST(Interest, HoldsTheExtremes) {
  for (const DayCount convention : {DayCount::kAct365, DayCount::kActAct, DayCount::k30E360}) {
    const CompiledInterest rule = compiled({.rate = percent("1000"), .convention = convention});
    const Course old = course({{"0001-01-02", 10'000'000'000'000}});
    const int64_t sum = interest_of(rule, old.until("9999-12-31")).minor;
    EXPECT_GT(sum, int64_t{999'000'000'000'000'000});
    EXPECT_LT(sum, int64_t{1'001'000'000'000'000'000});
  }
}

/// A reference and a margin may each be as large as a rate may be; their sum is neither cut nor too much.
TEST(Interest, ReferenceAndMarginAddUpWhole) {
  const InterestRule rule{.margins = {{core::Date{core::kNoDate.days}, percent("1000")}}, .sample = RateSample::kDaily};
  const CompiledInterest most = compiled(rule, table_of({{"2000-01-01", "1000"}}));
  EXPECT_EQ(most.schedule.front().value, 2 * kRateMax);
  const Course old = course({{"2001-01-01", 10'000'000'000'000}});
  EXPECT_EQ(interest_of(most, old.until("2001-12-31")).minor, 200'000'000'000'000);
}

TEST(Interest, ChoosesByLawAndGuardsTheKindOfDebtor) {
  using core::DebtorKind;
  const InterestRule b2b{.rate = percent("9"), .only_for = DebtorKind::kBusiness};
  const InterestRule consumer{.rate = percent("5"), .only_for = DebtorKind::kConsumer};
  const InterestBook book({{"statutory-b2b-de", b2b},
                           {"statutory-b2b-uk", b2b},
                           {"statutory-consumer-de", consumer},
                           {"house", {.rate = percent("1")}}},
                          {});
  const struct {
    const char* name;
    const char* country;
    std::optional<DebtorKind> kind;
    const char* rule;
    InterestBar bar;
  } cases[] = {
      {"statutory", "DE", DebtorKind::kBusiness, "statutory-b2b-de", InterestBar::kNone},
      {"statutory", "GB", DebtorKind::kBusiness, "statutory-b2b-uk", InterestBar::kNone},
      {"statutory", "DE", DebtorKind::kConsumer, "statutory-consumer-de", InterestBar::kNone},
      {"statutory", "GB", DebtorKind::kConsumer, "", InterestBar::kNoStatutoryRule},
      {"statutory", "US", DebtorKind::kBusiness, "", InterestBar::kNoStatutoryRule},
      {"statutory-b2b-de", "FR", DebtorKind::kConsumer, "", InterestBar::kConsumer},
      {"statutory-consumer-de", "DE", DebtorKind::kBusiness, "", InterestBar::kBusiness},
      {"house", "US", DebtorKind::kConsumer, "house", InterestBar::kNone},
      {"statutory", "DE", std::nullopt, "", InterestBar::kKindUnknown},
      {"statutory-b2b-de", "DE", std::nullopt, "", InterestBar::kKindUnknown},
      {"statutory-consumer-de", "DE", std::nullopt, "", InterestBar::kKindUnknown},
      {"house", "US", std::nullopt, "house", InterestBar::kNone},
  };
  for (const auto& c : cases) {
    const InterestChoice choice = book.choose(c.name, c.country, c.kind);
    EXPECT_EQ(choice.rule == nullptr ? "" : choice.rule->id, c.rule) << c.name << " " << c.country;
    EXPECT_EQ(choice.bar, c.bar) << c.name << " " << c.country;
  }
  EXPECT_EQ(bar_of_flags(core::bit(core::DebtorFlag::kDeceased)), InterestBar::kDeceased);
  EXPECT_EQ(bar_of_flags(core::bit(core::DebtorFlag::kVulnerable)), InterestBar::kNone);
}

/// A page at once gives what its receivables give one by one.
TEST(Interest, OfAPage) {
  const CompiledInterest rule = compiled({.rate = percent("10")});
  PrincipalHistory history;
  history.clear();
  for (const int64_t principal : {36'500, 73'000, 0, 146'000}) {
    if (principal != 0) {
      history.from.push_back(day("2024-01-01").days);
      history.principal.push_back(principal);
    }
    history.end_receivable();
  }
  const SkippedIntervals skipped{.begin = {0, 0, 0, 1}, .days = {{day("2024-01-01").days, day("2024-01-04").days}}};
  const std::vector<InterestChoice> chosen = {{&rule}, {nullptr, InterestBar::kConsumer}, {&rule}};
  const std::vector<uint32_t> begin = {0, 1, 2, 4};
  std::vector<InterestSum> sums(4);
  interest_of_page(chosen, begin, {history, skipped, day("2024-01-10")}, sums);
  EXPECT_EQ(sums[0].minor, 100);
  EXPECT_EQ(sums[1].minor, 0);
  EXPECT_EQ(sums[1].bar, InterestBar::kConsumer);
  EXPECT_EQ(sums[2].minor, 0);
  EXPECT_EQ(sums[3].minor, 240);
}

TEST(Rates, AreReadExactly) {
  EXPECT_EQ(parse_rate("-0.88"), -8'800'000'000);
  EXPECT_EQ(parse_rate("9.12345678901"), std::nullopt);
  EXPECT_EQ(parse_rate("1000.1"), std::nullopt);
  EXPECT_EQ(parse_rate("nine"), std::nullopt);
  EXPECT_EQ(format_rate(percent("9.5")), "9.50");
  EXPECT_EQ(format_rate(percent("9.125")), "9.125");
  RateTables tables = {{"a", table_of({{"2024-01-01", "1"}, {"2024-07-01", "2"}})}};
  lay_over(tables, {{"a", table_of({{"2024-07-01", "3"}})}, {"b", table_of({{"2024-01-01", "4"}})}});
  EXPECT_EQ(tables["a"].at(day("2024-06-30")), percent("1"));
  EXPECT_EQ(tables["a"].at(day("2024-07-01")), percent("3"));
  EXPECT_EQ(tables["a"].at(day("2023-12-31")), std::nullopt);
  EXPECT_EQ(tables["b"].at(day("2030-01-01")), percent("4"));
  core::Table records(core::RecordKind::kRate);
  core::TextColumn names;
  for (const char* name : {"a", "a", "c"}) names.append(name);
  records.set_rows(3);
  records.set_texts(core::Field::kName, std::move(names));
  records.set_ints(core::Field::kDate, {day("2024-01-01").days, day("2024-02-01").days, day("2024-01-01").days});
  records.set_ints(core::Field::kValue, {percent("7"), percent("8"), INT64_MAX});
  const RateTables loaded = tables_of(records);
  EXPECT_EQ(loaded.at("a").at(day("2024-02-01")), percent("8"));
  EXPECT_FALSE(loaded.contains("c")) << "beyond every rate";
}

}  // namespace
}  // namespace dunlin::rules
