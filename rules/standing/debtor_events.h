// Facts in a debtor's life that a scenario may answer: the records of a page that have become such by a date, with the day
// on which they did. Cure, credit limit and the end of a scenario are not here: they are the run's own to know.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "core/vocabulary.h"
#include "rules/standing/covers.h"

namespace dunlin::rules {

/// Rows of debtor d are [begin[d], begin[d + 1]), by (kind, bytes of the record id).
struct DebtorEvents {
  std::vector<uint32_t> begin;
  std::vector<core::EventKind> kind;
  std::vector<std::string_view> record_id;  ///< views the page
  std::vector<int32_t> on;                  ///< day on which it became true, never after the date
  size_t size() const { return kind.size(); }
};

/// promise_broken (also of promises kept in part), plan_broken, dispute_opened, dispute_resolved, and payment_returned: what
/// is_return() of rules/allocation/reversals.h tells. `covers` as of the same date.
void collect_debtor_events(const core::AccountPage& page, core::Date date, const Covers& covers, DebtorEvents& events);

}  // namespace dunlin::rules
