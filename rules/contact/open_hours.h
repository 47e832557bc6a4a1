// Open days and hours of a debtor's place: when calendar channels may be used, and which closed days a contact leaves ahead
// of.
#pragma once

#include "rules/contact/permit.h"

namespace dunlin::rules {

/// The hours of `date` in which every window is open on the clock of every zone, or why there are none.
Permission open_hours(const ContactPolicy& policy, std::optional<core::DebtorKind> kind, const Place& place,
                      core::Date date);

/// Whether weekday and holidays leave the day open.
bool is_open_day(const ContactPolicy& policy, std::optional<core::DebtorKind> kind, const Place& place, core::Date date);

/// How many of the closed days that follow `date`, an open one, its run answers for: a step that falls on one of them leaves
/// on `date`. Always 0 under `following` and `none`; under `modified_following` only days whose next open day is in another
/// month.
int32_t days_looked_ahead(const ContactPolicy& policy, std::optional<core::DebtorKind> kind, const Place& place,
                          core::Date date);

/// True when some step may leave ahead of closed days.
bool looks_ahead(const ContactPolicy& policy);

}  // namespace dunlin::rules
