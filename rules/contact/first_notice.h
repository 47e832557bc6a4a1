// Periods that the first contact of an episode opens: how long the law gives a debtor before anything more may be done, or
// charged.
#pragma once

#include <optional>

#include "core/date.h"
#include "rules/calendar/calendar.h"
#include "rules/contact/contact_policy.h"

namespace dunlin::rules {

/// The first day on which what the rule blocks may be done, after a notice that left on `sent` by `channel`:
///   us-validation      the day after the validation period, 12 CFR 1006.34(b)(5)
///   be-first-reminder  the day after the 14 days of art. XIX.2 CDE, counted from a letter or from anything electronic
///   nl-fourteen-days   the day after 14 days that begin the day after receipt; a letter counts as received two days after
///   it
///                      was sent (our reading: the law says nothing of the post), anything electronic on the same day
core::Date free_from(NoticeKind kind, core::Date sent, core::Channel channel, const CalendarBook& calendars);

/// What an action must leave out while no notice has been given in the episode.
struct FreeOf {
  bool fees = false;
  bool interest = false;
};
FreeOf free_of(NoticeBlocks blocks);

}  // namespace dunlin::rules
