// Whether the text of a letter holds what a law wants in it: placeholders of a template against the required fields of the
// contact rules. What is held to them is the first contact in writing of a scenario, the first letter of collection; a
// pre-due reminder is none. Runs do not look at templates: `check` does. A template names a field as {{field}} and a part
// that stands only where a condition holds as
// {{#if_condition}} ... {{/if_condition}}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "engine/settings/configuration.h"
#include "rules/scenario/scenario.h"

namespace dunlin::engine {

/// Texts of letters, a folder for each language.
inline constexpr std::string_view kTemplatesFolder = "templates/";

/// One field that a rule requires: "creditor_name", or "if_interest:base_amount,rate,period": of such a letter only.
struct LetterField {
  std::string condition;           ///< "if_interest"; empty: always
  std::vector<std::string> names;  ///< each must stand in the template
};
LetterField letter_field(std::string_view required);

/// Required fields that the template lacks, as the rule names them. Conditions that the configuration knows (interest and
/// costs of the step, electronic channels) bind only where they hold; of the others the template must have the section, or
/// the fields.
std::vector<std::string> missing_fields(std::string_view text, const std::vector<std::string>& required,
                                        const rules::Step& step);

/// Every field that a file of a letter lacks, an error each with the file's place, the rule, the step and the field.
/// Rules for consumers do not bind a scenario that the configuration sends to businesses only, and the other way round.
std::vector<core::Error> check_letters(const ConfigurationBundle& bundle, const Configuration& configuration);

}  // namespace dunlin::engine
