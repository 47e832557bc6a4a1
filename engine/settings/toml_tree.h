// A TOML text as a plain tree in which every node knows its line and column. The rest of the settings reads this tree only:
// toml++ is included by toml_tree.cc and nowhere else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace dunlin::engine {

enum class TomlKind : uint8_t { kTable, kArray, kText, kInteger, kReal, kBoolean, kDate };

struct TomlNode {
  TomlKind kind = TomlKind::kTable;
  std::string key;                          ///< of a table's entry; empty in arrays
  uint32_t line = 0, column = 0;            ///< of the value
  uint32_t key_line = 0, key_column = 0;    ///< of the key; the value's place in arrays
  uint32_t text_line = 0, text_column = 0;  ///< of the first character inside a text's quotes
  std::string text;                         ///< of texts; of dates and reals as they would be written
  int64_t integer = 0;
  bool boolean = false;
  std::vector<TomlNode> children;  ///< entries in the order of the file

  const TomlNode* find(std::string_view name) const;
};

/// The root table of `text`, or what is wrong with it, with `file:line:column`.
core::Result<TomlNode> parse_toml(std::string_view text, const std::string& file);

/// What people call the kind in an error: "a text", "a whole number" ...
std::string_view kind_name(TomlKind kind);

/// The value on one line, the same for every way of writing it; compares a value with a declared default.
std::string canonical_text(const TomlNode& node);

}  // namespace dunlin::engine
