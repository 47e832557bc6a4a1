#include "rules/calendar/compile_calendars.h"

#include <algorithm>
#include <set>

namespace dunlin::rules {
namespace {

using core::Date;

constexpr uint8_t kWeekend = 0x60;
constexpr int kBasesMax = 8;  ///< longest chain of bases

/// The weekday on or after the date.
Date weekday_from(Date date, uint32_t weekday) {
  return date + static_cast<core::Days>((weekday + 7 - core::weekday_of(date)) % 7);
}

Date nth_weekday(int32_t year, const HolidayRule& rule) {
  if (rule.nth > 0) return weekday_from(core::date_of(year, rule.month, 1), rule.weekday) + 7 * (rule.nth - 1);
  const Date last_week = core::date_of(year, rule.month, core::days_in_month(year, rule.month)) - 6;
  return weekday_from(last_week, rule.weekday) + 7 * (rule.nth + 1);
}

Date day_in(int32_t year, const HolidayRule& rule) {
  switch (rule.form) {
    case HolidayForm::kFixed: return core::date_of(year, rule.month, rule.day);
    case HolidayForm::kEaster: return easter_sunday(year) + rule.days;
    case HolidayForm::kNthWeekday: return nth_weekday(year, rule);
    case HolidayForm::kWeekdayBefore: return weekday_from(core::date_of(year, rule.month, rule.day) - 7, rule.weekday);
    case HolidayForm::kWeekdayAfter: return weekday_from(core::date_of(year, rule.month, rule.day) + 1, rule.weekday);
    case HolidayForm::kOnce: break;
  }
  return core::kNoDate;
}

bool holds_in(int32_t year, const HolidayRule& rule) {
  const auto has = [year](const std::vector<int32_t>& years) {
    return std::find(years.begin(), years.end(), year) != years.end();
  };
  if (has(rule.except_years)) return false;
  if (has(rule.years)) return true;
  const bool only_years = !rule.years.empty() && !rule.from && !rule.until;
  return !only_years && year >= rule.from.value_or(year) && year <= rule.until.value_or(year);
}

/// 29 February and the fifth Monday are not in every year.
bool exists_in(int32_t year, const HolidayRule& rule, Date day) {
  if (rule.form == HolidayForm::kFixed) return rule.day <= core::days_in_month(year, rule.month);
  return rule.form != HolidayForm::kNthWeekday || core::civil_of(day).month == rule.month;
}

bool is_in(const std::vector<std::string>& regions, std::string_view region) {
  return std::find(regions.begin(), regions.end(), region) != regions.end();
}

bool holds_in_region(const HolidayRule& rule, std::string_view region) {
  if (!rule.regions.empty()) return is_in(rule.regions, region);
  return region.empty() ? rule.not_regions.empty() : !is_in(rule.not_regions, region);
}

/// A calendar of the policies: one of their ids, or one of their regions.
struct Place {
  const CalendarPolicy* policy = nullptr;
  std::string_view region;
};

Place find_place(std::span<const CalendarPolicy> policies, std::string_view name) {
  for (const CalendarPolicy& policy : policies) {
    if (policy.id == name) return {&policy, {}};
    if (!name.starts_with(policy.id) || name.size() <= policy.id.size() || name[policy.id.size()] != '-') continue;
    const std::string_view region = name.substr(policy.id.size() + 1);
    if (is_in(policy.regions, region)) return {&policy, region};
  }
  return {};
}

class DayMaker {
 public:
  DayMaker(std::span<const CalendarPolicy> policies, YearRange years) : policies_(policies), years_(years) {}

  std::vector<NamedDay> make(const Place& place) {
    gather(place, kBasesMax);
    for (const HolidayRule* rule : rules_) add_rule(*rule, place.policy->observed);
    substitute();
    std::stable_sort(days_.begin(), days_.end(), [](const NamedDay& a, const NamedDay& b) { return a.date < b.date; });
    return std::move(days_);
  }
  uint8_t working() const { return working_.value_or(kMondayToFriday); }

 private:
  void gather(const Place& place, int depth) {
    const Place base = place.policy->base.empty() || depth == 0 ? Place{} : find_place(policies_, place.policy->base);
    if (base.policy != nullptr) gather(base, depth - 1);
    if (place.policy->working) working_ = place.policy->working;
    for (const HolidayRule& rule : place.policy->holidays) {
      if (holds_in_region(rule, place.region)) rules_.push_back(&rule);
    }
  }

