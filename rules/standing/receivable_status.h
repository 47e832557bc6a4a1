// The status that a receivable's own record gives it on a date.
#pragma once

#include <cstdint>

#include "core/date.h"
#include "core/table.h"
#include "core/vocabulary.h"

namespace dunlin::rules {

/// A status counts from its status_on, or always when none is given; before that day the receivable is open. `status` and
/// `since` are cells of kStatus and kStatusOn.
inline core::ReceivableStatus status_on(int64_t status, int64_t since, core::Date date) {
  if (status == core::kNull || (since != core::kNull && since > date.days)) return core::ReceivableStatus::kOpen;
  return static_cast<core::ReceivableStatus>(status);
}

/// Drafts and cancelled receivables do not exist for runs and reports.
inline bool exists_for_runs(core::ReceivableStatus status) {
  return status == core::ReceivableStatus::kOpen || status == core::ReceivableStatus::kWrittenOff;
}

}  // namespace dunlin::rules
