#include "rules/feel/parser.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/date.h"
#include "rules/feel/lexer.h"

namespace dunlin::rules {
namespace {

constexpr int kOrLevel = 1;
constexpr int kAndLevel = 2;
constexpr int kComparisonLevel = 3;
constexpr int kSumLevel = 4;
constexpr int kProductLevel = 5;
constexpr int kPowerLevel = 6;

/// 0 for tokens that are no binary operators.
int level_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kOr: return kOrLevel;
    case TokenKind::kAnd: return kAndLevel;
    case TokenKind::kEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
    case TokenKind::kIn:
    case TokenKind::kBetween: return kComparisonLevel;
    case TokenKind::kPlus:
    case TokenKind::kMinus: return kSumLevel;
    case TokenKind::kTimes:
    case TokenKind::kDivide: return kProductLevel;
    case TokenKind::kPower: return kPowerLevel;
    default: return 0;
  }
}

std::optional<Comparison> comparison_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEqual: return Comparison::kEqual;
    case TokenKind::kNotEqual: return Comparison::kNotEqual;
    case TokenKind::kLess: return Comparison::kLess;
    case TokenKind::kLessEqual: return Comparison::kLessEqual;
    case TokenKind::kGreater: return Comparison::kGreater;
    case TokenKind::kGreaterEqual: return Comparison::kGreaterEqual;
    default: return std::nullopt;
  }
}

NodeKind node_kind_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kOr: return NodeKind::kOr;
    case TokenKind::kAnd: return NodeKind::kAnd;
    case TokenKind::kPlus: return NodeKind::kAdd;
    case TokenKind::kMinus: return NodeKind::kSubtract;
    case TokenKind::kTimes: return NodeKind::kMultiply;
    case TokenKind::kDivide: return NodeKind::kDivide;
    default: return NodeKind::kPower;
  }
}

struct Function {
  std::string_view name;
  NodeKind kind;
  size_t arguments_max;
};
constexpr std::array<Function, 5> kFunctions = {{{"min", NodeKind::kMin, kExpressionNodesMax},
                                                 {"max", NodeKind::kMax, kExpressionNodesMax},
                                                 {"abs", NodeKind::kAbs, 1},
                                                 {"floor", NodeKind::kFloor, 1},
                                                 {"ceiling", NodeKind::kCeiling, 1}}};

