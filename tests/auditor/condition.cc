#include "tests/auditor/condition.h"

#include <deque>

#include "core/invariant.h"
#include "rules/feel/compile.h"
#include "rules/feel/undecided.h"

namespace dunlin::audit {

const rules::Program& Conditions::program(const std::string& text, rules::ValueType type) {
  const auto known = programs_.find({text, type});
  if (known != programs_.end()) return known->second;
  auto compiled = rules::compile(text, catalogue_.name_catalogue(true), type);
  const auto* error = std::get_if<rules::CompileError>(&compiled);
  INVARIANT(error == nullptr, text, error == nullptr ? "" : error->message);
  return programs_.emplace(std::pair(text, type), std::get<rules::Program>(compiled)).first->second;
}

/// The columns are gone when this returns: only numbers and truths may be read of the result.
rules::RowResult Conditions::value(const rules::Program& program, const Lookup& lookup, uint8_t* truth) {
  static constexpr uint8_t kLacks = 1;
  std::deque<std::vector<int64_t>> numbers;
  std::deque<core::TextColumn> texts;
  std::vector<rules::InputColumn> inputs;
  for (const rules::RuleInput& input : program.inputs()) {
    const Known known = lookup(input.name);
    rules::InputColumn column{input.type, {}, nullptr};
    if (input.type.type == rules::ValueType::kText) {
      core::TextColumn& text = texts.emplace_back();
      known.text ? text.append(*known.text) : text.append_null();
      column.text = &text;
    } else {
      column.values = numbers.emplace_back(1, known.number);
    }
    if (known.lacks) column.incomplete = std::span(&kLacks, 1);
    inputs.push_back(column);
  }
  if (truth != nullptr) rules::mark_undecided(program, inputs, 1, std::span(truth, 1));
  return rules::evaluate_row(program, inputs, 0);
}

Answer Conditions::answer(const rules::PolicyText& text, const Lookup& lookup) {
  if (!text.is_set()) return Answer::kYes;
  uint8_t truth = rules::kFalse;
  const rules::RowResult result = value(program(text.text, rules::ValueType::kBoolean), lookup, &truth);
  if (truth == rules::kUndecided) return Answer::kOpen;
  return !result.value.is_null && result.value.integer == 1 ? Answer::kYes : Answer::kNo;
}

bool Conditions::holds(const rules::PolicyText& text, const Lookup& lookup) { return answer(text, lookup) == Answer::kYes; }

std::optional<int64_t> Conditions::number(const rules::PolicyText& text, const Lookup& lookup) {
  const rules::RowResult result = value(program(text.text, rules::ValueType::kNumber), lookup);
  if (result.value.is_null) return std::nullopt;
  return result.value.number.scaled_to(0);
}

}  // namespace dunlin::audit
