// The days that bear no interest: the holds of a page that stop it for good.
#pragma once

#include "core/account_page.h"
#include "core/date.h"
#include "rules/interest/principal_history.h"

namespace dunlin::rules {

/// The days of breathing spaces and bankruptcies that began on or before the date, on every receivable of their debtor; a
/// day of several is skipped once.
void gather_skipped_days(const core::AccountPage& page, core::Date date, SkippedIntervals& skipped);

}  // namespace dunlin::rules
