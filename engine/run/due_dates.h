// The due dates that a night counts from: as agreed, or moved to the creditor's next business day ([standing] due_roll).
// Done to a page where it is loaded, so that allocation, standings, features, interest and steps all see the same day.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>

#include "core/table.h"
#include "rules/calendar/calendar.h"
#include "rules/rulebook_source.h"
#include "storage/store.h"

namespace dunlin::engine {

/// Each creditor's calendar, where due dates move at all; nothing otherwise. Immutable once made.
class DueCalendars {
 public:
  /// A creditor without a country is at home. The home country's calendar is `[engine] calendar`, or its own.
  DueCalendars(const rules::RulebookSource& rules, const core::Table& creditors);

  bool move() const { return !of_.empty(); }
  const rules::Calendar& of(std::string_view creditor_id) const;

 private:
  std::shared_ptr<const rules::CalendarBook> book_;  // holds what of_ points to
  boost::unordered_flat_map<std::string, const rules::Calendar*> of_;
  rules::Calendar weekends_;
};

/// Moves the due dates of the page; `loaded.agreed_due` keeps them as they were.
void move_due_dates(const DueCalendars& calendars, storage::LoadedPage& loaded);

/// The due date as it was agreed.
int64_t agreed_due(const storage::LoadedPage& loaded, uint32_t receivable);

}  // namespace dunlin::engine
