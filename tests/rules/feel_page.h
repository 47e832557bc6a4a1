// A page of feature columns for the tests of FEEL: built cell by cell, read by name.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "rules/feel/compile.h"

namespace dunlin::rules {

class FeelPage {
 public:
  /// Adds a column of numbers, dates or booleans; nullopt is null.
  void add(const std::string& name, FeatureType type, std::vector<std::optional<int64_t>> cells) {
    Column& column = columns_[name];
    column.type = type;
    for (const auto& cell : cells) column.ints.push_back(cell.value_or(core::kNull));
  }
  void add_texts(const std::string& name, const std::vector<std::optional<std::string>>& cells) {
    Column& column = columns_[name];
    column.type = {ValueType::kText, 0};
    for (const auto& cell : cells) {
      if (cell) {
        column.texts.append(*cell);
      } else {
        column.texts.append_null();
      }
    }
  }
  void compact_texts() {
    for (auto& [name, column] : columns_) column.texts = column.texts.compacted();
  }

  NameCatalogue catalogue() const {
    NameCatalogue result;
    for (const auto& [name, column] : columns_) result.names.push_back(name);
    result.find = [this](std::string_view name) -> std::optional<FeatureType> {
      const auto at = columns_.find(std::string(name));
      return at == columns_.end() ? std::nullopt : std::optional(at->second.type);
    };
    return result;
  }

  std::vector<InputColumn> inputs(const Program& program) const {
    std::vector<InputColumn> result;
    for (const RuleInput& named : program.inputs()) result.push_back(input(named.name));
    return result;
  }
  InputColumn input(const std::string& name) const {
    const Column& column = columns_.at(name);
    return {column.type, column.ints, column.type.type == ValueType::kText ? &column.texts : nullptr};
  }

 private:
  struct Column {
    FeatureType type;
    std::vector<int64_t> ints;
    core::TextColumn texts;
  };
  std::map<std::string, Column> columns_;
};

}  // namespace dunlin::rules
