// How the three kinds of portfolio differ: who owes, what for, how much, and to how many creditors. Shares are parts of
// 10,000.
#pragma once

#include <span>
#include <string_view>

#include "engine/generate/generate.h"
#include "engine/generate/random_stream.h"

namespace dunlin::engine {

struct PortfolioProfile {
  uint32_t creditors;
  uint32_t consumers;                 ///< share of debtors
  std::string_view kind;              ///< of most receivables
  std::span<const Quantile> amounts;  ///< in hundredths of a main unit of money
  std::span<const int64_t> terms;     ///< days from issue to due date, the usual one first
  std::span<const std::string_view> portfolios;
};

const PortfolioProfile& profile_of(Profile profile);

/// Receivables a debtor has: 2.5 on average with a long tail, none for a few.
uint64_t receivables_of_debtor(uint64_t seed, uint64_t debtor);

}  // namespace dunlin::engine
