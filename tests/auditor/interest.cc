#include "tests/auditor/interest.h"

#include <algorithm>

#include "core/invariant.h"

namespace dunlin::audit {

using core::Date;
using core::Field;

ReferenceRates::ReferenceRates(const rules::RateTables& tables, const core::Table& loaded) {
  for (const auto& [name, table] : tables) {
    for (const rules::DatedRate& rate : table.values()) values_[name][rate.from] = rate.value;
  }
  for (size_t row = 0; row < loaded.rows(); ++row) {
    const std::string name(loaded.text_at(Field::kName, row));
    values_[name][static_cast<int32_t>(loaded.int_at(Field::kDate, row))] = loaded.int_at(Field::kValue, row);
  }
}

std::optional<int64_t> ReferenceRates::on(const std::string& reference, Date day) const {
  const auto table = values_.find(reference);
  if (table == values_.end()) return std::nullopt;
  const auto after = table->second.upper_bound(day.days);
  if (after == table->second.begin()) return std::nullopt;
  return std::prev(after)->second;
}

namespace {

Date half_year_of(Date day) {
  const core::CivilDate civil = core::civil_of(day);
  return core::date_of(civil.year, civil.month <= 6 ? 1 : 7, 1);
}

/// Percent times 10^10; a sum below zero counts as zero.
std::optional<int64_t> rate_on(const rules::InterestRule& rule, const ReferenceRates& rates, Date day) {
  std::optional<int64_t> sum = rule.rate;
  if (!rule.reference.empty()) {
    Date sampled = day;
    if (rule.sample != rules::RateSample::kDaily) sampled = half_year_of(day);
    if (rule.sample == rules::RateSample::kHalfYearEve) sampled = sampled - 1;
    sum = rates.on(rule.reference, sampled);
  }
  if (!sum) return std::nullopt;
  int64_t margin = 0;
  for (const rules::DatedMargin& dated : rule.margins) {
    if (!dated.from.is_set() || dated.from <= day) margin = dated.value;
  }
  const int64_t rate = std::max<int64_t>(0, *sum + margin);
  const int64_t over = rule.round_up > 0 ? rate % rule.round_up : 0;
  return over == 0 ? rate : rate - over + rule.round_up;
}

bool is_leap(int32_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/// A part of a year.
struct Part {
  int64_t weight, year;
};

/// What one bearing day is of a year; in 30e/360 what the day adds to months of 30 days.
Part part_of_year(rules::DayCount convention, Date day) {
  switch (convention) {
    case rules::DayCount::kAct365: return {1, 365};
    case rules::DayCount::kAct360: return {1, 360};
    case rules::DayCount::kActAct: return {is_leap(core::civil_of(day).year) ? 365 : 366, 365 * 366};
    case rules::DayCount::k30E360: {
      const auto count = [](Date date) {
        const core::CivilDate civil = core::civil_of(date);
        return 360 * static_cast<int64_t>(civil.year) + 30 * static_cast<int64_t>(civil.month) +
               std::min<int64_t>(30, civil.day);
      };
      return {count(day) - count(day - 1), 360};
    }
    default: break;
  }
  INVARIANT(false, "a convention that the auditor does not read");
  return {0, 1};
}

}  // namespace

Fraction interest_on(const rules::InterestRule& rule, const ReferenceRates& rates, const Bearing& bearing) {
  INVARIANT(rule.compounding == rules::Compounding::kNone, "the auditor does not read years that join the principal");
  __int128 sum = 0;  // minor units times rates times weights
  int64_t year = 1;
  for (Date day = bearing.first; day <= bearing.last; day = day + 1) {
    if (bearing.spared(day)) continue;
    Date asked = day;
    if (rule.lock == rules::RateLock::kStart) asked = bearing.first;
    if (rule.lock == rules::RateLock::kPayment) asked = bearing.last;
    const auto rate = rate_on(rule, rates, asked);
    if (!rate) continue;
    const Part part = part_of_year(rule.convention, day);
    sum += static_cast<__int128>(bearing.principal(day)) * *rate * part.weight;
    year = part.year;
  }
  return Fraction(boost::multiprecision::cpp_int(sum)) / rules::kRateOne / 100 / year;
}

}  // namespace dunlin::audit
