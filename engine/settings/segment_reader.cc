#include "engine/settings/segment_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace dunlin::engine {
namespace {

constexpr size_t kNone = SIZE_MAX;

std::string lower(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool is_any(const TableText& entry) { return entry.text.empty() || entry.text == "-"; }

/// The end of the FEEL text that begins at `at`, behind its closing quote; npos: it has none.
size_t end_of_quoted(std::string_view text, size_t at) {
  for (size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

/// One FEEL text and nothing else.
std::optional<std::string> quoted(std::string_view text) {
  if (text.empty() || text.front() != '"' || end_of_quoted(text, 0) != text.size()) return std::nullopt;
  std::string out;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
    out += text[i];
  }
  return out;
}

bool is_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; });
}

/// False where a parenthesis closes that did not open: such a test would speak for more than its cell.
bool stays_in_its_cell(std::string_view text) {
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      i = end_of_quoted(text, i);
      if (i == std::string_view::npos) return false;
      --i;
    } else if (text[i] == '(' || text[i] == '[') {
      ++depth;
    } else if ((text[i] == ')' || text[i] == ']') && --depth < 0) {
      return false;
    }
  }
  return depth == 0;
}

class SegmentReader {
 public:
  SegmentReader(const DecisionTable& table, FileErrors& errors) : table_(table), errors_(errors) {}

  std::vector<rules::Segment> read() {
    if (!find_outputs() || !check_hit_policy()) return {};
    for (const TableRule& rule : table_.rules) {
      std::vector<TableText> told = rule.outputs;
      if (auto segment = segment_of(told, rule.line, rule.column)) {
        join_tests(rule, segment->when);
        segments_.push_back(std::move(*segment));
        ranks_.push_back(rank_of(rule));
      }
    }
    if (lower(table_.hit_policy.text) == "priority") sort_by_rank();
    add_default();
    return std::move(segments_);
  }

 private:
  bool find_outputs() {
    for (size_t i = 0; i < table_.outputs.size(); ++i) {
      size_t& place = lower(table_.outputs[i].name.text) == "scenario" ? scenario_ : id_;
      if (place != kNone || table_.outputs.size() > 2) {
        const TableText& name = table_.outputs[i].name;
        errors_.at(name.line, name.column, "a table of segments has one output for the segment and one for its scenario",
                   "call the latter \"scenario\"");
        return false;
      }
      place = i;
    }
    if (table_.outputs.empty()) errors_.at(table_.hit_policy.line, table_.hit_policy.column, "the table has no output");
    return !table_.outputs.empty();
  }

  bool check_hit_policy() {
    const std::string policy = lower(table_.hit_policy.text);
    constexpr std::array<std::string_view, 4> kKnown = {"unique", "first", "any", "priority"};
    const auto& [text, line, column] = table_.hit_policy;
    if (std::find(kKnown.begin(), kKnown.end(), policy) == kKnown.end()) {
      errors_.at(line, column, "hit policy " + text + " may give a debtor several segments",
                 "FIRST, UNIQUE, ANY or PRIORITY");
      return false;
    }
    const auto unranked = [](const TableOutput& output) { return output.values.text.empty(); };
    if (policy == "priority" && std::all_of(table_.outputs.begin(), table_.outputs.end(), unranked)) {
      errors_.at(line, column, "hit policy PRIORITY ranks by output values, and no output lists any");
      return false;
    }
    return true;
  }

  /// The text of an output entry; empty where it says nothing.
  std::string told_by(const TableText& entry) {
    if (is_any(entry)) return {};
    const auto text = quoted(entry.text);
    if (!text) errors_.at(entry.line, entry.column, "\"" + entry.text + "\" is no text in quotes");
    return text.value_or("");
  }

