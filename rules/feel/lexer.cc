#include "rules/feel/lexer.h"

#include <array>
#include <utility>

namespace dunlin::rules {
namespace {

constexpr std::array<std::pair<std::string_view, TokenKind>, 11> kKeywords = {{{"true", TokenKind::kTrue},
                                                                               {"false", TokenKind::kFalse},
                                                                               {"null", TokenKind::kNull},
                                                                               {"and", TokenKind::kAnd},
                                                                               {"or", TokenKind::kOr},
                                                                               {"not", TokenKind::kNot},
                                                                               {"in", TokenKind::kIn},
                                                                               {"between", TokenKind::kBetween},
                                                                               {"if", TokenKind::kIf},
                                                                               {"then", TokenKind::kThen},
                                                                               {"else", TokenKind::kElse}}};
/// Longest first, so that `<=` is not read as `<`.
constexpr std::array<std::pair<std::string_view, TokenKind>, 17> kSigns = {{{"!=", TokenKind::kNotEqual},
                                                                            {"<=", TokenKind::kLessEqual},
                                                                            {">=", TokenKind::kGreaterEqual},
                                                                            {"**", TokenKind::kPower},
                                                                            {"..", TokenKind::kRange},
                                                                            {"=", TokenKind::kEqual},
                                                                            {"<", TokenKind::kLess},
                                                                            {">", TokenKind::kGreater},
                                                                            {"+", TokenKind::kPlus},
                                                                            {"-", TokenKind::kMinus},
                                                                            {"*", TokenKind::kTimes},
                                                                            {"/", TokenKind::kDivide},
                                                                            {"(", TokenKind::kOpenParenthesis},
                                                                            {")", TokenKind::kCloseParenthesis},
                                                                            {"[", TokenKind::kOpenBracket},
                                                                            {"]", TokenKind::kCloseBracket},
                                                                            {",", TokenKind::kComma}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) { return starts_name(c) || is_digit(c); }

void append_utf8(std::string& out, uint32_t point) {
  const auto byte = [&](uint32_t value) { out.push_back(static_cast<char>(value)); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | point >> 6);
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | point >> 12);
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | point >> 18);
    byte(0x80 | (point >> 12 & 0x3F));
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::variant<std::vector<Token>, CompileError> run() {
    if (text_.size() > kExpressionBytesMax) {
      return error_at(text_.substr(0, 1), 0, "expression longer than " + std::to_string(kExpressionBytesMax) + " bytes");
    }
    while (skip_blanks(), at_ < text_.size()) {
      if (!next()) return std::move(error_);
    }
    tokens_.push_back({TokenKind::kEnd, static_cast<uint32_t>(text_.size()), {}});
    return std::move(tokens_);
  }

 private:
  char peek(size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (c == '/' && peek(1) == '/') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '/' && peek(1) == '*') {
        const size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  bool next() {
    const char c = text_[at_];
    if (c == '"') return text_literal();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (starts_name(c)) return name();
    for (const auto& [sign, kind] : kSigns) {
      if (text_.substr(at_, sign.size()) == sign) {
        push(kind, sign.size());
        return true;
      }
    }
    if (c == '\'') return fail(at_, "unexpected '", "texts stand in double quotes: \"...\"");
    if (c == '&') return fail(at_, "unexpected '&'", "write and");
    if (c == '|') return fail(at_, "unexpected '|'", "write or");
    if (c == '!') return fail(at_, "unexpected '!'", "write not(...) or !=");
    const bool printable = c > ' ' && c < 0x7F;
    return fail(at_, printable ? std::string("unexpected '") + c + "'" : std::string("unexpected control character"));
  }

  void push(TokenKind kind, size_t length) {
    tokens_.push_back({kind, static_cast<uint32_t>(at_), std::string(text_.substr(at_, length))});
    at_ += length;
  }

  bool number() {
    size_t end = at_;
    const auto digits = [&] {
      while (end < text_.size() && is_digit(text_[end])) ++end;
    };
    digits();
    // A point belongs to the number only when a digit follows: [1..3] is a range.
    if (end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1])) {
      ++end;
      digits();
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      size_t exponent = end + 1;
      if (exponent < text_.size() && (text_[exponent] == '-' || text_[exponent] == '+')) ++exponent;
      if (exponent < text_.size() && is_digit(text_[exponent])) {
        end = exponent;
        digits();
      }
    }
    if (end < text_.size() && starts_name(text_[end])) return fail(end, "a name may not follow a number directly");
    push(TokenKind::kNumber, end - at_);
    return true;
  }

  bool name() {
    size_t end = at_;
    while (end < text_.size() &&
           (continues_name(text_[end]) || (text_[end] == '.' && end + 1 < text_.size() && starts_name(text_[end + 1])))) {
      ++end;
    }
    const std::string_view spelling = text_.substr(at_, end - at_);
    TokenKind kind = TokenKind::kName;
    for (const auto& [keyword, keyword_kind] : kKeywords) {
      if (spelling == keyword) kind = keyword_kind;
    }
    push(kind, spelling.size());
    return true;
  }

  bool text_literal() {
    Token token{TokenKind::kText, static_cast<uint32_t>(at_), {}};
    size_t at = at_ + 1;
    for (; at < text_.size() && text_[at] != '"'; ++at) {
      if (text_[at] == '\\') {
        if (!escape(at, token.text)) return false;
      } else {
        token.text.push_back(text_[at]);
      }
    }
    if (at >= text_.size()) return fail(at_, "text without its closing quote");
    at_ = at + 1;
    tokens_.push_back(std::move(token));
    return true;
  }

  /// Reads the escape whose backslash is at `at`, and leaves `at` on its last character.
  bool escape(size_t& at, std::string& out) {
    const size_t start = at++;
    const char c = at < text_.size() ? text_[at] : '\0';
    switch (c) {
      case '"':
      case '\\':
      case '\'':
      case '/': out.push_back(c); return true;
      case 'n': out.push_back('\n'); return true;
      case 't': out.push_back('\t'); return true;
      case 'r': out.push_back('\r'); return true;
      case 'u': return code_point(start, at, 4, out);
      case 'U': return code_point(start, at, 6, out);
      default: return fail(start, "unknown escape in a text", "known are \\\" \\\\ \\n \\t \\r \\uXXXX \\UXXXXXX");
    }
  }

  bool code_point(size_t start, size_t& at, size_t digits, std::string& out) {
    uint32_t point = 0;
    for (size_t i = 0; i < digits; ++i) {
      const char c = ++at < text_.size() ? text_[at] : '\0';
      const int value = is_digit(c)            ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (value < 0) return fail(start, "escape without its " + std::to_string(digits) + " hexadecimal digits");
      point = point << 4 | static_cast<uint32_t>(value);
    }
    if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return fail(start, "escape of no Unicode character");
    append_utf8(out, point);
    return true;
  }

  bool fail(size_t offset, std::string message, std::string hint = {}) {
    error_ = error_at(text_, offset, std::move(message), std::move(hint));
    return false;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<Token> tokens_;
  CompileError error_;
};

}  // namespace

CompileError error_at(std::string_view text, size_t offset, std::string message, std::string hint) {
  CompileError error{offset, 1, 1, std::move(message), std::move(hint)};
  for (size_t i = 0; i < offset && i < text.size(); ++i) {
    ++error.column;
    if (text[i] == '\n') {
      ++error.line;
      error.column = 1;
    }
  }
  return error;
}

std::variant<std::vector<Token>, CompileError> tokens_of(std::string_view text) { return Lexer(text).run(); }

}  // namespace dunlin::rules
