#include "rules/interest/rate_schedule.h"

#include <algorithm>

namespace dunlin::rules {
namespace {

/// The first 1 January or 1 July not before the day.
core::Date half_year_from(core::Date day) {
  const core::CivilDate civil = core::civil_of(day);
  const core::Date january = core::date_of(civil.year, 1, 1);
  const core::Date july = core::date_of(civil.year, 7, 1);
  if (day <= january) return january;
  return day <= july ? july : core::date_of(civil.year + 1, 1, 1);
}
core::Date next_half_year(core::Date start) { return half_year_from(start + 1); }

/// Days on which the sampled reference may change.
void add_samples(const InterestRule& rule, const RateTable& table, std::vector<int32_t>& days) {
  if (table.empty()) return;
  if (rule.sample == RateSample::kDaily) {
    for (const DatedRate& rate : table.values()) days.push_back(rate.from);
    return;
  }
  const core::Days eve = rule.sample == RateSample::kHalfYearEve ? 1 : 0;
  const core::Date last = half_year_from(core::Date{table.values().back().from} + eve);
  for (core::Date start = half_year_from(core::Date{table.values().front().from} + eve); start <= last;
       start = next_half_year(start)) {
    days.push_back(start.days);
  }
}

/// The sampled reference on one of the days of add_samples(), or between two of them.
std::optional<RateValue> sampled(const InterestRule& rule, const RateTable& table, core::Date day) {
  if (rule.sample == RateSample::kDaily) return table.at(day);
  const core::CivilDate civil = core::civil_of(day);
  const core::Date start = core::date_of(civil.year, civil.month < 7 ? 1 : 7, 1);
  return table.at(rule.sample == RateSample::kHalfYearEve ? start - 1 : start);
}

RateValue margin_on(const InterestRule& rule, core::Date day) {
  RateValue margin = 0;
  for (const DatedMargin& dated : rule.margins) {
    if (dated.from <= day) margin = dated.value;
  }
  return margin;
}

RateValue rounded_up(RateValue rate, RateValue step) {
  if (step <= 0) return rate;
  return (rate + step - 1) / step * step;
}

}  // namespace

RateSchedule make_schedule(const InterestRule& rule, const RateTable* table) {
  std::vector<int32_t> days;
  if (table != nullptr) {
    add_samples(rule, *table, days);
  } else {
    days.push_back(core::kNoDate.days);
  }
  for (const DatedMargin& margin : rule.margins) {
    if (margin.from.is_set()) days.push_back(margin.from.days);
  }
  std::sort(days.begin(), days.end());
  RateSchedule schedule;
  for (const int32_t day : days) {
    // A rule without a reference holds since ever; no calendar reaches that far.
    const core::Date on{day};
    const auto reference = table == nullptr ? std::optional(rule.rate) : sampled(rule, *table, on);
    if (!reference) continue;
    const RateValue sum = std::max<RateValue>(0, *reference + margin_on(rule, on));
    const RateValue rate = rounded_up(sum, rule.round_up);
    if (schedule.empty() || schedule.back().value != rate) schedule.push_back({day, rate});
  }
  return schedule;
}

std::optional<uint32_t> period_of(const RateSchedule& schedule, int32_t day) {
  const auto after = std::ranges::upper_bound(schedule, day, {}, &DatedRate::from);
  if (after == schedule.begin()) return std::nullopt;
  return static_cast<uint32_t>(after - schedule.begin() - 1);
}

}  // namespace dunlin::rules
