// Why a receivable stands as it stands: the promise, plan, dispute, hold or time bar behind it, put into words for explain.
#pragma once

#include <string>
#include <vector>

#include "core/account_page.h"
#include "rules/standing/covers.h"
#include "rules/standing/limitation.h"

namespace dunlin::engine {

/// What stand() and compute_time_bars() found for a page.
struct StandingFacts {
  const core::AccountPage& page;
  core::Date date;
  const rules::Covers& covers;
  const rules::Standings& standings;
  const rules::TimeBars& time_bars;
  const rules::StandingPolicy& policy;
};

/// Appends one reason for each record that speaks of the receivable on the date, the deciding one first.
void tell_standing(const StandingFacts& facts, uint32_t receivable, std::vector<std::string>& reasons);

/// Why a receivable does not exist on the date: what its status, its issue date or its debtor says.
std::string absence_of(const core::AccountPage& page, uint32_t debtor, uint32_t receivable, core::Date date);

/// Appends a note where a breathing space or a bankruptcy keeps everything away from the debtor, and one for the last of
/// its promises and plans that were kept and that were broken.
void tell_records_of_debtor(const StandingFacts& facts, uint32_t debtor, std::vector<std::string>& notes);

}  // namespace dunlin::engine
