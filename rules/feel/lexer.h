// Cuts the text of an expression into tokens. Knows spelling only: what a name means is the checker's business.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/feel/compile.h"

namespace dunlin::rules {

enum class TokenKind : uint8_t {
  kEnd,
  kNumber,
  kText,
  kName,
  kTrue,
  kFalse,
  kNull,
  kAnd,
  kOr,
  kNot,
  kIn,
  kBetween,
  kIf,
  kThen,
  kElse,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kPlus,
  kMinus,
  kTimes,
  kDivide,
  kPower,
  kOpenParenthesis,
  kCloseParenthesis,
  kOpenBracket,
  kCloseBracket,
  kComma,
  kRange,  // ..
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  uint32_t offset = 0;
  std::string text;  ///< of names and numbers their spelling, of texts the unescaped content
};

/// An error at a byte of `text`, with its line and column counted.
CompileError error_at(std::string_view text, size_t offset, std::string message, std::string hint = {});

/// Tokens up to and including kEnd.
std::variant<std::vector<Token>, CompileError> tokens_of(std::string_view text);

}  // namespace dunlin::rules
