// Where the receivables of a page stand on a date: one way to ask, for whole pages and for one debtor of them.
#pragma once

#include "core/account_page.h"
#include "core/date.h"
#include "engine/settings/configuration.h"
#include "rules/allocation/allocate.h"
#include "rules/standing/covers.h"

namespace dunlin::engine {

struct PagePosition {
  core::Date date;
  rules::Balances balances;
  rules::Standings standings;
};

/// Promises, plans, disputes and holds are looked at where `covers` is given; else a receivable is closed, written off, not
/// due or overdue, which is all that most reports ask. Records dated later than the date do not count. `position` is reused
/// from page to page so that its memory is.
void stand_on(const core::AccountPage& page, core::Date date, const Configuration& configuration, PagePosition& position,
              rules::Covers* covers = nullptr);

}  // namespace dunlin::engine