class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens) : text_(text), tokens_(std::move(tokens)) {}

  std::variant<SyntaxTree, CompileError> run() {
    tree_.root = expression();
    if (tree_.root != kNoNode && here().kind != TokenKind::kEnd) fail_here("the expression should end here");
    if (failed_) return std::move(error_);
    return std::move(tree_);
  }

 private:
  const Token& here() const { return tokens_[at_]; }
  bool accept(TokenKind kind) {
    if (here().kind != kind) return false;
    ++at_;
    return true;
  }
  bool expect(TokenKind kind, const char* what) {
    if (accept(kind)) return true;
    fail_here(std::string("expected ") + what);
    return false;
  }

  NodeIndex fail(size_t offset, std::string message, std::string hint = {}) {
    if (!failed_) error_ = error_at(text_, offset, std::move(message), std::move(hint));
    failed_ = true;
    return kNoNode;
  }
  NodeIndex fail_here(const std::string& message, std::string hint = {}) {
    if (here().kind == TokenKind::kEnd) return fail(here().offset, message + ", but the text ends", std::move(hint));

    const std::string shown = here().kind == TokenKind::kText ? std::string("a text") : "'" + here().text + "'";
    return fail(here().offset, message + ", not " + shown, std::move(hint));
  }

  NodeIndex add(Node node, std::span<const NodeIndex> children) {
    if (failed_) return kNoNode;
    if (tree_.nodes.size() >= kExpressionNodesMax) {
      return fail(node.offset, "expression of more than " + std::to_string(kExpressionNodesMax) + " parts");
    }
    node.first_child = static_cast<uint32_t>(tree_.children.size());
    node.child_count = static_cast<uint32_t>(children.size());
    for (const NodeIndex child : children) {
      node.depth = std::max<uint16_t>(node.depth, static_cast<uint16_t>(tree_.nodes[child].depth + 1));
      tree_.children.push_back(child);
    }
    if (node.depth > kExpressionDepthMax) return too_deep(node.offset);
    tree_.nodes.push_back(node);
    return static_cast<NodeIndex>(tree_.nodes.size() - 1);
  }
  NodeIndex add(NodeKind kind, uint32_t offset, std::span<const NodeIndex> children,
                Comparison comparison = Comparison::kEqual) {
    Node node;
    node.kind = kind;
    node.offset = offset;
    node.comparison = comparison;
    return add(node, children);
  }
  NodeIndex add_literal(uint32_t offset, Literal literal) {
    Node node;
    node.offset = offset;
    node.type = literal.type;
    node.payload = static_cast<uint32_t>(tree_.literals.size());
    tree_.literals.push_back(std::move(literal));
    return add(node, {});
  }
  NodeIndex too_deep(size_t offset) {
    return fail(offset, "expression nested deeper than " + std::to_string(kExpressionDepthMax));
  }

  NodeIndex expression() { return climb(unary(), kOrLevel); }

  /// Takes the binary operators of `level` and above that follow `left`.
  NodeIndex climb(NodeIndex left, int level) {
    while (!failed_ && level_of(here().kind) >= level) {
      const Token sign = here();
      ++at_;
      const int sign_level = level_of(sign.kind);
      if (sign.kind == TokenKind::kIn) {
        left = in(left, sign.offset);
      } else if (sign.kind == TokenKind::kBetween) {
        left = between(left, sign.offset);
      } else if (sign_level <= kAndLevel) {
        left = chain(left, sign);
      } else {
        const NodeIndex right = climb(unary(), sign_level + 1);
        if (failed_) return kNoNode;
        const auto comparison = comparison_of(sign.kind);
        left = add(comparison ? NodeKind::kCompare : node_kind_of(sign.kind), sign.offset, std::array{left, right},
                   comparison.value_or(Comparison::kEqual));
      }
    }
    return failed_ ? kNoNode : left;
  }

  /// a and b and c is one node, so that long lists of conditions are not deep.
  NodeIndex chain(NodeIndex left, const Token& sign) {
    std::vector<NodeIndex> parts{left};
    do {
      parts.push_back(climb(unary(), level_of(sign.kind) + 1));
    } while (!failed_ && accept(sign.kind));
    return failed_ ? kNoNode : add(node_kind_of(sign.kind), sign.offset, parts);
  }

  NodeIndex unary() {
    if (++depth_ > kExpressionDepthMax) return too_deep(here().offset);
    const uint32_t offset = here().offset;
    NodeIndex result = kNoNode;
    if (accept(TokenKind::kMinus)) {
      const NodeIndex operand = unary();
      if (!failed_) result = add(NodeKind::kNegate, offset, std::array{operand});
    } else {
      result = primary();
    }
    --depth_;
    return result;
  }

  NodeIndex primary() {
    const Token token = here();
    switch (token.kind) {
      case TokenKind::kNumber: return ++at_, number(token);
      case TokenKind::kText: return ++at_, add_literal(token.offset, {StaticType::kText, {}, token.text, 0});
      case TokenKind::kTrue:
      case TokenKind::kFalse:
        return ++at_, add_literal(token.offset, {StaticType::kBoolean, {}, {}, token.kind == TokenKind::kTrue});
      case TokenKind::kNull: return ++at_, add_literal(token.offset, {});
      case TokenKind::kName: return ++at_, name(token);
      case TokenKind::kNot: return ++at_, negation(token.offset);
      case TokenKind::kIf: return ++at_, conditional(token.offset);
      case TokenKind::kOpenParenthesis: {
        ++at_;
        const NodeIndex inner = expression();
        if (failed_ || !expect(TokenKind::kCloseParenthesis, "')'")) return kNoNode;
        return inner;
      }
      default: return fail_here("expected a value");
    }
  }

  NodeIndex number(const Token& token) {
    const auto value = core::parse_decimal(token.text);
    if (!value) return fail(token.offset, "number out of range: " + token.text);
    return add_literal(token.offset, {StaticType::kNumber, *value, {}, 0});
  }

  NodeIndex name(const Token& token) {
    if (here().kind == TokenKind::kOpenParenthesis) return call(token);
    Node node;
    node.kind = NodeKind::kName;
    node.offset = token.offset;
    node.payload = static_cast<uint32_t>(tree_.names.size());
    tree_.names.push_back(token.text);
    return add(node, {});
  }

  NodeIndex call(const Token& token) {
    ++at_;
    if (token.text == "date") return date(token.offset);
    const auto function =
        std::find_if(kFunctions.begin(), kFunctions.end(), [&](const Function& f) { return f.name == token.text; });
    if (function == kFunctions.end()) {
      return fail(token.offset, "unknown function '" + token.text + "'", "known are min max abs floor ceiling date not");
    }
    std::vector<NodeIndex> arguments;
    do {
      arguments.push_back(expression());
    } while (!failed_ && accept(TokenKind::kComma));
    if (failed_ || !expect(TokenKind::kCloseParenthesis, "',' or ')'")) return kNoNode;
    if (arguments.size() > function->arguments_max) return fail(token.offset, token.text + "() takes one value");
    return add(function->kind, token.offset, arguments);
  }

  NodeIndex date(uint32_t offset) {
    const Token token = here();
    if (!expect(TokenKind::kText, "a text such as \"2024-01-31\" in date()")) return kNoNode;
    if (!expect(TokenKind::kCloseParenthesis, "')'")) return kNoNode;
    const auto parsed = core::parse_iso_date(token.text);
    if (!parsed) return fail(token.offset, "no such date: \"" + token.text.substr(0, 40) + "\"", "write YYYY-MM-DD");
    return add_literal(offset, {StaticType::kDate, {}, {}, parsed->days});
  }

  NodeIndex negation(uint32_t offset) {
    if (!expect(TokenKind::kOpenParenthesis, "'(' after not")) return kNoNode;
    const NodeIndex inner = expression();
    if (failed_ || !expect(TokenKind::kCloseParenthesis, "')'")) return kNoNode;
    return add(NodeKind::kNot, offset, std::array{inner});
  }

  NodeIndex conditional(uint32_t offset) {
    const NodeIndex condition = expression();
    if (failed_ || !expect(TokenKind::kThen, "then")) return kNoNode;
    const NodeIndex yes = expression();
    if (failed_ || !expect(TokenKind::kElse, "else")) return kNoNode;
    const NodeIndex no = expression();
    return failed_ ? kNoNode : add(NodeKind::kIf, offset, std::array{condition, yes, no});
  }

  NodeIndex between(NodeIndex subject, uint32_t offset) {
    const NodeIndex low = climb(unary(), kSumLevel);
    if (failed_ || !expect(TokenKind::kAnd, "and (between LOW and HIGH)")) return kNoNode;
    const NodeIndex high = climb(unary(), kSumLevel);
    if (failed_) return kNoNode;
    const NodeIndex range = add(NodeKind::kRange, offset, std::array{low, high});
    return failed_ ? kNoNode : add(NodeKind::kIn, offset, std::array{subject, range});
  }

  NodeIndex in(NodeIndex subject, uint32_t offset) {
    std::vector<NodeIndex> parts{subject};
    if (++depth_ > kExpressionDepthMax) return too_deep(offset);
    tests(parts);
    --depth_;
    return failed_ ? kNoNode : add(NodeKind::kIn, offset, parts);
  }

  /// What may follow `in`: one test, or tests in parentheses or brackets, or a range.
  void tests(std::vector<NodeIndex>& parts) {
    const Token open = here();
    if (open.kind != TokenKind::kOpenParenthesis && open.kind != TokenKind::kOpenBracket) {
      // `x in a + 1` reads up to the next comparison or connective.
      parts.push_back(test(kSumLevel));
      return;
    }
    ++at_;
    const bool bracket = open.kind == TokenKind::kOpenBracket;
    NodeIndex first = member();
    if (!failed_ && here().kind == TokenKind::kRange) {
      parts.push_back(range_from(first, open));
      return;
    }
    parts.push_back(as_test(first));
    while (!failed_ && accept(TokenKind::kComma)) parts.push_back(as_test(member()));
    if (failed_) return;
    expect(bracket ? TokenKind::kCloseBracket : TokenKind::kCloseParenthesis, bracket ? "',' or ']'" : "',' or ')'");
  }

  /// One entry of a list of tests: a comparison, a range, or a value (which is left a value, for it may begin a range).
  NodeIndex member() {
    const Token open = here();
    if (open.kind == TokenKind::kOpenBracket) {
      ++at_;
      const NodeIndex low = expression();
      if (failed_) return kNoNode;
      if (here().kind != TokenKind::kRange) return fail_here("expected '..' in a range");
      return range_from(low, open);
    }
    if (open.kind == TokenKind::kOpenParenthesis) {
      // A range with an open end, or a value that begins with a parenthesis.
      if (++depth_ > kExpressionDepthMax) return too_deep(open.offset);
      ++at_;
      const NodeIndex inner = expression();
      --depth_;
      if (failed_) return kNoNode;
      if (here().kind == TokenKind::kRange) return range_from(inner, open);
      if (!expect(TokenKind::kCloseParenthesis, "')'")) return kNoNode;
      return climb(inner, kOrLevel);
    }
    if (comparison_of(open.kind)) return test(kOrLevel);
    return expression();
  }

  NodeIndex range_from(NodeIndex low, const Token& open) {
    ++at_;
    Node node;
    node.kind = NodeKind::kRange;
    node.offset = open.offset;
    node.low_open = open.kind == TokenKind::kOpenParenthesis;
    const NodeIndex high = expression();
    if (failed_) return kNoNode;
    node.high_open = here().kind == TokenKind::kCloseParenthesis;
    if (!node.high_open && here().kind != TokenKind::kCloseBracket) return fail_here("expected ']' or ')' after a range");
    ++at_;
    return add(node, std::array{low, high});
  }

  NodeIndex test(int level) {
    const Token sign = here();
    const auto comparison = comparison_of(sign.kind);
    if (comparison) ++at_;
    const NodeIndex operand = climb(unary(), level);
    if (failed_) return kNoNode;
    return add(NodeKind::kTest, sign.offset, std::array{operand}, comparison.value_or(Comparison::kEqual));
  }

  NodeIndex as_test(NodeIndex node) {
    if (failed_) return kNoNode;
    const NodeKind kind = tree_.nodes[node].kind;
    if (kind == NodeKind::kTest || kind == NodeKind::kRange) return node;
    return add(NodeKind::kTest, tree_.nodes[node].offset, std::array{node});
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  size_t depth_ = 0;
  SyntaxTree tree_;
  bool failed_ = false;
  CompileError error_;
};

}  // namespace

std::variant<SyntaxTree, CompileError> parse(std::string_view text) {
  auto tokens = tokens_of(text);
  if (auto* error = std::get_if<CompileError>(&tokens)) return std::move(*error);
  return Parser(text, std::get<std::vector<Token>>(std::move(tokens))).run();
}

}  // namespace dunlin::rules
