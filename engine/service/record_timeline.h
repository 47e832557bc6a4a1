// What promises, plans, disputes, holds, interactions, placements and cases add to a debtor's timeline: one line for each
// day on which something about them happened or falls due.
#pragma once

#include "core/account_page.h"
#include "engine/service/result_table.h"

namespace dunlin::engine {

/// Appends lines of `date event id detail amount currency`, in no order of dates. `page` was loaded with its cold columns.
void add_record_events(const core::AccountPage& page, size_t debtor, ResultTable& timeline);

}  // namespace dunlin::engine
