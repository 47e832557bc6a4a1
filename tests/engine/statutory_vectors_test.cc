// The shared test vectors of interest and fees, against the presets that the binary carries.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "core/money.h"
#include "engine/settings/shipped_presets.h"
#include "rules/fees/fee.h"
#include "rules/interest/interest.h"
#include "tests/shared_vectors.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;
using rules::DayCount;
using rules::RateValue;

std::string text(const json::value& value) { return std::string(std::string_view(value.as_string())); }
core::Date date(const json::value& value) { return *core::parse_iso_date(value.as_string()); }
int64_t cents(const json::value& value) { return core::parse_amount(value.as_string(), 2).minor; }
RateValue percent(const json::value& value) { return *rules::parse_rate(value.as_string()); }

class StatutoryVectors : public test::SharedVectors {
 protected:
  /// The preset, under another convention where one is given.
  static rules::CompiledInterest preset(const std::string& name, DayCount convention = DayCount::kAct365) {
    rules::InterestRules rules = shipped_presets().interest;
    rules.at(name).convention = convention;
    return *rules::InterestBook(rules, shipped_presets().rates).find(name);
  }

  /// The rate of a claim whose first bearing day is `day`, on that day.
  static RateValue rate_on(const std::string& name, core::Date day) {
    const auto rate = rules::rate_on(preset(name), day, day);
    EXPECT_TRUE(rate.has_value()) << name << " on " << core::to_string(day);
    return rate.value_or(-1);
  }
  static RateValue reference_on(const std::string& name, core::Date day) {
    return shipped_presets().rates.at(name).at(day).value_or(-rules::kRateMax);
  }
};

TEST_F(StatutoryVectors, HalfYearRates) {
  for (const json::value& c : cases("rate.ecb")) {
    const core::Date day = date(c.at("in").at("period_start"));
    SCOPED_TRACE(text(c.at("id")));
    EXPECT_EQ(reference_on("ecb-mro", day), percent(c.at("out").at("mro_pct")));
    for (const char* country : {"it", "es", "nl", "ie"}) {
      EXPECT_EQ(rate_on(std::string("statutory-b2b-") + country, day), percent(c.at("out").at("EU_default_plus8")));
    }
    EXPECT_EQ(rate_on("statutory-b2b-fr", day), percent(c.at("out").at("FR_plus10")));
    EXPECT_EQ(rate_on("statutory-b2b-be", day), percent(c.at("out").at("BE_plus8_rounded_up_to_half")));
  }
  for (const json::value& c : cases("rate.de.basiszins")) {
    const core::Date day = date(c.at("in").at("period_start"));
    SCOPED_TRACE(text(c.at("id")));
    EXPECT_EQ(reference_on("de-base", day), percent(c.at("out").at("base_pct")));
    EXPECT_EQ(rate_on("statutory-b2b-de", day), percent(c.at("out").at("b2b_pct")));
    EXPECT_EQ(rate_on("statutory-consumer-de", day), percent(c.at("out").at("b2c_pct")));
  }
  for (const json::value& c : cases("rate.at")) {
    const core::Date day = date(c.at("in").at("period_start"));
    SCOPED_TRACE(text(c.at("id")));
    EXPECT_EQ(reference_on("at-base", day), percent(c.at("out").at("base_pct")));
    EXPECT_EQ(rate_on("statutory-b2b-at", day), percent(c.at("out").at("b2b_pct")));
  }
  for (const json::value& c : cases("rate.pl")) {
    const core::Date day = date(c.at("in").at("period_start"));
    SCOPED_TRACE(text(c.at("id")));
    EXPECT_EQ(reference_on("nbp", day), percent(c.at("out").at("nbp_ref_pct")));
    EXPECT_EQ(rate_on("statutory-b2b-pl", day), percent(c.at("out").at("rate_pct")));
  }
  for (const json::value& c : cases("rate.uk")) {
    const core::Date day = date(c.at("in").at("interest_starts_on_or_after"));
    SCOPED_TRACE(text(c.at("id")));
    EXPECT_EQ(reference_on("boe", day - 1), percent(c.at("out").at("ref_pct")));
    EXPECT_EQ(rate_on("statutory-b2b-uk", day), percent(c.at("out").at("rate_pct")));
  }
}

