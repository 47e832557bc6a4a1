// The disputed amount of a dispute is in the currency of its receivable, which the reader of its row does not know.
#pragma once

#include <string>

#include "core/money.h"

namespace dunlin::engine {

/// Why an amount, in millionths, cannot be one of the currency; empty: it can.
inline std::string too_precise_for(int64_t millionths, core::Currency currency) {
  const uint32_t digits = core::minor_digits(currency);
  if (millionths % core::power_of_ten(6 - digits) == 0) return {};
  return "its receivable is in " + core::to_string(currency) + ", which has " + std::to_string(digits) + " decimal places";
}

}  // namespace dunlin::engine
