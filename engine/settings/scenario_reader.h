// scenarios/*.toml: a scenario with its steps, and the rules that a sequence of steps must keep.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/settings/fee_reader.h"
#include "engine/settings/section_reader.h"
#include "rules/scenario/scenario.h"

namespace dunlin::engine {

/// The scenario of one parsed file; `stem` names it when it has no id, `fees` are the presets that its fees may name. What
/// is wrong goes to `errors`.
rules::Scenario read_scenario(const TomlNode& root, const std::string& stem, const FeePresets& fees, FileErrors& errors,
                              std::vector<std::string>& warnings);

}  // namespace dunlin::engine
