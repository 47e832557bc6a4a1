#include "rules/contact/open_hours.h"

#include <algorithm>

#include "rules/calendar/contact_window.h"

namespace dunlin::rules {
namespace {

/// No calendar closes longer than this.
constexpr int32_t kClosedDaysMax = 31;

bool is_holiday(const Place& place, core::Date date) {
  return place.calendar != nullptr && place.calendar->is_holiday(date);
}

Deferral day_allows(const ContactTimes& times, const Place& place, core::Date date) {
  const uint32_t weekday = core::weekday_of(date);
  const bool has_hours = !times.hours || (*times.hours)[weekday].has_value();
  if ((times.weekdays >> weekday & 1) == 0 || !has_hours) return Deferral::kClosedWeekday;
  return times.holidays && is_holiday(place, date) ? Deferral::kPublicHoliday : Deferral::kNone;
}

/// Narrows the permission to one rule's hours on the clocks of all zones.
void narrow(const DayHours& hours, const Place& place, core::Date date, Permission& open) {
  static const Zone kUtc{{0}, {0}};
  const Zone* utc = &kUtc;
  const std::span<const Zone* const> zones = place.zones.empty() ? std::span(&utc, 1) : std::span(place.zones);
  const auto common = contact_window(date, hours.from, hours.until, zones);
  if (open.not_before == core::kNull || common.not_before > open.not_before) open.not_before = common.not_before;
  if (open.not_after == core::kNull || common.not_after < open.not_after) open.not_after = common.not_after;
}

}  // namespace

Permission open_hours(const ContactPolicy& policy, std::optional<core::DebtorKind> kind, const Place& place,
                      core::Date date) {
  Permission open;
  for (size_t i = 0; i < policy.times.size(); ++i) {
    const ContactTimes& times = policy.times[i];
    if (!protects(times.whom, kind)) continue;
    open.rule = static_cast<int32_t>(i);
    open.answer = policy.roll == ContactRoll::kNone ? Deferral::kNone : day_allows(times, place, date);
    if (open.answer != Deferral::kNone) return open;
    if (!times.hours) continue;
    const auto& hours = (*times.hours)[core::weekday_of(date)];
    if (!hours) continue;  // a closed weekday that roll = "none" opens
    narrow(*hours, place, date, open);
    if (open.not_before > open.not_after) {
      open.answer = Deferral::kNoCommonHours;
      return open;
    }
  }
  return open;
}

bool is_open_day(const ContactPolicy& policy, std::optional<core::DebtorKind> kind, const Place& place, core::Date date) {
  return std::all_of(policy.times.begin(), policy.times.end(), [&](const ContactTimes& times) {
    return !protects(times.whom, kind) || day_allows(times, place, date) == Deferral::kNone;
  });
}

bool looks_ahead(const ContactPolicy& policy) {
  const bool rolls = policy.roll == ContactRoll::kPreceding || policy.roll == ContactRoll::kModifiedFollowing;
  return rolls && !policy.times.empty();
}

int32_t days_looked_ahead(const ContactPolicy& policy, std::optional<core::DebtorKind> kind, const Place& place,
                          core::Date date) {
  if (!looks_ahead(policy) || !is_open_day(policy, kind, place, date)) return 0;
  int32_t closed = 0;
  while (closed < kClosedDaysMax && !is_open_day(policy, kind, place, date + (closed + 1))) ++closed;
  if (policy.roll == ContactRoll::kPreceding) return closed;
  const core::CivilDate next_open = core::civil_of(date + (closed + 1));
  while (closed > 0 && core::civil_of(date + closed).month == next_open.month) --closed;
  return closed;
}

}  // namespace dunlin::rules
