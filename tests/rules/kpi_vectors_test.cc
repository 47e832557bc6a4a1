// The shared test vectors of the key figures, each through the function that its report calls.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>

#include "core/money.h"
#include "rules/ageing/dso.h"
#include "rules/kpi/cash_forecast.h"
#include "rules/kpi/effectiveness.h"
#include "rules/kpi/lateness.h"
#include "rules/kpi/liquidation.h"
#include "rules/kpi/promise_rates.h"
#include "rules/kpi/provision.h"
#include "rules/kpi/roll_rates.h"
#include "rules/kpi/vintage.h"
#include "tests/shared_vectors.h"

namespace dunlin::rules {
namespace {

namespace json = boost::json;

int64_t scaled(const json::value& text, uint32_t digits) { return core::parse_amount(text.as_string(), digits).minor; }
int64_t cents(const json::value& text) { return scaled(text, 2); }
std::string money(__int128 minor) { return core::format_amount(static_cast<int64_t>(minor), 2); }
core::Date day(const json::value& text) { return *core::parse_iso_date(text.as_string()); }

/// The ratio in as many digits as the vector gives.
std::string shown(const Ratio& ratio, const json::value& as) {
  const std::string_view text = as.as_string();
  const auto digits = static_cast<uint32_t>(text.size() - text.find('.') - 1);
  const auto value = ratio.scaled(digits);
  return value ? core::format_amount(*value, digits) : "nothing";
}
/// Millionths of a day, in four digits.
std::string days_text(std::optional<int64_t> micro_days) {
  return core::format_amount(static_cast<int64_t>(core::divide_half_up(*micro_days, 100)), 4);
}

class KpiVectors : public test::SharedVectors {
 protected:
  /// Every case of the group: those whose `in` has `key` go to `check`; returns how many did.
  template <class Check>
  size_t each(std::string_view group, std::string_view key, const Check& check) const {
    size_t count = 0;
    for (const json::value& candidate : vectors_.at("groups").as_array()) {
      if (candidate.at("id").as_string() != group) continue;
      for (const json::value& c : candidate.at("cases").as_array()) {
        if (!c.at("in").as_object().contains(key)) continue;
        SCOPED_TRACE(c.at("id").as_string().c_str());
        check(c.at("in").as_object(), c.at("out").as_object());
        ++count;
      }
    }
    return count;
  }
  size_t cases_of(std::string_view group) const {
    for (const json::value& candidate : vectors_.at("groups").as_array()) {
      if (candidate.at("id").as_string() == group) return candidate.at("cases").as_array().size();
    }
    return 0;
  }
};

TEST_F(KpiVectors, Basic) {
  const std::string_view group = "kpi.basic";
  size_t checked = 0;
  checked += each(group, "ar_current", [](const json::object& in, const json::object& out) {
    const SalesHistory history{cents(in.at("ar_total")), cents(in.at("ar_current")), {cents(in.at("credit_sales"))}};
    const auto days = static_cast<uint32_t>(in.at("days").as_int64());
    EXPECT_EQ(days_text(dso_simple(history, days)), out.at("dso").as_string());
    EXPECT_EQ(days_text(dso_best(history, days)), out.at("best_possible_dso").as_string());
    EXPECT_EQ(days_text(dso_add(history, days)), out.at("add_delinquent_dso").as_string());
  });
  checked += each(group, "months_newest_first", [](const json::object& in, const json::object& out) {
    std::vector<MonthSales> months;
    for (const json::value& month : in.at("months_newest_first").as_array()) {
      months.push_back({cents(month.at(0)), static_cast<uint32_t>(month.at(1).as_int64())});
    }
    const CountBack found = count_back(cents(in.at("ar_total")), months);
    EXPECT_EQ(days_text(found.micro_days), out.at("dso_countback").as_string());
    EXPECT_EQ(money(found.unexhausted), out.at("unexhausted").as_string());
  });
  checked += each(group, "begin_ar", [](const json::object& in, const json::object& out) {
    const EffectivenessSums sums{cents(in.at("begin_ar")), cents(in.at("credit_sales")), cents(in.at("end_total_ar")),
                                 cents(in.at("end_current_ar"))};
    EXPECT_EQ(shown(collection_effectiveness(sums), out.at("cei_pct")), out.at("cei_pct").as_string());
  });
  checked += each(group, "paid", [](const json::object& in, const json::object& out) {
    LatenessSums sums;
    for (const json::value& paid : in.at("paid").as_array()) {
      add_closed(cents(paid.at(0)), day(paid.at(1)), day(paid.at(2)), sums);
    }
    const std::pair<const char*, Ratio> expected[] = {{"avg_days_late_simple_signed", average_days_late_signed(sums)},
                                                      {"avg_days_late_floor0", average_days_late(sums)},
                                                      {"amount_weighted_floor0", average_days_late_by_amount(sums)}};
    for (const auto& [name, ratio] : expected) EXPECT_EQ(shown(ratio, out.at(name)), out.at(name).as_string()) << name;
  });
  EXPECT_EQ(checked + each(group, "promises", [](auto&, auto&) {}) + each(group, "placed", [](auto&, auto&) {}) +
                each(group, "delinquent_start_count", [](auto&, auto&) {}),
            cases_of(group));
}

TEST_F(KpiVectors, PromisesPlacementsAndCures) {
  const std::string_view group = "kpi.basic";
  const size_t promises = each(group, "promises", [](const json::object& in, const json::object& out) {
    PromiseSums sums;
    for (const json::value& promise : in.at("promises").as_array()) {
      const PromiseFate fate{cents(promise.at(0)), cents(promise.at(1)), static_cast<core::Days>(promise.at(2).as_int64())};
      add_promise(fate, static_cast<core::Days>(in.at("tolerance_days").as_int64()), sums);
    }
    EXPECT_EQ(static_cast<int64_t>(sums.kept), out.at("kept_count").as_int64());
    EXPECT_EQ(static_cast<int64_t>(sums.due), out.at("due_count").as_int64());
    const std::pair<const char*, Ratio> expected[] = {
        {"kept_rate_count_pct", kept_rate_by_count(sums)},
        {"kept_rate_value_pct", kept_rate_by_value(sums)},
        {"paid_against_promises_within_tolerance_pct", paid_in_time_rate(sums)}};
    for (const auto& [name, ratio] : expected) EXPECT_EQ(shown(ratio, out.at(name)), out.at(name).as_string()) << name;
    EXPECT_EQ(sums.partial + sums.kept + sums.broken, sums.due);
  });
  const size_t placements = each(group, "placed", [](const json::object& in, const json::object& out) {
    LiquidationSums sums{.placements = 1,
                         .placed = cents(in.at("placed")),
                         .recalled = cents(in.at("recalled_or_adjusted")),
                         .collected = cents(in.at("collected"))};
    sums.commission = commission_of(cents(in.at("collected")), scaled(in.at("commission_pct"), 6));
    EXPECT_EQ(shown(gross_liquidation(sums), out.at("gross_liquidation_pct")), out.at("gross_liquidation_pct").as_string());
    EXPECT_EQ(shown(net_liquidation(sums), out.at("net_liquidation_pct")), out.at("net_liquidation_pct").as_string());
    EXPECT_EQ(money(sums.commission), out.at("commission").as_string());
    EXPECT_EQ(money(sums.net_to_client()), out.at("net_to_client").as_string());
  });
  const size_t cures = each(group, "delinquent_start_count", [](const json::object& in, const json::object& out) {
    const CureSums sums{static_cast<uint64_t>(in.at("delinquent_start_count").as_int64()),
                        static_cast<uint64_t>(in.at("current_end_of_those").as_int64()),
                        cents(in.at("delinquent_start_value")), cents(in.at("current_end_value"))};
    EXPECT_EQ(shown(cure_rate_by_count(sums), out.at("cure_rate_count_pct")), out.at("cure_rate_count_pct").as_string());
    EXPECT_EQ(shown(cure_rate_by_value(sums), out.at("cure_rate_value_pct")), out.at("cure_rate_value_pct").as_string());
  });
  EXPECT_GT(promises, 0U);
  EXPECT_GT(placements, 0U);
  EXPECT_GT(cures, 0U);
}

TEST_F(KpiVectors, RollRates) {
  const size_t checked = each("kpi.roll", "moves", [](const json::object& in, const json::object& out) {
    const json::array& names = in.at("buckets").as_array();
    RollMatrix matrix(names.size());
    for (size_t from = 0; from < names.size(); ++from) {
      const std::string_view name = names[from].as_string();
      matrix.paid[from] = cents(in.at("paid").at(name));
      for (size_t to = 0; to < names.size(); ++to) matrix.moved[from][to] = cents(in.at("moves").at(name).at(to));
    }
    for (size_t from = 0; from < names.size(); ++from) {
      const std::string_view name = names[from].as_string();
      const json::value& row = out.at("matrix").at(name);
      EXPECT_EQ(money(matrix.start(from)), row.at("start").as_string());
      EXPECT_EQ(shown(paid_rate(matrix, from), row.at("paid")), row.at("paid").as_string());
      int64_t sum = *paid_rate(matrix, from).scaled(6) + *written_off_rate(matrix, from).scaled(6);
      for (size_t to = 0; to < names.size(); ++to) {
        const json::value& share = row.at("to").at(std::string_view(names[to].as_string()));
        EXPECT_EQ(shown(roll_rate(matrix, from, to), share), share.as_string());
        sum += *roll_rate(matrix, from, to).scaled(6);
      }
      EXPECT_EQ(sum, 1'000'000) << name;
      if (from + 1 == names.size()) continue;
      const std::string step = std::string(name) + "->" + names[from + 1].as_string().c_str();
      const json::value& forward = out.at("forward_roll").at(step);
      EXPECT_EQ(shown(roll_rate(matrix, from, from + 1), forward), forward.as_string());
    }
    EXPECT_EQ(core::format_amount(*flow_through(matrix, kFlowDigits), kFlowDigits),
              out.at("flow_through_cur_to_90plus").as_string());
  });
  EXPECT_EQ(checked, cases_of("kpi.roll"));
}

TEST_F(KpiVectors, ExpectedCreditLosses) {
  const size_t matrices = each("kpi.ecl", "lines", [](const json::object& in, const json::object& out) {
    __int128 total = 0;
    for (size_t i = 0; i < in.at("lines").as_array().size(); ++i) {
      const json::value& line = in.at("lines").at(i);
      const auto allowance = matrix_allowance(cents(line.at(0)), scaled(line.at(1), 4));  // percent in millionths of one
      ASSERT_TRUE(allowance.has_value());
      EXPECT_EQ(money(*allowance), out.at("line").at(i).as_string());
      total += *allowance;
    }
    if (!out.contains("total")) return;
    EXPECT_EQ(money(total), out.at("total").as_string());
  });
  const size_t models = each("kpi.ecl", "ead", [](const json::object& in, const json::object& out) {
    const DefaultModel model{scaled(in.at("pd"), 6), scaled(in.at("lgd"), 6), scaled(in.at("eir_pct"), 4),
                             static_cast<core::Days>(in.at("expected_recovery_days").as_int64())};
    EXPECT_EQ(money(*expected_loss(cents(in.at("ead")), model)), out.at("undiscounted").as_string());
    EXPECT_EQ(money(*discounted_loss(cents(in.at("ead")), model)), out.at("discounted_simple_act365").as_string());
  });
  EXPECT_GT(matrices, 0U);
  EXPECT_EQ(matrices + models, cases_of("kpi.ecl"));
}

TEST_F(KpiVectors, CashForecast) {
  const size_t by_delay = each("kpi.forecast", "invoices", [](const json::object& in, const json::object& out) {
    std::map<std::string, int64_t> weeks;
    for (const json::value& invoice : in.at("invoices").as_array()) {
      const auto delay = static_cast<core::Days>(invoice.at("avg_days_late").as_int64());
      const core::Date on = expected_on(day(in.at("as_of")), day(invoice.at("due")), delay);
      weeks[core::to_string(week_of(on))] += cents(invoice.at("amount"));
    }
    const json::object& expected = out.at("by_week_monday").as_object();
    EXPECT_EQ(weeks.size(), expected.size());
    for (const auto& [week, amount] : expected) EXPECT_EQ(money(weeks[std::string(week)]), amount.as_string()) << week;
  });
  const size_t by_probability = each("kpi.forecast", "lines", [](const json::object& in, const json::object& out) {
    __int128 sum = 0;
    for (const json::value& line : in.at("lines").as_array()) sum += weighted(cents(line.at(0)), scaled(line.at(1), 6));
    EXPECT_EQ(money(rounded_weight(sum)), out.at("expected").as_string());
  });
  EXPECT_EQ(by_delay + by_probability, cases_of("kpi.forecast"));
}

TEST_F(KpiVectors, VintageCurves) {
  const size_t checked = each("kpi.vintage", "cohorts", [](const json::object& in, const json::object& out) {
    std::vector<Cohort> cohorts;
    for (const auto& [month, cohort] : in.at("cohorts").as_object()) {
      cohorts.push_back({cents(cohort.at(0)), {}});
      for (const json::value& collected : cohort.at(1).as_array()) cohorts.back().collected.push_back(cents(collected));
      const std::vector<Ratio> curve = vintage_curve(cohorts.back());
      const json::array& expected = out.at("cum_pct").at(month).as_array();
      ASSERT_EQ(curve.size(), expected.size());
      for (size_t age = 0; age < curve.size(); ++age) EXPECT_EQ(shown(curve[age], expected[age]), expected[age].as_string());
    }
    const std::vector<Ratio> pooled = pooled_curve(cohorts);
    const json::array& expected = out.at("pooled_pct").as_array();
    ASSERT_EQ(pooled.size(), expected.size());
    for (size_t age = 0; age < pooled.size(); ++age) EXPECT_EQ(shown(pooled[age], expected[age]), expected[age].as_string());
  });
  EXPECT_EQ(checked, cases_of("kpi.vintage"));
}

}  // namespace
}  // namespace dunlin::rules
