// Which days of a year are closed in a calendar of the configuration, and why: what a person asks before trusting one.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"
#include "engine/service/result_table.h"
#include "engine/service/site.h"

namespace dunlin::engine {

/// A row a holiday: date, weekday, holiday, and whether it takes a business day away. `calendar` as configurations name it:
/// "DE", "DE-BY", "TARGET". Needs no store.
core::Result<ResultTable> closed_days(const SiteOptions& options, const std::string& calendar, int32_t year);

}  // namespace dunlin::engine
