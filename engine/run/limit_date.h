// Since when a debtor's open items exceed its credit limit: what a run every day would have seen, found in a run that was
// not there every day.
#pragma once

#include "core/date.h"
#include "engine/run/night.h"
#include "storage/store.h"

namespace dunlin::engine {

/// First day of the stretch up to the night on which the debtor's total_balance lies above `limit` (minor units of the base
/// currency, at the night's rates), as the records tell it by their dates. Unset where they tell of no day before: then the
/// stretch is as old as records without a date.
core::Date exceeds_since(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor, int64_t limit);

}  // namespace dunlin::engine
