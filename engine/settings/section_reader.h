// Reads one table of a configuration file against its declarations. Everything that a declaration can say is checked when
// the reader is made (unknown keys, types, bounds, words, keys of later versions); the getters then only fetch.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/decimal.h"
#include "core/money.h"
#include "core/result.h"
#include "core/vocabulary.h"
#include "engine/settings/setting.h"
#include "engine/settings/toml_tree.h"
#include "rules/contact/contact_policy.h"
#include "rules/policy_text.h"
#include "rules/scenario/scenario.h"

namespace dunlin::engine {

/// Collects what is wrong in one file. Reading goes on after an error, so that all are told at once.
class FileErrors {
 public:
  FileErrors(std::string file, std::vector<core::Error>& errors) : file_(std::move(file)), errors_(errors) {}
  const std::string& file() const { return file_; }
  void at_value(const TomlNode& node, std::string what, std::string hint = {});
  void at_key(const TomlNode& node, std::string what, std::string hint = {});
  void at(uint32_t line, uint32_t column, std::string what, std::string hint = {});
  std::string place(uint32_t line, uint32_t column) const;

 private:
  std::string file_;
  std::vector<core::Error>& errors_;
};

/// `did you mean "x"?`, or the empty text.
std::string nearest_hint(std::span<const std::string_view> names, std::string_view name);

/// An amount as written: a number, and its currency where the text names one ("10.00 EUR").
struct WrittenAmount {
  core::Decimal number;
  uint32_t currency = 0;  ///< Currency::code; 0: not named
};
/// Of a whole number, a decimal in quotes, or an amount with its currency; nothing for the rest and for what is below zero.
std::optional<WrittenAmount> written_amount(const TomlNode& node);

class SectionReader {
 public:
  /// `title` names the table in messages: "[engine]". `also` are keys that the caller reads itself.
  SectionReader(const TomlNode& table, std::string_view title, std::span<const Setting> settings, FileErrors& errors,
                std::span<const std::string_view> also = {});

  /// The value, when it is there and sound.
  const TomlNode* find(std::string_view key) const;
  const TomlNode& table() const { return table_; }

  std::optional<std::string> text(std::string_view key) const;
  std::optional<int64_t> integer(std::string_view key) const;
  bool boolean(std::string_view key, bool otherwise) const;
  std::vector<std::string> texts(std::string_view key) const;
  std::optional<core::Decimal> decimal(std::string_view key) const;
  std::optional<core::Date> date(std::string_view key) const;
  std::optional<WrittenAmount> amount(std::string_view key) const;
  rules::PolicyText expression(std::string_view key) const;
  rules::MoneyThreshold money(std::string_view key) const;
  std::optional<rules::WeekHours> hours(std::string_view key) const;
  core::Currency currency(std::string_view key, core::Currency otherwise) const;

  /// The word as its enum; `names` of the declaration are in the enum's order.
  template <class Enum>
  Enum word(std::string_view key, Enum otherwise) const {
    const TomlNode* node = find(key);
    return node == nullptr ? otherwise : static_cast<Enum>(position(key, node->text));
  }
  template <class Enum>
  std::vector<Enum> words(std::string_view key) const {
    std::vector<Enum> out;
    for (const std::string& text : texts(key)) out.push_back(static_cast<Enum>(position(key, text)));
    return out;
  }

 private:
  void check_key(const TomlNode& node, const Setting& setting);
  bool check_value(const TomlNode& node, const Setting& setting);
  bool check_list(const TomlNode& node, const Setting& setting);
  bool check_word(const TomlNode& node, const Setting& setting);
  bool check_bounds(const TomlNode& node, const Setting& setting, int64_t value);
  bool check_money(const TomlNode& node);
  bool check_hours(const TomlNode& node);
  bool wrong_type(const TomlNode& node, const Setting& setting);
  const Setting& setting_of(std::string_view key) const;
  size_t position(std::string_view key, std::string_view text) const;

  const TomlNode& table_;
  std::string title_;
  std::span<const Setting> settings_;
  FileErrors& errors_;
  std::vector<const TomlNode*> sound_;
};

/// Bytes of "512 MiB", "2GB", "1000000"; nothing when it is no such text.
std::optional<uint64_t> parse_bytes(std::string_view text);

}  // namespace dunlin::engine
