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
  bool lacks = false;  ///< an amount without an exchange rate is missing from it
  static Known of(int64_t number) { return {number, std::nullopt, false}; }
  static Known of(const std::string& text) {
    return {core::kNull, text.empty() ? std::nullopt : std::optional(text), false};
  }
};
/// kOpen: it hangs on an amount without an exchange rate.
enum class Answer { kNo, kYes, kOpen };
using Lookup = std::function<Known(const std::string& name)>;

class Conditions {
 public:
  explicit Conditions(const rules::RulebookSource& rules) : catalogue_(rules.base_currency, rules.attribute_types, 0) {}

  /// Null is no; no text holds always.
  Answer answer(const rules::PolicyText& text, const Lookup& lookup);
  bool holds(const rules::PolicyText& text, const Lookup& lookup);
  /// A whole number; nothing for null.
  std::optional<int64_t> number(const rules::PolicyText& text, const Lookup& lookup);

 private:
  const rules::Program& program(const std::string& text, rules::ValueType type);
  rules::RowResult value(const rules::Program& program, const Lookup& lookup, uint8_t* truth = nullptr);

  rules::FeatureCatalogue catalogue_;
  std::map<std::pair<std::string, rules::ValueType>, rules::Program> programs_;
};

}  // namespace dunlin::audit
