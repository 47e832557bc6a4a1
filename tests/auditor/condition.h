// FEEL of the configuration, one question at a time: the engine's parser and its scalar interpreter, over values that the
// auditor worked out itself.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/table.h"
#include "rules/features/feature_catalogue.h"
#include "rules/feel/program.h"
#include "rules/rulebook_source.h"

namespace dunlin::audit {

/// A value by name: a number (scaled), a date, or a text.
struct Known {
  int64_t number = core::kNull;
  std::optional<std::string> text;
  static Known of(int64_t number) { return {number, std::nullopt}; }
  static Known of(const std::string& text) { return {core::kNull, text.empty() ? std::nullopt : std::optional(text)}; }
};
using Lookup = std::function<Known(const std::string& name)>;

class Conditions {
 public:
  explicit Conditions(const rules::RulebookSource& rules) : catalogue_(rules.base_currency, rules.attribute_types, 0) {}

  /// Null is false; no text holds always.
  bool holds(const rules::PolicyText& text, const Lookup& lookup);
  /// A whole number; nothing for null.
  std::optional<int64_t> number(const rules::PolicyText& text, const Lookup& lookup);

 private:
  const rules::Program& program(const std::string& text, rules::ValueType type);
  rules::RowResult value(const rules::Program& program, const Lookup& lookup);

  rules::FeatureCatalogue catalogue_;
  std::map<std::pair<std::string, rules::ValueType>, rules::Program> programs_;
};

}  // namespace dunlin::audit
