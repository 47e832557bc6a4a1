// Periods that the law counts in days of a calendar: when a notice counts as received, and how long a debtor has to answer.
#pragma once

#include "core/date.h"
#include "rules/calendar/calendar.h"

namespace dunlin::rules {

/// 12 CFR 1006.34(b)(5): the notice counts as received on the fifth day after it was sent that is neither Saturday, Sunday
/// nor a federal holiday (calendar "US"); the debtor then has 30 days.
struct ValidationPeriod {
  core::Date assumed_receipt;
  core::Date end;  ///< last day of the period
};
ValidationPeriod us_validation_period(core::Date sent, const Calendar& federal);

/// Art. XIX.2 of the Belgian Code of Economic Law: 14 days after the free first reminder, beginning on the third business
/// day after a letter was sent, or on the day after an e-mail; the first of them counts.
struct ReminderPeriod {
  core::Date first_day;
  core::Date last_day;
  core::Date charges_from;  ///< first day on which interest and indemnity may be asked
};
ReminderPeriod be_reminder_period(core::Date sent, bool by_letter, const Calendar& belgium);

}  // namespace dunlin::rules
