// Where each receivable of a page stands on a date, and how late it is.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "rules/allocation/allocate.h"
#include "rules/standing/limitation.h"

namespace dunlin::rules {

/// Moving of due dates that fall on a holiday of the creditor's calendar: not, or to the next business day.
enum class DueRoll : uint8_t { kNone, kFollowing };
inline constexpr std::array<std::string_view, 2> kDueRollNames = {"none", "following"};

/// What a dispute takes out of dunning: the whole receivable, the disputed part of its balance, or nothing.
enum class DisputeExcludes : uint8_t { kReceivable, kAmount, kNothing };
inline constexpr std::array<std::string_view, 3> kDisputeExcludesNames = {"receivable", "amount", "nothing"};

struct StandingPolicy {
  core::Days grace_days = 0;  ///< overdue only after due_date + grace_days
  DueRoll due_roll = DueRoll::kNone;
  core::Days promise_tolerance_days = 2;
  DisputeExcludes dispute_excludes = DisputeExcludes::kReceivable;
  Limitation limitation = Limitation::kNone;  ///< law that bars claims by time where their records do not say
};

/// Which receivables records of these kinds cover on the date: one byte a receivable row, 0 or 1. Empty: none is.
struct CoverMasks {
  std::span<const uint8_t> held = {};
  std::span<const uint8_t> disputed = {};
  std::span<const uint8_t> promised = {};
  std::span<const uint8_t> planned = {};
};

/// Per receivable row of the page. Days of receivables that do not exist on the date mean nothing.
struct Standings {
  std::vector<uint8_t> standing;         ///< core::Standing, kAbsent where the receivable does not exist
  std::vector<int32_t> days_past_due;    ///< date - due_date: 0 on the due date, negative before
  std::vector<int32_t> days_delinquent;  ///< days after due_date + grace_days that no hold stopped, never negative
  /// What a dispute takes out of the dunnable balance while the receivable itself is dunned on (dispute_excludes =
  /// "amount"); empty: nothing anywhere.
  std::vector<int64_t> disputed_part;

  core::Standing at(size_t receivable) const { return static_cast<core::Standing>(standing[receivable]); }
};

/// By balances, dates and masks alone: stand() in covers.h is the door for who has records. days_delinquent is what it is
/// without holds, disputed_part empty. First match wins, in the order of core::Standing: closed (nothing left to pay),
/// written_off, held, disputed, promised, planned, not_due (until due_date + grace_days, inclusive), overdue.
void compute_standings(const core::AccountPage& page, core::Date date, const Balances& balances,
                       const StandingPolicy& policy, const CoverMasks& covers, Standings& standings);

}  // namespace dunlin::rules
