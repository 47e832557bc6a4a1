// What names mean to the compilers of conditions and scorecards: features of the engine and attributes of the customer.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/feel/input_column.h"

namespace dunlin::rules {

struct NameCatalogue {
  /// Type of a name; nothing when it is unknown. Open families such as `attr.NAME` are answered here too.
  std::function<std::optional<FeatureType>(std::string_view)> find;
  /// Every name that can be listed, for "did you mean".
  std::vector<std::string_view> names;
};

/// A name that a compiled rule reads. The caller brings one InputColumn of this type for each, in the rule's order.
struct RuleInput {
  std::string name;
  FeatureType type;
};

/// Sentence for an unknown name's hint: "did you mean overdue_balance?", or empty when nothing is near.
std::string nearest_name_hint(const NameCatalogue& catalogue, std::string_view name);

}  // namespace dunlin::rules
