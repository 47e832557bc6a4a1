// Whether the text of a letter holds what a law wants in it: placeholders of a template against the required fields of the
// contact rules. A template names a field as {{field}} and a part that stands only where a condition holds as
// {{#if_condition}} ... {{/if_condition}}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/scenario/scenario.h"

namespace dunlin::engine {

/// One field that a rule requires: "creditor_name", or "if_interest:base_amount,rate,period": of such a letter only.
struct LetterField {
  std::string condition;           ///< "if_interest"; empty: always
  std::vector<std::string> names;  ///< each must stand in the template
};
LetterField letter_field(std::string_view required);

/// Required fields that the template lacks, as the rule names them. Conditions that the configuration knows (interest and
/// costs of the step) bind only where they hold; of the others the template must have the section, or the fields.
std::vector<std::string> missing_fields(std::string_view text, const std::vector<std::string>& required,
                                        const rules::Step& step);

}  // namespace dunlin::engine