  std::optional<rules::Segment> segment_of(const std::vector<TableText>& outputs, uint32_t line, uint32_t column) {
    rules::Segment segment;
    if (scenario_ != kNone) segment.scenario = told_by(outputs[scenario_]);
    segment.id = id_ == kNone ? segment.scenario : told_by(outputs[id_]);
    segment.when.file = errors_.file();
    segment.when.line = scenario_ == kNone ? line : outputs[scenario_].line;
    segment.when.column = scenario_ == kNone ? column : outputs[scenario_].column;
    if (!segment.id.empty()) return segment;
    if (is_any(outputs[id_ == kNone ? scenario_ : id_])) errors_.at(line, column, "the rule names no segment");
    return std::nullopt;
  }

  /// `input in (tests)`, one for each entry that tests anything; each part on a line of its own, so that an error finds
  /// the cell it stands in.
  void join_tests(const TableRule& rule, rules::PolicyText& when) {
    for (size_t i = 0; i < rule.inputs.size(); ++i) {
      const TableText& entry = rule.inputs[i];
      const TableText& input = table_.inputs[i];
      if (is_any(entry)) continue;
      if (!stays_in_its_cell(entry.text)) {
        errors_.at(entry.line, entry.column, "\"" + entry.text + "\" is no list of tests",
                   "such as > 5, [1..5], \"A\",\"B\"");
        continue;
      }
      const bool negated = entry.text.starts_with("not(") && entry.text.ends_with(")") &&
                           stays_in_its_cell(std::string_view(entry.text).substr(4, entry.text.size() - 5));
      add(when, std::string(when.text.empty() ? "" : "and ") + (negated ? "not(" : "") + (is_name(input.text) ? "" : "("),
          input, is_name(input.text) ? "" : ")");
      if (negated) {
        const auto at = static_cast<uint32_t>(entry.column + 4);
        add(when, " in (", {entry.text.substr(4, entry.text.size() - 5), entry.line, at}, "))");
      } else if (quoted(entry.text)) {
        add(when, " = ", entry, "");
      } else {
        add(when, " in (", entry, ")");
      }
    }
    if (when.text.empty()) when.text = "true";
  }

  static void add(rules::PolicyText& when, const std::string& before, const TableText& part, std::string_view behind) {
    if (!when.text.empty()) when.text += '\n';
    std::string line = before + part.text;
    std::replace(line.begin(), line.end(), '\n', ' ');
    when.text += line.append(behind);
    when.pieces.push_back({part.line, part.column, static_cast<uint32_t>(before.size())});
  }

  /// Places of the rule's outputs in the lists of output values, the first output weighing most.
  std::vector<size_t> rank_of(const TableRule& rule) {
    std::vector<size_t> rank;
    for (size_t i = 0; i < rule.outputs.size(); ++i) {
      const std::string_view values = table_.outputs[i].values.text;
      const size_t at = values.find(rule.outputs[i].text);
      rank.push_back(values.empty() ? 0 : at);
    }
    return rank;
  }

  void sort_by_rank() {
    std::vector<size_t> order(segments_.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return ranks_[a] < ranks_[b]; });
    std::vector<rules::Segment> sorted;
    for (const size_t i : order) sorted.push_back(std::move(segments_[i]));
    segments_ = std::move(sorted);
  }

  void add_default() {
    std::vector<TableText> told;
    for (const TableOutput& output : table_.outputs) told.push_back(output.otherwise);
    if (std::all_of(told.begin(), told.end(), is_any)) return;
    if (auto segment = segment_of(told, told.front().line, told.front().column)) {
      segment->when.text = "true";
      segments_.push_back(std::move(*segment));
    }
  }

  const DecisionTable& table_;
  FileErrors& errors_;
  size_t id_ = kNone, scenario_ = kNone;
  std::vector<rules::Segment> segments_;
  std::vector<std::vector<size_t>> ranks_;
};

}  // namespace

std::vector<rules::Segment> read_segment_table(const DecisionTable& table, FileErrors& errors) {
  return SegmentReader(table, errors).read();
}

}  // namespace dunlin::engine
