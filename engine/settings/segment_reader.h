// Segments that a decision table tells: a rule becomes a segment whose condition is the rule's tests joined. From then on
// they are segments like those written in dunlin.toml, to the run, to explain and to the fingerprint.
#pragma once

#include <vector>

#include "engine/settings/decision_table.h"
#include "engine/settings/section_reader.h"
#include "rules/scenario/scenario.h"

namespace dunlin::engine {

/// In the order in which the first that holds is the debtor's: that of the rules, with PRIORITY that of the outputs' values.
/// Hit policies that give several outputs are refused. An output called `scenario` names the scenario, the other one the
/// segment; alone it names both. Default outputs are a last segment that holds for all.
std::vector<rules::Segment> read_segment_table(const DecisionTable& table, FileErrors& errors);

}  // namespace dunlin::engine
