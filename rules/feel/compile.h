// The door of FEEL: text in, checked program or a positioned error out. The subset: literals, dotted names, comparisons,
// and/or/not, in, between, ranges, arithmetic, if, min max abs floor ceiling, date(). Texts come from configuration, so
// length and depth are bounded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/result.h"
#include "rules/feel/program.h"

namespace dunlin::rules {

inline constexpr size_t kExpressionBytesMax = 64U << 10;
inline constexpr size_t kExpressionNodesMax = 4096;
inline constexpr size_t kExpressionDepthMax = 200;

/// Where and why a text is no program. Positions are in the text; the caller knows the file around it.
struct CompileError {
  size_t offset = 0;    ///< bytes from the start
  uint32_t line = 1;    ///< 1-based
  uint32_t column = 1;  ///< 1-based, in bytes
  std::string message;  ///< one sentence without a full stop
  std::string hint;     ///< what to write instead; may be empty
};

/// Compiles `text`, whose value must be of type `expected`.
std::variant<Program, CompileError> compile(std::string_view text, const NameCatalogue& catalogue, ValueType expected);

/// The same as a Result, for callers whose place is a plain text such as `scenarios/b2b.toml: step reminder-1: when`.
/// The error's `where` becomes `place: line:column`.
core::Result<Program> compile_at(std::string_view place, std::string_view text, const NameCatalogue& catalogue,
                                 ValueType expected);

}  // namespace dunlin::rules
