// Amounts and dates as explanations say them.
#pragma once

#include <cstdint>
#include <string>

#include "core/date.h"
#include "core/money.h"

namespace dunlin::engine {

/// "5.00 EUR".
inline std::string money_words(int64_t minor, int64_t currency) {
  const core::Currency code{static_cast<uint32_t>(currency)};
  return core::format_amount(minor, core::minor_digits(code)) + " " + core::to_string(code);
}

/// "2026-11-21", of days since 1970.
inline std::string date_words(int64_t days) { return core::to_string(core::Date{static_cast<int32_t>(days)}); }

}  // namespace dunlin::engine
