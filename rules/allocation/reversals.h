// What is left of a debtor's payments, or credit notes, once reversals took back what they name.
#pragma once

#include <cstdint>
#include <vector>

#include "core/date.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::rules {

/// One entry a record of the range. Reused from debtor to debtor.
struct EffectiveMoney {
  std::vector<int64_t> left;       ///< magnitude that counts on the date; 0 for records dated later
  std::vector<int64_t> counts_on;  ///< its own date, or the later one on which a reversal of it was itself reversed
  std::vector<uint8_t> reversal;   ///< 1: has `reverses`, so it is no money of its own
  std::vector<int64_t> taken;      ///< of reversals: what it took from the record it names

  // Scratch of compute_effective_money.
  std::vector<uint32_t> target, waiting_for, ready;
  std::vector<int64_t> lifted_on;
};

/// A record with `reverses` takes up to its own magnitude from the record of the same kind, debtor and currency that it
/// names; itself reversed it takes that much less. Records that reverse each other in a circle take nothing.
void compute_effective_money(const MoneyColumns& money, RowRange rows, core::Date date, EffectiveMoney& effective);

/// False: none of the debtor's payments takes money back, so that nobody need ask further.
bool may_hold_return(const MoneyColumns& payments, RowRange rows);

/// True when the row, on the date of `effective`, is a return: a payment that takes money back, a negative one or one that
/// reverses another, and was not itself taken back. What restores a return is none, nor is the reversal of a payment that
/// nobody knows: it waits for it.
bool is_return(const MoneyColumns& payments, RowRange rows, uint32_t row, const EffectiveMoney& effective);

}  // namespace dunlin::rules
