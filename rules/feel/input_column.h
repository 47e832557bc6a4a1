// The form in which features reach FEEL programs, scorecards and segments: one value a row, exact, with a null.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/action_batch.h"
#include "core/table.h"

namespace dunlin::rules {

/// Number (scaled integer), text (dictionary codes), date (days since 1970), boolean (0/1).
using core::ValueType;

/// What a name means to the compiler: known before any page is.
struct FeatureType {
  ValueType type = ValueType::kNumber;
  uint8_t scale = 0;  ///< of numbers: values are in units of 10^-scale
};

/// One feature over the rows of a page (or of its units). Views; the page or the feature arena owns the bytes.
struct InputColumn {
  FeatureType type;
  std::span<const int64_t> values;         ///< numbers, dates, booleans; core::kNull = null
  const core::TextColumn* text = nullptr;  ///< of texts: one code a row, nulls inside; `values` is empty then
  /// One byte a row: 1 where an amount of a currency without an exchange rate is missing from the value. Empty: nowhere.
  std::span<const uint8_t> incomplete = {};
};

}  // namespace dunlin::rules
