// The law as data: statutory interest rules, statutory fees and reference rates that the binary carries (config/presets,
// config/rates). Read once, by the readers that also read the operator's own.
#pragma once

#include "engine/settings/fee_reader.h"
#include "rules/interest/interest_book.h"

namespace dunlin::engine {

struct ShippedPresets {
  rules::InterestRules interest;
  rules::RateTables rates;
  FeePresets fees;
};

const ShippedPresets& shipped_presets();

}  // namespace dunlin::engine
