#include "engine/settings/letter_check.h"

#include <algorithm>
#include <set>

namespace dunlin::engine {
namespace {

constexpr std::string_view kCondition = "if_";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// What stands between double braces, blanks around it left out; sections keep their '#'.
std::set<std::string, std::less<>> placeholders_of(std::string_view text) {
  std::set<std::string, std::less<>> found;
  for (size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
    const size_t end = text.find("}}", at);
    if (end == std::string_view::npos) break;
    found.emplace(trimmed(text.substr(at + 2, end - at - 2)));
    at = end;
  }
  return found;
}

/// Whether a condition can hold for a step; of conditions that the configuration does not know nobody can say no.
bool may_hold(std::string_view condition, const rules::Step& step) {
  if (condition == "if_interest" || condition == "if_rate_above_statutory") return step.interest.has_value();
  if (condition == "if_costs") return step.fee.form != rules::FeeForm::kNone;
  return true;
}

}  // namespace

LetterField letter_field(std::string_view required) {
  LetterField field;
  if (const size_t colon = required.find(':'); required.starts_with(kCondition) && colon != std::string_view::npos) {
    field.condition = std::string(required.substr(0, colon));
    required.remove_prefix(colon + 1);
  }
  while (!required.empty()) {
    const size_t comma = std::min(required.find(','), required.size());
    field.names.emplace_back(trimmed(required.substr(0, comma)));
    required.remove_prefix(std::min(required.size(), comma + 1));
  }
  return field;
}

std::vector<std::string> missing_fields(std::string_view text, const std::vector<std::string>& required,
                                        const rules::Step& step) {
  const auto placeholders = placeholders_of(text);
  std::vector<std::string> missing;
  for (const std::string& entry : required) {
    const LetterField field = letter_field(entry);
    const bool conditional = !field.condition.empty();
    if (conditional && !may_hold(field.condition, step)) continue;
    const bool whole = placeholders.contains(entry);
    const bool section = conditional && placeholders.contains("#" + field.condition);
    const bool all = std::all_of(field.names.begin(), field.names.end(),
                                 [&](const std::string& name) { return placeholders.contains(name); });
    if (!whole && !section && !all) missing.push_back(entry);
  }
  return missing;
}

}  // namespace dunlin::engine
