// One declaration per setting: what the checks enforce, what an error names and what the reference page prints all come from
// the tables of setting_tables.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace dunlin::engine {

enum class SettingType : uint8_t {
  kText,
  kInteger,
  kBoolean,
  kWord,         ///< one of `names`
  kWords,        ///< a list of `names`
  kWordOrWords,  ///< one of `names`, or a list of them
  kTexts,        ///< a list of texts
  kIntegers,     ///< a list of whole numbers
  kDecimals,     ///< a list of whole numbers, or decimals in quotes
  kBytes,        ///< a whole number of bytes, or "512 MiB"
  kCurrency,     ///< "EUR"
  kMoney,        ///< "10.00 EUR", or { EUR = "10.00", USD = "12.00" }
  kDecimal,      ///< a whole number, or a decimal in quotes
  kAmount,       ///< as kDecimal, or "10.00 EUR"
  kDate,         ///< "2026-11-21"
  kExpression,   ///< FEEL
  kIntegerOrExpression,
  kTable,
  kTables,  ///< a list of tables
  kRows,    ///< a list of lists
  kHours,   ///< "08:00-20:00", or { mon-fri = "08:30-21:00", sat = "08:30-15:00" }
  kColumn,  ///< a column name, or { column | constant, ... }
};

/// kLater: a setting of the contract that this version does not act on. It is refused, never ignored, unless its value is
/// what this version does anyway (`default_text`).
enum class Support : uint8_t { kNow, kLater };

struct Setting {
  std::string_view key;
  SettingType type = SettingType::kText;
  std::string_view default_text = {};  ///< as it would be written; empty: none
  std::string_view unit = {};
  int64_t min = 0;
  int64_t max = 0;  ///< bounds of whole numbers, inclusive
  std::span<const std::string_view> names = {};
  std::string_view help = {};
  Support support = Support::kNow;
  bool required = false;
};

/// A table of a configuration file.
struct SettingSection {
  std::string_view file;   ///< "dunlin.toml", "scenarios/*.toml", "sources/*.toml", "calendars/*.toml"
  std::string_view title;  ///< "[engine]", "[[step]]"
  std::string_view help = {};
  std::span<const Setting> settings;
};

/// Every section, in the order of the reference page.
std::span<const SettingSection> setting_sections();

// The sections by themselves, for the readers.
std::span<const Setting> dunlin_root_settings();
std::span<const Setting> engine_settings();
std::span<const Setting> strategy_settings();
std::span<const Setting> segment_settings();
std::span<const Setting> experiment_settings();
std::span<const Setting> arm_settings();
std::span<const Setting> standing_settings();
std::span<const Setting> allocation_settings();
std::span<const Setting> contact_settings();
std::span<const Setting> cap_settings();
std::span<const Setting> capacity_settings();
std::span<const Setting> preset_settings();
std::span<const Setting> preset_rule_settings();
std::span<const Setting> first_notice_settings();
std::span<const Setting> gate_settings();
std::span<const Setting> queue_settings();
std::span<const Setting> report_settings();
std::span<const Setting> score_settings();
std::span<const Setting> risk_class_settings();
std::span<const Setting> characteristic_settings();
std::span<const Setting> bin_settings();
std::span<const Setting> interest_settings();
std::span<const Setting> margin_settings();
std::span<const Setting> scenario_root_settings();
std::span<const Setting> on_settings();
std::span<const Setting> scenario_settings();
std::span<const Setting> step_settings();
std::span<const Setting> step_interest_settings();
std::span<const Setting> fee_settings();
std::span<const Setting> fee_band_settings();
std::span<const Setting> source_settings();
std::span<const Setting> record_settings();
std::span<const Setting> condition_settings();
std::span<const Setting> column_settings();
std::span<const Setting> calendar_settings();
std::span<const Setting> holiday_settings();

/// Values that `[attributes]` gives a name.
std::span<const std::string_view> attribute_type_names();

}  // namespace dunlin::engine
