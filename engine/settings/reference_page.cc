#include "engine/settings/reference_page.h"

#include "engine/settings/setting.h"

namespace dunlin::engine {
namespace {

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "`" : " `") + std::string(name) + "`";
  return text;
}

std::string type_text(const Setting& setting) {
  switch (setting.type) {
    case SettingType::kText: return "text";
    case SettingType::kInteger: return "whole number";
    case SettingType::kBoolean: return "true or false";
    case SettingType::kWord: return "one of " + joined(setting.names);
    case SettingType::kWords: return "list of " + joined(setting.names);
    case SettingType::kWordOrWords: return "one or a list of " + joined(setting.names);
    case SettingType::kTexts: return "list of texts";
    case SettingType::kIntegers: return "list of whole numbers";
    case SettingType::kDecimals: return "list of whole numbers, or decimals in quotes";
    case SettingType::kBytes: return "bytes, or a text such as `\"512 MiB\"`";
    case SettingType::kCurrency: return "currency";
    case SettingType::kMoney: return "`\"10.00 EUR\"` or `{ EUR = \"10.00\" }`";
    case SettingType::kDecimal: return "whole number, or decimal in quotes";
    case SettingType::kAmount: return "whole number, decimal in quotes, or `\"10.00 EUR\"`";
    case SettingType::kDate: return "date";
    case SettingType::kExpression: return "FEEL";
    case SettingType::kIntegerOrExpression: return "whole number, or FEEL";
    case SettingType::kTable: return "table";
    case SettingType::kTables: return "list of tables";
    case SettingType::kRows: return "list of lists";
    case SettingType::kHours: return "`\"08:00-20:00\"` or `{ mon-fri = \"08:30-21:00\", sat = \"08:30-15:00\" }`";
    case SettingType::kColumn: return "column or table";
  }
  return "";
}

void append_setting(const Setting& setting, std::string& page) {
  page += "| `" + std::string(setting.key) + "` | " + type_text(setting);
  if (setting.min != 0 || setting.max != 0) {
    page += ", " + std::to_string(setting.min) + " to " + std::to_string(setting.max);
  }
  if (!setting.unit.empty()) page += " (" + std::string(setting.unit) + ")";
  page += " | ";
  page += setting.required ? "required" : setting.default_text.empty() ? "" : "`" + std::string(setting.default_text) + "`";
  page += " | " + std::string(setting.help) + " |\n";
}

void append_section(const SettingSection& section, std::string& page) {
  page += "\n## " + std::string(section.file) + " " + std::string(section.title) + "\n\n" + std::string(section.help) +
          "\n\n| setting | value | default | meaning |\n|---|---|---|---|\n";
  std::string later;
  for (const Setting& setting : section.settings) {
    if (setting.support == Support::kNow) {
      append_setting(setting, page);
      continue;
    }
    later += (later.empty() ? "`" : ", `") + std::string(setting.key) + "`";
    if (!setting.default_text.empty()) later += " (but `" + std::string(setting.default_text) + "`)";
  }
  if (!later.empty()) page += "\nRefused by this version: " + later + ".\n";
}

}  // namespace

std::string reference_page() {
  std::string page =
      "# Configuration reference\n\n"
      "Printed by `dunlin help --reference` from the declarations that also check the files. TOML; everything has a "
      "default,\n"
      "so that an empty `dunlin.toml` beside one scenario file works. An unknown key is an error that names the nearest "
      "known\n"
      "one; a setting of a later version is refused, never ignored.\n\n"
      "`[attributes]` of dunlin.toml gives the customer's own attributes a type: `NAME = ";
  for (size_t i = 0; i < attribute_type_names().size(); ++i) {
    page += (i == 0 ? "\"" : " | \"") + std::string(attribute_type_names()[i]) + "\"";
  }
  page += "`; texts unless declared.\n";
  for (const SettingSection& section : setting_sections()) append_section(section, page);
  return page;
}

}  // namespace dunlin::engine
