// The law as data: statutory interest rules, statutory fees and reference rates (config/presets, config/rates), read by the
// readers that also read the operator's own; those that the binary carries once.
#pragma once

#include "engine/settings/fee_reader.h"
#include "engine/settings/shipped_law.h"
#include "rules/interest/interest_book.h"

namespace dunlin::engine {

struct ShippedPresets {
  rules::InterestRules interest;
  rules::RateTables rates;
  FeePresets fees;
};

/// Those of this binary.
const ShippedPresets& shipped_presets();
/// Those of a recorded law.
ShippedPresets presets_of(const LawTexts& law, std::vector<core::Error>& errors);

}  // namespace dunlin::engine
