// The life of payment plans: active, broken or fulfilled, and which receivables the active ones cover.
//
// Payments since agreed_on fill the instalments in their order. One is missed while it is not full on the day after its date
// plus the tolerance; more than max_missed missed at once break the plan for good; a plan that is full has ended, for good.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"

namespace dunlin::rules {

/// kAbsent: agreed later than the date, or it names a receivable that nobody knows yet.
enum class PlanStatus : uint8_t { kAbsent, kActive, kBroken, kFulfilled };
inline constexpr std::array<std::string_view, 4> kPlanStatusNames = {"absent", "active", "broken", "fulfilled"};

/// Instalments of a plan that may be missed at once, where the plan does not say.
inline constexpr int64_t kMissedInstalmentsDefault = 1;

/// Everything is empty where the page has no plans.
struct PlanCover {
  // Per plan row. Dates in days since 1970-01-01, kNull: none.
  std::vector<uint8_t> status;        ///< PlanStatus
  std::vector<int64_t> broken_on;     ///< day on which it had one instalment too many missed
  std::vector<int64_t> fulfilled_on;  ///< day on which its last instalment was full
  std::vector<int64_t> received;      ///< what came in for it, minor units: up to the date or the day it ended
  std::vector<int32_t> full;          ///< instalments that are full, from the first on
  std::vector<int32_t> missed;        ///< instalments missed
  std::vector<int32_t> count;         ///< instalments in all
  // Per receivable row.
  std::vector<uint8_t> mask;  ///< 1: an active plan covers it
  std::vector<uint32_t> by;   ///< the first active plan row that covers it; kNoRow
};

/// Payments of the debtor in the plan's currency count that name a covered receivable, a group with one, or nothing; a plan
/// without receivables covers all of its debtor's in its currency, later ones too. Money counts as it did on each day.
void cover_by_plans(const core::AccountPage& page, core::Date date, core::Days tolerance_days, PlanCover& cover);

}  // namespace dunlin::rules
