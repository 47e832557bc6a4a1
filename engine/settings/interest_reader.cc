#include "engine/settings/interest_reader.h"

#include <algorithm>

#include "core/limits.h"

namespace dunlin::engine {
namespace {

constexpr std::array<std::string_view, 3> kRateColumns = {"name", "date", "value"};
enum RateColumn : size_t { kName, kDate, kValue };

/// A percentage of the table, in units of 10^-10; tells where it has more places than that or goes beyond the limit.
rules::RateValue read_percentage(const SectionReader& table, std::string_view key, FileErrors& errors) {
  const auto number = table.decimal(key);
  if (!number) return 0;
  const auto rate = rules::parse_rate(core::to_string(*number));
  if (rate) return *rate;
  errors.at_value(*table.find(key), "\"" + std::string(key) + "\" = " + core::to_string(*number) + " is out of bounds",
                  "percent a year, at most ten places, up to 1000");
  return 0;
}

void read_margins(const SectionReader& table, FileErrors& errors, rules::InterestRule& rule) {
  if (table.find("margin") != nullptr) rule.margins.push_back({core::kNoDate, read_percentage(table, "margin", errors)});
  const TomlNode* margins = table.find("margins");
  if (margins == nullptr) return;
  if (!rule.margins.empty()) errors.at_key(*margins, "a rule has either \"margin\" or \"margins\"");
  for (const TomlNode& entry : margins->children) {
    const SectionReader dated(entry, "a margin", margin_settings(), errors);
    const core::Date from = dated.date("from").value_or(core::kNoDate);
    if (!rule.margins.empty() && from <= rule.margins.back().from) {
      errors.at_value(entry, "the margins do not rise by date", "one without \"from\" comes first");
    }
    rule.margins.push_back({from, read_percentage(dated, "value", errors)});
  }
}

rules::InterestRule read_rule(const TomlNode& node, FileErrors& errors) {
  const std::string title = "[interest." + node.key + "]";
  const SectionReader table(node, title, interest_settings(), errors);
  rules::InterestRule rule;
  rule.id = node.key;
  rule.reference = table.text("reference").value_or("");
  rule.rate = read_percentage(table, "rate", errors);
  read_margins(table, errors, rule);
  rule.sample = table.word("sample", rules::RateSample::kHalfYear);
  rule.lock = table.word("lock", rules::RateLock::kSplit);
  rule.round_up = read_percentage(table, "round_up", errors);
  rule.compounding = table.word("compounding", rules::Compounding::kNone);
  rule.convention = table.word("convention", rules::DayCount::kAct365);
  if (table.find("only_for") != nullptr) rule.only_for = table.word("only_for", core::DebtorKind::kBusiness);
  const bool has_rate = node.find("rate") != nullptr;
  if (has_rate == (node.find("reference") != nullptr)) {
    errors.at_value(node, title + " needs either \"rate\" or \"reference\"", "rate = \"9.5\", or reference = \"ecb-mro\"");
  }
  if (rule.round_up < 0) errors.at_value(*table.find("round_up"), "\"round_up\" is below zero");
  return rule;
}

/// One line of a rates file, cut at its commas, blanks around cells left out.
std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (;;) {
    const size_t comma = line.find(',');
    std::string_view cell = line.substr(0, comma);
    while (!cell.empty() && (cell.front() == ' ' || cell.front() == '"')) cell.remove_prefix(1);
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\r' || cell.back() == '"')) cell.remove_suffix(1);
    cells.push_back(cell);
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

class RateFile {
 public:
  RateFile(FileErrors& errors, rules::RateTables& tables) : errors_(errors), tables_(tables) {}

  void read(const std::string& text) {
    std::string_view rest = text;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    for (line_ = 1; !rest.empty(); ++line_) {
      const size_t end = rest.find('\n');
      read_line(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
  }

 private:
  void complain(std::string what, std::string hint) {
    TomlNode place;
    place.line = line_;
    place.column = 1;
    errors_.at_value(place, std::move(what), std::move(hint));
  }

  void read_line(std::string_view line) {
    const auto cells = cells_of(line);
    if (line.starts_with('#') || (cells.size() == 1 && cells.front().empty())) return;
    if (!has_header_) return read_header(cells);
    if (cells.size() != width_) {
      return complain("has " + std::to_string(cells.size()) + " cells, not " + std::to_string(width_), "name,date,value");
    }
    const std::string name(cells[column_[kName]]);
    const auto date = core::parse_iso_date(cells[column_[kDate]]);
    const auto value = rules::parse_rate(cells[column_[kValue]]);
    if (name.empty() || name.size() > core::kIdBytesMax) return complain("the rate has no name of 1 to 64 bytes", "");
    if (!date) return complain("\"" + std::string(cells[column_[kDate]]) + "\" is not a date", "2026-01-31");
    if (!value) {
      return complain("\"" + std::string(cells[column_[kValue]]) + "\" is not a rate", "percent a year, such as 2.15");
    }
    tables_[name].set(*date, *value);
  }

  void read_header(const std::vector<std::string_view>& cells) {
    has_header_ = true;
    width_ = cells.size();
    for (size_t column = 0; column < kRateColumns.size(); ++column) {
      const auto at = std::find(cells.begin(), cells.end(), kRateColumns[column]);
      if (at == cells.end()) {
        width_ = SIZE_MAX;
        return complain("the first row has no column \"" + std::string(kRateColumns[column]) + "\"", "name,date,value");
      }
      column_[column] = static_cast<size_t>(at - cells.begin());
    }
  }

  FileErrors& errors_;
  rules::RateTables& tables_;
  uint32_t line_ = 0;
  bool has_header_ = false;
  size_t width_ = 0;
  std::array<size_t, kRateColumns.size()> column_{};
};

}  // namespace

void read_interest_rules(const TomlNode& node, FileErrors& errors, rules::InterestRules& rules) {
  for (const TomlNode& entry : node.children) {
    if (entry.kind != TomlKind::kTable) {
      errors.at_value(entry, "\"interest." + entry.key + "\" must be a table", "write [interest." + entry.key + "]");
      continue;
    }
    if (entry.key == rules::kStatutory) {
      errors.at_key(entry, "\"statutory\" chooses among the statutory rules and cannot be a rule itself",
                    "call it statutory-b2b-CC or statutory-consumer-CC");
    }
    rules.insert_or_assign(entry.key, read_rule(entry, errors));
  }
}

std::optional<rules::StepInterest> read_step_interest(const SectionReader& step, FileErrors& errors) {
  const TomlNode* node = step.find("interest");
  if (node == nullptr) return std::nullopt;
  const SectionReader table(*node, "interest", step_interest_settings(), errors);
  rules::StepInterest interest;
  interest.rule = table.text("rule").value_or("");
  interest.show = table.boolean("show", false);
  interest.charge = table.boolean("charge", false);
  if (const TomlNode* rule = table.find("rule")) {
    interest.line = rule->line;
    interest.column = rule->column;
  }
  if (!interest.show && !interest.charge) {
    errors.at_value(*node, "the step neither shows nor charges interest", "show = true, or charge = true");
  }
  return interest;
}

void read_rates(const std::string& text, FileErrors& errors, rules::RateTables& tables) {
  RateFile(errors, tables).read(text);
}

}  // namespace dunlin::engine
