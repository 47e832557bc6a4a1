#include "rules/fees/flat_fee.h"

#include <algorithm>

#include "core/invariant.h"

namespace dunlin::rules {

int64_t flat_fee_in(std::span<const FeeAmount> fee, uint32_t currency) {
  const auto at = std::ranges::find(fee, currency, &FeeAmount::first);
  return at == fee.end() ? 0 : at->second;
}

void write_line_fees(std::span<const FeeAmount> fee, FeePer per, std::span<const uint32_t> line_currencies,
                     size_t anchor_line, std::span<int64_t> line_fees) {
  INVARIANT(line_currencies.size() == line_fees.size(), line_currencies.size(), line_fees.size());
  for (size_t line = 0; line < line_fees.size(); ++line) {
    const bool charged = per == FeePer::kReceivable || line == anchor_line;
    line_fees[line] = charged ? flat_fee_in(fee, line_currencies[line]) : 0;
  }
}

}  // namespace dunlin::rules