/// A year fraction of (start, end] is that of the bearing days start + 1 to end; in act/act each day counts in its own year,
/// so that of the bearing days start to end - 1 is the vectors' [start, end).
TEST_F(StatutoryVectors, DayCounts) {
  for (const json::value& c : cases("daycount")) {
    SCOPED_TRACE(text(c.at("id")));
    const core::Date start = date(c.at("in").at("start"));
    const core::Date end = date(c.at("in").at("end"));
    const json::value& out = c.at("out");
    const auto days = [&](DayCount convention) { return rules::counted_days(convention, start + 1, end); };
    EXPECT_EQ(days(DayCount::kAct365), out.at("days_act").as_int64());
    EXPECT_EQ(days(DayCount::k30360Us), out.at("days_30_360_US").as_int64());
    EXPECT_EQ(days(DayCount::k30360Bond), out.at("days_30_360_bond_basis").as_int64());
    EXPECT_EQ(days(DayCount::k30E360), out.at("days_30E_360").as_int64());
    EXPECT_EQ(days(DayCount::k30E360Isda), out.at("days_30E_360_ISDA_not_termination").as_int64());
    const auto fraction = [&](DayCount convention, core::Days shift) {
      const __int128 weight = rules::day_weight(convention, start + shift, end - (1 - shift));
      const auto scaled = core::divide_half_up(weight * 1'000'000'000'000, rules::year_weight(convention));
      return core::format_amount(static_cast<int64_t>(scaled), 12);
    };
    EXPECT_EQ(fraction(DayCount::kAct365, 1), text(out.at("yf_act_365F")));
    EXPECT_EQ(fraction(DayCount::kAct360, 1), text(out.at("yf_act_360")));
    EXPECT_EQ(fraction(DayCount::kActAct, 0), text(out.at("yf_act_act_ISDA")));
  }
}

/// A claim that nothing was paid of until `paid_on`.
struct Claim {
  std::vector<int32_t> from;
  std::vector<int64_t> principal;
  core::Date through;
  Claim(const json::value& due_date, int64_t amount, const json::value& paid_on)
      : from{date(due_date).days + 1, date(paid_on).days + 1}, principal{amount, 0}, through(date(paid_on)) {
    if (from[0] < from[1]) return;
    from.clear();
    principal.clear();
  }
  rules::BearingDays days() const { return {from, principal, {}, through}; }
};

std::string preset_of(std::string_view rate_rule) {
  if (rate_rule.starts_with("DE_B2B")) return "statutory-b2b-de";
  if (rate_rule.starts_with("DE_B2C")) return "statutory-consumer-de";
  return rate_rule.starts_with("FR") ? "statutory-b2b-fr" : "statutory-b2b-it";
}

/// Ten digits behind the minor unit: the vectors' twelve of the major.
std::string exact12(__int128 interest) {
  std::string digits = std::to_string(static_cast<int64_t>(interest));
  if (digits.size() <= 12) digits.insert(0, 13 - digits.size(), '0');
  return digits.insert(digits.size() - 12, ".");
}

TEST_F(StatutoryVectors, SimpleInterest) {
  for (const json::value& c : cases("interest.simple")) {
    SCOPED_TRACE(text(c.at("id")));
    const json::value& in = c.at("in");
    const Claim claim(in.at("due_date"), cents(in.at("principal")), in.at("paid_on"));
    const std::string name = preset_of(in.at("rate_rule").as_string());
    const json::value& out = c.at("out");
    EXPECT_EQ(interest_of(preset(name), claim.days()).minor, cents(out.at("ACT/365F")));
    EXPECT_EQ(interest_of(preset(name, DayCount::kAct360), claim.days()).minor, cents(out.at("ACT/360")));
    EXPECT_EQ(interest_of(preset(name, DayCount::kActAct), claim.days()).minor, cents(out.at("ACT/ACT")));
    const auto segments = interest_segments(preset(name), claim.days());
    const json::array& expected = out.at("segments_ACT/365F").as_array();
    ASSERT_EQ(segments.size(), expected.size());
    for (size_t i = 0; i < segments.size(); ++i) {
      EXPECT_EQ(core::to_string(segments[i].from), text(expected[i].at("from")));
      EXPECT_EQ(core::to_string(segments[i].to), text(expected[i].at("to_incl")));
      EXPECT_EQ(segments[i].days, expected[i].at("days").as_int64());
      EXPECT_EQ(rules::format_rate(segments[i].rate), text(expected[i].at("rate_pct")));
      EXPECT_EQ(exact12(segments[i].interest), text(expected[i].at("interest_exact12")));
    }
  }
}

