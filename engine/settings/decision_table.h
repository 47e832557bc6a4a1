// The decision table of a DMN file (OMG DMN 1.1 to 1.5) as plain texts that know their places. Its one source file is the
// only place that knows pugixml; what the texts mean is the reader's business (segment_reader.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace dunlin::engine {

/// A text of the file, without blanks around it, and the place of its first character, 1-based.
struct TableText {
  std::string text;
  uint32_t line = 1, column = 1;
};

struct TableOutput {
  TableText name;       ///< its `name`, else its label, else empty
  TableText values;     ///< of `outputValues`: what PRIORITY ranks by; may be empty
  TableText otherwise;  ///< of `defaultOutputEntry`; may be empty
};

struct TableRule {
  uint32_t line = 1, column = 1;
  std::vector<TableText> inputs;   ///< unary tests, one an input of the table
  std::vector<TableText> outputs;  ///< one an output of the table
};

struct DecisionTable {
  TableText hit_policy;           ///< as written, UNIQUE where the file says nothing
  std::vector<TableText> inputs;  ///< their expressions
  std::vector<TableOutput> outputs;
  std::vector<TableRule> rules;
};

inline constexpr size_t kTableRulesMax = 1024;

/// The one decision table that the file holds, or what is wrong, with `file:line:column`. Entities from outside are never
/// read.
core::Result<DecisionTable> parse_decision_table(std::string_view xml, const std::string& file);

}  // namespace dunlin::engine
