// What emitted actions added to what is owed on each receivable of a page: fees and interest, and interest that was shown
// without being charged. Read from the memory of a run; most pages have none, which costs nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/account_memory.h"
#include "core/account_page.h"
#include "core/date.h"

namespace dunlin::rules {

enum class ChargePart : uint8_t {
  kCosts = 0,
  kInterest = 1,
  kShownInterest = core::kShownInterest,
  kNoticeGiven = core::kNoticeGiven,  ///< no money: never among Charges
};

/// Charges of one receivable, by date.
struct ChargeRange {
  std::span<const ChargePart> part;
  std::span<const int64_t> amount;
  std::span<const int32_t> on;
};

/// The charges of receivable r are [begin[r], begin[r + 1]), by date. `amount` in minor units: what a row adds to the costs
/// or the interest; of shown interest the whole interest accrued by then, charged and paid interest included.
struct Charges {
  std::vector<uint32_t> begin;  ///< empty: none on the page
  std::vector<ChargePart> part;
  std::vector<int64_t> amount;
  std::vector<int32_t> on;

  bool empty() const { return amount.empty(); }
  void clear();
  ChargeRange range(uint32_t first, uint32_t count) const {
    return {std::span(part).subspan(first, count), std::span(amount).subspan(first, count),
            std::span(on).subspan(first, count)};
  }
  bool any_of(uint32_t first_receivable, uint32_t end_receivable) const {
    return !empty() && begin[first_receivable] != begin[end_receivable];
  }
};

/// The charges dated up to and including the date. `memory_debtor`: row of each debtor in the memory, kNoRow for none.
void gather_charges(const core::AccountPage& page, const core::MemoryPage& memory, std::span<const uint32_t> memory_debtor,
                    core::Date date, Charges& charges);

/// Those of `all` that are dated up to and including an earlier date.
Charges charges_until(const Charges& all, core::Date date);

}  // namespace dunlin::rules
