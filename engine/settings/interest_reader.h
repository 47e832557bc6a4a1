// Interest rules and reference rates, as files write them.
#pragma once

#include <string>

#include "engine/settings/section_reader.h"
#include "rules/interest/interest_book.h"
#include "rules/interest/rate_table.h"

namespace dunlin::engine {

/// Every table of `[interest]`, laid over the rules that are there already.
void read_interest_rules(const TomlNode& node, FileErrors& errors, rules::InterestRules& rules);

/// `interest = { rule, show, charge }` of a step.
std::optional<rules::StepInterest> read_step_interest(const SectionReader& step, FileErrors& errors);

/// A file of `name,date,value` rows under a header that names these columns, in any order; `#` begins a comment line.
void read_rates(const std::string& text, FileErrors& errors, rules::RateTables& tables);

}  // namespace dunlin::engine