TEST_F(StatutoryVectors, UnitedKingdom) {
  const rules::FeeRule& fixed_sum = shipped_presets().fees.at("uk-late-payment");
  const uint32_t pound = core::parse_currency("GBP")->code;
  for (const json::value& c : cases("interest.uk")) {
    SCOPED_TRACE(text(c.at("id")));
    const json::value& in = c.at("in");
    const json::value& out = c.at("out");
    if (in.as_object().contains("rate_pct")) {
      const int64_t debt = cents(in.at("debt"));
      rules::InterestRule fixed{.rate = percent(in.at("rate_pct"))};
      const rules::InterestBook book({{"fixed", fixed}}, {});
      const std::vector<int32_t> from = {0};
      const std::vector<int64_t> principal = {debt};
      const core::Date last{static_cast<int32_t>(in.at("days").as_int64()) - 1};
      EXPECT_EQ(interest_of(*book.find("fixed"), {from, principal, {}, last}).minor, cents(out.at("interest_exact")));
      continue;
    }
    const Claim claim(in.at("due_date"), cents(in.at("debt")), in.at("paid_on"));
    const auto segments = interest_segments(preset("statutory-b2b-uk"), claim.days());
    ASSERT_EQ(segments.size(), 1U);
    EXPECT_EQ(core::to_string(segments[0].from), text(out.at("interest_start")));
    EXPECT_EQ(segments[0].days, out.at("days").as_int64());
    EXPECT_EQ(segments[0].rate, percent(out.at("rate_pct")));
    EXPECT_EQ(interest_of(preset("statutory-b2b-uk"), claim.days()).minor, cents(out.at("interest")));
    EXPECT_EQ(rules::fee_of(fixed_sum, cents(in.at("debt")), pound, rules::BaseRates(core::kEur)).minor,
              cents(out.at("fixed_sum")));
  }
}

TEST_F(StatutoryVectors, Netherlands) {
  for (const json::value& c : cases("interest.nl")) {
    SCOPED_TRACE(text(c.at("id")));
    const json::value& in = c.at("in");
    const Claim claim(in.at("due_date"), cents(in.at("principal")), in.at("as_of"));
    for (const auto& [key, convention] :
         {std::pair("ACT/365F", DayCount::kAct365), std::pair("ACT/ACT", DayCount::kActAct)}) {
      const rules::CompiledInterest rule = preset("statutory-b2b-nl", convention);
      const json::value& out = c.at("out").at(key);
      EXPECT_EQ(interest_of(rule, claim.days()).minor, cents(out.at("total"))) << key;
      rules::BearingDays first_year = claim.days();
      first_year.through = core::add_months(core::Date{first_year.from.front()}, 12) - 1;
      EXPECT_EQ(interest_of(rule, first_year).minor, cents(out.at("year1_interest"))) << key;
      rules::CompiledInterest simple = rule;
      simple.compounding = rules::Compounding::kNone;
      EXPECT_EQ(interest_of(simple, claim.days()).minor, cents(out.at("total_if_simple"))) << key;
    }
  }
}

TEST_F(StatutoryVectors, FeeScales) {
  const rules::BaseRates rates(core::kEur);
  const auto fee = [&](const char* name, const json::value& amount) {
    return rules::fee_of(shipped_presets().fees.at(name), cents(amount), core::kEur.code, rates).minor;
  };
  for (const json::value& c : cases("fee.nl.wik")) {
    EXPECT_EQ(fee("nl-wik", c.at("in").at("principal")), cents(c.at("out").at("cost_ex_vat"))) << text(c.at("id"));
  }
  for (const json::value& c : cases("fee.be.consumer")) {
    EXPECT_EQ(fee("be-consumer", c.at("in").at("remaining_due")), cents(c.at("out").at("max_indemnity")))
        << text(c.at("id"));
  }
}

/// Who ships a preset says for whom: a sum for businesses never touches a consumer.
TEST(StatutoryPresets, NameTheirDebtors) {
  for (const auto& [name, rule] : shipped_presets().interest) {
    const bool consumer = name.starts_with("statutory-consumer-");
    EXPECT_EQ(rule.only_for, consumer ? core::DebtorKind::kConsumer : core::DebtorKind::kBusiness) << name;
    EXPECT_TRUE(shipped_presets().rates.contains(rule.reference)) << name;
  }
  EXPECT_EQ(shipped_presets().interest.size(), 11U);
  EXPECT_EQ(shipped_presets().fees.size(), 5U);
}

}  // namespace
}  // namespace dunlin::engine
