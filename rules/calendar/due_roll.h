// Due dates that fall on a closed day of the creditor, moved to the day on which they are due in law (section 193 BGB and
// its like). Done to a page before anything reads it, so that days, standings, allocation and interest all begin there.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/account_page.h"
#include "rules/calendar/calendar.h"

namespace dunlin::rules {

/// Moves the due dates of the page to the next business day of `of_debtor[debtor]`, the calendar of its creditor. Returns
/// the dates as they were agreed, one a receivable row; nothing when none moved.
std::vector<int64_t> roll_due_dates(core::AccountPage& page, std::span<const Calendar* const> of_debtor);

}  // namespace dunlin::rules
