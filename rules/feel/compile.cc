#include "rules/feel/compile.h"

#include <utility>

#include "rules/feel/checker.h"
#include "rules/feel/compiled_expression.h"
#include "rules/feel/lowering.h"
#include "rules/feel/parser.h"

namespace dunlin::rules {

std::variant<Program, CompileError> compile(std::string_view text, const NameCatalogue& catalogue, ValueType expected) {
  auto parsed = parse(text);
  if (auto* error = std::get_if<CompileError>(&parsed)) return std::move(*error);
  auto compiled = std::make_shared<CompiledExpression>();
  compiled->text = text;
  compiled->type = expected;
  compiled->tree = std::get<SyntaxTree>(std::move(parsed));
  if (auto error = check(compiled->tree, text, catalogue, expected, compiled->inputs)) return std::move(*error);
  compiled->vector = lower(compiled->tree, compiled->inputs, expected);
  return Program(std::move(compiled));
}

core::Result<Program> compile_at(std::string_view place, std::string_view text, const NameCatalogue& catalogue,
                                 ValueType expected) {
  auto compiled = compile(text, catalogue, expected);
  if (auto* program = std::get_if<Program>(&compiled)) return std::move(*program);
  CompileError& error = std::get<CompileError>(compiled);
  return core::bad_configuration(std::string(place) + ": " + std::to_string(error.line) + ":" + std::to_string(error.column),
                                 std::move(error.message), std::move(error.hint));
}

std::span<const RuleInput> Program::inputs() const { return compiled_->inputs; }
ValueType Program::type() const { return compiled_->type; }
std::string_view Program::text() const { return compiled_->text; }
bool Program::is_vectorised() const { return compiled_->vector.has_value(); }

}  // namespace dunlin::rules
