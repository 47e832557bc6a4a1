// Holds: what they cover on a date, from whom they keep everything away, and for how long they stop the delinquency clock.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "core/vocabulary.h"

namespace dunlin::rules {

/// Days of a breathing space for which no end is known: `from` is the first of them.
inline constexpr core::Days kBreathingSpaceDays = 60;
/// The end of a hold that stays until it is amended.
inline constexpr int32_t kNoLastDay = INT32_MAX;

/// Breathing space and bankruptcy: no contact, no step, no fee and no interest, on every receivable of the debtor whatever
/// the hold names.
constexpr bool is_statutory(core::HoldReason reason) {
  return reason == core::HoldReason::kBreathingSpace || reason == core::HoldReason::kBankruptcy;
}

/// Last day of a hold, `until` being a cell (kNull: none given): kNoLastDay where it stays, so that both bounds count.
int32_t last_day_of_hold(core::HoldReason reason, int32_t from, int64_t until);

/// Of the holds of a page on a date. Everything is empty where no hold counts yet.
struct HoldCover {
  // Per hold row.
  std::vector<uint8_t> reason;    ///< core::HoldReason; none given: manual
  std::vector<int32_t> last_day;  ///< kNoLastDay: stays until amended
  // Per receivable row.
  std::vector<uint8_t> mask;  ///< 1: held on the date
  std::vector<uint32_t> by;   ///< hold row that covers it, a statutory one before others; kNoRow
  // Per debtor.
  std::vector<uint32_t> statutory;  ///< hold row of the breathing space or bankruptcy that runs on the date; kNoRow
};

/// A hold counts from `from` on and covers from <= date <= last day: the receivable that it names, else every one of its
/// debtor; a statutory one every one of its debtor in any case.
void cover_by_holds(const core::AccountPage& page, core::Date date, HoldCover& cover);

/// Takes from days_delinquent (days in (due_date + grace_days, date]) those that lie in the (from, until] of some hold of
/// the receivable; touching and overlapping holds (until + 1 = from) are one.
void stop_clocks(const core::AccountPage& page, core::Date date, core::Days grace_days, const HoldCover& cover,
                 std::span<int32_t> days_delinquent);

}  // namespace dunlin::rules
