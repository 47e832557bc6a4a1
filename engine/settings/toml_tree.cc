// The one translation unit that includes toml++. Its exceptions are switched off in favour of its parse_result, so nothing
// can be thrown out of here.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#undef TOML_SHARED_LIB
#undef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#undef NDEBUG  // without it toml++ takes its assumptions for granted, and texts of operators break them
#include "engine/settings/toml_tree.h"

#include "core/invariant.h"

namespace dunlin::engine {
namespace {

/// toml++ assumes that what follows the bracket of a table begins like a name, and only then looks whether it does: "[#".
constexpr bool looks_again(std::string_view assumption) {
  return assumption == "is_bare_key_character(*cp) || is_string_delimiter(*cp)";
}

}  // namespace
}  // namespace dunlin::engine

#define TOML_ASSERT(expr)                                                  \
  do {                                                                     \
    if (!dunlin::engine::looks_again(#expr)) INVARIANT(expr, "in toml++"); \
  } while (false)
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

namespace dunlin::engine {
namespace {

std::string place(const std::string& file, uint32_t line, uint32_t column) {
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

/// Bytes of a line before its 1-based column, which counts code points.
size_t offset_of(std::string_view line, uint32_t column) {
  size_t at = 0;
  for (uint32_t seen = 1; at < line.size(); ++at) {
    if ((static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) continue;
    if (seen++ == column) break;
  }
  return at;
}

class TreeBuilder {
 public:
  explicit TreeBuilder(std::string_view source) : lines_(lines_of(source)) {}

  TomlNode build(const toml::node& node) const {
    TomlNode out;
    out.line = out.key_line = node.source().begin.line;
    out.column = out.key_column = node.source().begin.column;
    switch (node.type()) {
      case toml::node_type::table: add_entries(*node.as_table(), out); break;
      case toml::node_type::array: add_elements(*node.as_array(), out); break;
      case toml::node_type::string: set_text(node.as_string()->get(), out); break;
      case toml::node_type::integer:
        out.kind = TomlKind::kInteger;
        out.integer = node.as_integer()->get();
        break;
      case toml::node_type::boolean:
        out.kind = TomlKind::kBoolean;
        out.boolean = node.as_boolean()->get();
        break;
      case toml::node_type::floating_point: set_written(TomlKind::kReal, node.as_floating_point()->get(), out); break;
      case toml::node_type::date: set_written(TomlKind::kDate, node.as_date()->get(), out); break;
      case toml::node_type::time: set_written(TomlKind::kDate, node.as_time()->get(), out); break;
      case toml::node_type::date_time: set_written(TomlKind::kDate, node.as_date_time()->get(), out); break;
      default: break;
    }
    return out;
  }

 private:
  void add_entries(const toml::table& table, TomlNode& out) const {
    out.kind = TomlKind::kTable;
    for (auto&& [key, value] : table) {
      TomlNode child = build(value);
      child.key = std::string(key.str());
      child.key_line = key.source().begin.line;
      child.key_column = key.source().begin.column;
      out.children.push_back(std::move(child));
    }
    // toml++ sorts by name; people mean the order in which they wrote.
    std::stable_sort(out.children.begin(), out.children.end(), [](const TomlNode& a, const TomlNode& b) {
      return a.key_line != b.key_line ? a.key_line < b.key_line : a.key_column < b.key_column;
    });
  }
  void add_elements(const toml::array& array, TomlNode& out) const {
    out.kind = TomlKind::kArray;
    for (const toml::node& element : array) out.children.push_back(build(element));
  }
  void set_text(const std::string& text, TomlNode& out) const {
    out.kind = TomlKind::kText;
    out.text = text;
    out.text_line = out.line;
    out.text_column = out.column + 1;
    if (out.line == 0 || out.line > lines_.size()) return;
    const std::string_view rest = lines_[out.line - 1].substr(offset_of(lines_[out.line - 1], out.column));
    if (!rest.starts_with("\"\"\"") && !rest.starts_with("'''")) return;
    out.text_column = out.column + 3;
    if (rest.size() == 3 || rest == "\"\"\"\r" || rest == "'''\r") {
      // A newline right behind the opening quotes is not part of the text.
      out.text_line += 1;
      out.text_column = 1;
    }
  }
  template <class Value>
  static void set_written(TomlKind kind, const Value& value, TomlNode& out) {
    std::ostringstream text;
    text << value;
    out.kind = kind;
    out.text = text.str();
  }

  std::vector<std::string_view> lines_;
};

}  // namespace

const TomlNode* TomlNode::find(std::string_view name) const {
  for (const TomlNode& child : children) {
    if (child.key == name) return &child;
  }
  return nullptr;
}

core::Result<TomlNode> parse_toml(std::string_view text, const std::string& file) {
  const toml::parse_result parsed = toml::parse(text, std::string_view(file));
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return core::bad_configuration(place(file, error.source().begin.line, error.source().begin.column),
                                   std::string(error.description()), "this is not valid TOML");
  }
  return TreeBuilder(text).build(parsed.table());
}

std::string_view kind_name(TomlKind kind) {
  switch (kind) {
    case TomlKind::kTable: return "a table";
    case TomlKind::kArray: return "a list";
    case TomlKind::kText: return "a text";
    case TomlKind::kInteger: return "a whole number";
    case TomlKind::kReal: return "a number with a fraction";
    case TomlKind::kBoolean: return "true or false";
    case TomlKind::kDate: return "a date or time";
  }
  return "";
}

std::string canonical_text(const TomlNode& node) {
  switch (node.kind) {
    case TomlKind::kText: return '"' + node.text + '"';
    case TomlKind::kInteger: return std::to_string(node.integer);
    case TomlKind::kBoolean: return node.boolean ? "true" : "false";
    case TomlKind::kReal:
    case TomlKind::kDate: return node.text;
    case TomlKind::kArray:
    case TomlKind::kTable: break;
  }
  const bool is_table = node.kind == TomlKind::kTable;
  std::string text = is_table ? "{" : "[";
  for (const TomlNode& child : node.children) {
    if (text.size() > 1) text += ", ";
    if (is_table) text += child.key + " = ";
    text += canonical_text(child);
  }
  return text + (is_table ? "}" : "]");
}

}  // namespace dunlin::engine
