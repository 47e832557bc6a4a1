#include "engine/settings/decision_table.h"

#include <algorithm>
#include <pugixml.hpp>

namespace dunlin::engine {
namespace {

using pugi::xml_node;

constexpr std::string_view kBlanks = " \t\r\n";

/// Without the prefix of its namespace.
std::string_view local_name(const xml_node& node) {
  const std::string_view name = node.name();
  const size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::vector<xml_node> children(const xml_node& node, std::string_view name) {
  std::vector<xml_node> found;
  for (const xml_node& child : node.children()) {
    if (local_name(child) == name) found.push_back(child);
  }
  return found;
}

xml_node child(const xml_node& node, std::string_view name) {
  const std::vector<xml_node> found = children(node, name);
  return found.empty() ? xml_node() : found.front();
}

class TableReader {
 public:
  TableReader(std::string_view xml, const std::string& file) : xml_(xml), file_(file) {}

  core::Result<DecisionTable> read() {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(xml_.data(), xml_.size());
    if (!parsed) return error_at(parsed.offset, std::string("is no XML: ") + parsed.description());
    const xml_node root = document.document_element();
    if (local_name(root) != "definitions") return wrong(root, "is no DMN: its root is no <definitions>");
    std::vector<std::pair<std::string, xml_node>> tables;
    for (const xml_node& decision : children(root, "decision")) {
      if (const xml_node table = child(decision, "decisionTable"))
        tables.emplace_back(decision.attribute("name").value(), table);
    }
    if (tables.empty()) return wrong(root, "holds no decision table");
    if (tables.size() > 1) {
      return wrong(tables[1].second,
                   "holds several decision tables: \"" + tables[0].first + "\" and \"" + tables[1].first + "\"",
                   "keep each in a file of its own");
    }
    return read_table(tables.front().second);
  }

 private:
  core::Error error_at(ptrdiff_t offset, std::string what, std::string hint = {}) const {
    const TableText at = placed({}, offset);
    return core::bad_configuration(file_ + ":" + std::to_string(at.line) + ":" + std::to_string(at.column), std::move(what),
                                   std::move(hint));
  }
  core::Error wrong(const xml_node& node, std::string what, std::string hint = {}) const {
    return error_at(node.offset_debug(), std::move(what), std::move(hint));
  }

  TableText placed(std::string text, ptrdiff_t offset) const {
    const std::string_view before =
        xml_.substr(0, std::min(static_cast<size_t>(std::max<ptrdiff_t>(0, offset)), xml_.size()));
    const size_t line_begin = before.rfind('\n') + 1;
    const auto lines = static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n'));
    return {std::move(text), lines + 1, static_cast<uint32_t>(before.size() - line_begin) + 1};
  }

  /// What stands in the `text` of an element; its own place where there is none.
  TableText text_in(const xml_node& element) const {
    for (const xml_node& part : child(element, "text").children()) {
      if (part.type() != pugi::node_pcdata && part.type() != pugi::node_cdata) continue;
      const std::string_view value = part.value();
      const size_t begin = std::min(value.find_first_not_of(kBlanks), value.size());
      const size_t end = value.find_last_not_of(kBlanks) + 1;
      if (begin >= end) continue;
      // Entities before the first character could shift its place; blanks are none.
      return placed(std::string(value.substr(begin, end - begin)), part.offset_debug() + static_cast<ptrdiff_t>(begin));
    }
    return placed({}, element.offset_debug());
  }

  core::Result<DecisionTable> read_table(const xml_node& node) const {
    DecisionTable table;
    table.hit_policy = placed(node.attribute("hitPolicy").as_string("UNIQUE"), node.offset_debug());
    for (const xml_node& input : children(node, "input")) table.inputs.push_back(text_in(child(input, "inputExpression")));
    for (const xml_node& output : children(node, "output")) {
      const std::string name = output.attribute("name").value();
      table.outputs.push_back({placed(name.empty() ? output.attribute("label").value() : name, output.offset_debug()),
                               text_in(child(output, "outputValues")), text_in(child(output, "defaultOutputEntry"))});
    }
    for (const xml_node& rule : children(node, "rule")) {
      const TableText place = placed({}, rule.offset_debug());
      TableRule read{place.line, place.column, {}, {}};
      for (const xml_node& entry : children(rule, "inputEntry")) read.inputs.push_back(text_in(entry));
      for (const xml_node& entry : children(rule, "outputEntry")) read.outputs.push_back(text_in(entry));
      if (read.inputs.size() != table.inputs.size() || read.outputs.size() != table.outputs.size()) {
        return wrong(rule, "the rule has " + std::to_string(read.inputs.size()) + " inputs and " +
                               std::to_string(read.outputs.size()) + " outputs, the table " +
                               std::to_string(table.inputs.size()) + " and " + std::to_string(table.outputs.size()));
      }
      if (table.rules.size() == kTableRulesMax) {
        return wrong(rule, "the table has more than " + std::to_string(kTableRulesMax) + " rules");
      }
      table.rules.push_back(std::move(read));
    }
    if (table.rules.empty()) return wrong(node, "the table has no rule");
    return table;
  }

  const std::string_view xml_;
  const std::string& file_;
};

}  // namespace

core::Result<DecisionTable> parse_decision_table(std::string_view xml, const std::string& file) {
  return TableReader(xml, file).read();
}

}  // namespace dunlin::engine
