// The life of promises to pay: open, kept, kept in part or broken, and which receivables the open ones cover.
//
//   promised_on        due_on      due_on + tolerance
//        |--- covers ----|--- covers ---|
//                  ^ kept: on the day on which the money is there the cover is over
//                                        ^ the day after: partial or broken, for good
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "rules/allocation/allocate.h"

namespace dunlin::rules {

/// kAbsent: promised later than the date, or it names a receivable that nobody knows yet.
enum class PromiseStatus : uint8_t { kAbsent, kOpen, kKept, kPartial, kBroken };
inline constexpr std::array<std::string_view, 5> kPromiseStatusNames = {"absent", "open", "kept", "partial", "broken"};

/// Everything is empty where the page has no promises.
struct PromiseCover {
  // Per promise row. Dates in days since 1970-01-01, kNull: none.
  std::vector<uint8_t> status;     ///< PromiseStatus
  std::vector<int64_t> kept_on;    ///< first day on which the money was there, or all it covers was closed
  std::vector<int64_t> broken_on;  ///< of partial and broken ones: the day after due_on + tolerance
  std::vector<int64_t> received;   ///< what came in for it, minor units: up to the date, the day it was kept or its last day
  std::vector<int64_t> last_day;   ///< due_on + tolerance
  // Per receivable row.
  std::vector<uint8_t> mask;  ///< 1: an open promise covers it
  std::vector<uint32_t> by;   ///< the first open promise row that covers it; kNoRow
};

/// As of inputs.date, `today` being what allocate() gave for it. Money counts as it did on each day: a payment that is
/// reversed later counts until its reversal, so that a promise once kept stays kept. An amount on account counts, and so
/// does money for a group with a covered receivable. A receivable that does not exist on a day is not asked to be closed; a
/// written-off one is not closed.
void cover_by_promises(const AllocationInputs& inputs, const AllocationPolicy& policy, const Balances& today,
                       core::Days tolerance_days, PromiseCover& cover);

}  // namespace dunlin::rules
