// Fees, as steps and presets write them.
#pragma once

#include <map>
#include <string>

#include "engine/settings/section_reader.h"
#include "rules/fees/fee_rule.h"

namespace dunlin::engine {

using FeePresets = std::map<std::string, rules::FeeRule, std::less<>>;

/// A fee's own table: one form, or the name of one of `presets`.
rules::FeeRule read_fee(const TomlNode& node, const FeePresets& presets, FileErrors& errors);

}  // namespace dunlin::engine
