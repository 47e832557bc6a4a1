// The night of a business date: every debtor decided, in as many rounds as capacities ask for.
#pragma once

#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

/// Results by the account's name. `memories` become those of the next night.
std::map<std::string, DayResult> decide_night(const NightReading& night, const std::vector<Account>& accounts,
                                              std::map<std::string, Memory>& memories);

}  // namespace dunlin::audit
