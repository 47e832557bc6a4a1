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

}  // namespace dunlin::rules