  void add_rule(const HolidayRule& rule, bool count_observed) {
    if (rule.form == HolidayForm::kOnce) {
      for (const Date date : rule.dates) {
        const int32_t year = core::civil_of(date).year;
        if (year >= years_.first && year <= years_.last) add(rule, date, count_observed);
      }
      return;
    }
    for (int32_t year = years_.first; year <= years_.last; ++year) {
      if (!holds_in(year, rule)) continue;
      const Date date = day_in(year, rule);
      if (exists_in(year, rule, date)) add(rule, date, count_observed);
    }
  }

  void add(const HolidayRule& rule, Date date, bool count_observed) {
    if (rule.not_in_easter_week) {
      const core::Days after = date - easter_sunday(core::civil_of(date).year);
      if (after > -7 && after <= 0) date = date + 7;
    }
    const uint32_t weekday = core::weekday_of(date);
    if ((rule.weekdays >> weekday & 1) == 0) return;
    days_.push_back({date + rule.move[weekday], rule.name});
    if (count_observed && rule.observed[weekday] != 0) days_.push_back({date + rule.observed[weekday], rule.name});
    if (rule.substitute && weekday >= 5) substituted_.push_back({date, rule.name});
  }

  /// By date, so that of Christmas and Boxing Day on a weekend the first takes Monday and the second Tuesday.
  void substitute() {
    if (substituted_.empty()) return;
    std::stable_sort(substituted_.begin(), substituted_.end(),
                     [](const NamedDay& a, const NamedDay& b) { return a.date < b.date; });
    std::set<Date> taken;
    for (const NamedDay& day : days_) taken.insert(day.date);
    for (const NamedDay& day : substituted_) {
      Date free = day.date + 1;
      while ((kWeekend >> core::weekday_of(free) & 1) != 0 || taken.contains(free)) free = free + 1;
      taken.insert(free);
      days_.push_back({free, day.name});
    }
  }

  std::span<const CalendarPolicy> policies_;
  YearRange years_;
  std::vector<const HolidayRule*> rules_;
  std::optional<uint8_t> working_;
  std::vector<NamedDay> days_;
  std::vector<NamedDay> substituted_;  // days whose substitute is still to be found
};

Calendar compile(std::span<const CalendarPolicy> policies, const Place& place, YearRange years) {
  DayMaker maker(policies, years);
  std::vector<Date> dates;
  for (const NamedDay& day : maker.make(place)) dates.push_back(day.date);
  return Calendar(std::move(dates), maker.working());
}

}  // namespace

/// The anonymous algorithm of 1876 (Butcher's), good for every Gregorian year.
Date easter_sunday(int32_t year) {
  const int32_t a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
  const int32_t g = (8 * b + 13) / 25;
  const int32_t h = (19 * a + b - d - g + 15) % 30;
  const int32_t l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
  const int32_t m = (a + 11 * h + 19 * l) / 433;
  const int32_t month = (h + l - 7 * m + 90) / 25;
  const int32_t day = (h + l - 7 * m + 33 * month + 19) % 32;
  return core::date_of(year, static_cast<uint32_t>(month), static_cast<uint32_t>(day));
}

std::vector<std::string> calendar_names(std::span<const CalendarPolicy> policies) {
  std::vector<std::string> names;
  for (const CalendarPolicy& policy : policies) {
    names.push_back(policy.id);
    for (const std::string& region : policy.regions) names.push_back(policy.id + "-" + region);
  }
  return names;
}

std::vector<NamedDay> named_holidays(std::span<const CalendarPolicy> policies, std::string_view name, YearRange years) {
  const Place place = find_place(policies, name);
  return place.policy == nullptr ? std::vector<NamedDay>() : DayMaker(policies, years).make(place);
}

CalendarBook compile_calendars(std::span<const CalendarPolicy> policies, YearRange years) {
  CalendarBook book;
  for (const CalendarPolicy& policy : policies) {
    book.add(policy.id, "", compile(policies, {&policy, {}}, years));
    for (const std::string& region : policy.regions) {
      book.add(policy.id, region, compile(policies, {&policy, region}, years));
    }
  }
  return book;
}

}  // namespace dunlin::rules
