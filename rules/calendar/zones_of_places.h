// The zones that places suggest, all of them: what a machine's time zone database must have.
#pragma once

#include <string_view>
#include <vector>

#include "rules/calendar/zone.h"

namespace dunlin::rules {

/// Every zone that ZoneBook::zones_of names for some place, sorted.
std::vector<std::string_view> zones_of_all_places();

}  // namespace dunlin::rules
