#include "engine/settings/section_reader.h"

#include <algorithm>

#include "core/limits.h"
#include "engine/settings/hours_text.h"

namespace dunlin::engine {
namespace {

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

std::string_view type_phrase(SettingType type) {
  switch (type) {
    case SettingType::kText:
    case SettingType::kWord: return "a text in quotes";
    case SettingType::kInteger: return "a whole number";
    case SettingType::kBoolean: return "true or false";
    case SettingType::kWords:
    case SettingType::kTexts: return "a list of texts";
    case SettingType::kWordOrWords: return "a text or a list of texts";
    case SettingType::kIntegers: return "a list of whole numbers";
    case SettingType::kDecimals: return "a list of whole numbers, or decimals in quotes";
    case SettingType::kBytes: return "a number of bytes such as 512000000 or \"512 MiB\"";
    case SettingType::kCurrency: return "a currency such as \"EUR\"";
    case SettingType::kMoney: return "an amount such as \"10.00 EUR\", or a table such as { EUR = \"10.00\" }";
    case SettingType::kDecimal: return "a whole number, or a decimal in quotes";
    case SettingType::kAmount: return "a whole number, a decimal in quotes, or an amount such as \"10.00 EUR\"";
    case SettingType::kDate: return "a date such as \"2026-11-21\"";
    case SettingType::kExpression: return "an expression in quotes";
    case SettingType::kIntegerOrExpression: return "a whole number, or an expression in quotes";
    case SettingType::kTable: return "a table";
    case SettingType::kTables: return "a list of tables";
    case SettingType::kRows: return "a list of lists";
    case SettingType::kHours: return "hours such as \"08:00-20:00\", or a table such as { mon-fri = \"08:00-20:00\" }";
    case SettingType::kColumn: return "a column's name, or a table such as { column = \"Name\" }";
  }
  return "";
}

/// Amount and currency of "10.00 EUR".
std::optional<std::pair<uint32_t, int64_t>> parse_money(std::string_view text) {
  const size_t blank = text.find_last_of(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto currency = core::parse_currency(text.substr(blank + 1));
  std::string_view amount = text.substr(0, blank);
  while (!amount.empty() && amount.back() == ' ') amount.remove_suffix(1);
  if (!currency) return std::nullopt;
  const core::ParsedAmount parsed = core::parse_amount(amount, core::minor_digits(*currency));
  if (parsed.error != core::AmountError::kNone || parsed.minor < 0 || parsed.minor > core::kAmountMax) return std::nullopt;
  return std::make_pair(currency->code, parsed.minor);
}

std::optional<std::pair<uint32_t, int64_t>> parse_entry(const TomlNode& node) {
  const std::string amount = node.kind == TomlKind::kInteger ? std::to_string(node.integer) : node.text;
  return parse_money(amount + " " + node.key);
}

}  // namespace

std::optional<uint64_t> parse_bytes(std::string_view text) {
  uint64_t value = 0;
  size_t at = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    if (value > (1ULL << 54)) return std::nullopt;
    value = value * 10 + static_cast<uint64_t>(text[at] - '0');
  }
  if (at == 0) return std::nullopt;
  while (at < text.size() && text[at] == ' ') ++at;
  std::string_view unit = text.substr(at);
  constexpr std::pair<std::string_view, uint64_t> kUnits[] = {{"", 1},
                                                              {"B", 1},
                                                              {"K", 1 << 10},
                                                              {"KiB", 1 << 10},
                                                              {"KB", 1000},
                                                              {"M", 1 << 20},
                                                              {"MiB", 1 << 20},
                                                              {"MB", 1'000'000},
                                                              {"G", 1 << 30},
                                                              {"GiB", 1 << 30},
                                                              {"GB", 1'000'000'000},
                                                              {"T", 1ULL << 40},
                                                              {"TiB", 1ULL << 40},
                                                              {"TB", 1'000'000'000'000}};
  for (const auto& [name, factor] : kUnits) {
    if (name != unit) continue;
    if (value > UINT64_MAX / factor) return std::nullopt;
    return value * factor;
  }
  return std::nullopt;
}

void FileErrors::at_value(const TomlNode& node, std::string what, std::string hint) {
  errors_.push_back(core::bad_configuration(place(node.line, node.column), std::move(what), std::move(hint)));
}
void FileErrors::at_key(const TomlNode& node, std::string what, std::string hint) {
  errors_.push_back(core::bad_configuration(place(node.key_line, node.key_column), std::move(what), std::move(hint)));
}
void FileErrors::at(uint32_t line, uint32_t column, std::string what, std::string hint) {
  errors_.push_back(core::bad_configuration(place(line, column), std::move(what), std::move(hint)));
}
std::string FileErrors::place(uint32_t line, uint32_t column) const {
  return file_ + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::optional<WrittenAmount> written_amount(const TomlNode& node) {
  if (node.kind == TomlKind::kInteger && node.integer >= 0) return WrittenAmount{core::Decimal::of(node.integer), 0};
  if (node.kind != TomlKind::kText) return std::nullopt;
  if (const auto money = parse_money(node.text)) {
    const auto digits = static_cast<int32_t>(core::minor_digits(core::Currency{money->first}));
    return WrittenAmount{core::Decimal::of(money->second, digits), money->first};
  }
  const auto number = core::parse_decimal(node.text);
  if (!number || number->coefficient < 0) return std::nullopt;
  return WrittenAmount{*number, 0};
}

std::string nearest_hint(std::span<const std::string_view> names, std::string_view name) {
  const std::string_view near = core::nearest_name(names, name);
  return near.empty() ? std::string() : "did you mean " + quoted(near) + "?";
}

SectionReader::SectionReader(const TomlNode& table, std::string_view title, std::span<const Setting> settings,
                             FileErrors& errors, std::span<const std::string_view> also)
    : table_(table), title_(title), settings_(settings), errors_(errors) {
  std::vector<std::string_view> names(also.begin(), also.end());
  for (const Setting& setting : settings) names.push_back(setting.key);
  for (const TomlNode& node : table.children) {
    if (std::find(also.begin(), also.end(), node.key) != also.end()) continue;
    const auto setting = std::find_if(settings.begin(), settings.end(), [&](const Setting& s) { return s.key == node.key; });
    if (setting != settings.end()) {
      check_key(node, *setting);
      continue;
    }
    std::string hint = nearest_hint(names, node.key);
    if (hint.empty()) hint = "known here: " + joined(names);
    errors.at_key(node, "unknown key " + quoted(node.key) + " in " + title_, std::move(hint));
  }
  for (const Setting& setting : settings) {
    if (setting.required && table.find(setting.key) == nullptr) {
      errors.at_value(table, title_ + " needs " + quoted(setting.key), std::string(setting.help));
    }
  }
}

void SectionReader::check_key(const TomlNode& node, const Setting& setting) {
  if (setting.support == Support::kLater) {
    if (!setting.default_text.empty() && canonical_text(node) == setting.default_text) return;
    errors_.at_key(
        node, quoted(node.key) + " in " + title_ + " is not supported by this version yet",
        setting.default_text.empty() ? "leave it out" : "leave it out, or keep it at " + std::string(setting.default_text));
    return;
  }
  if (check_value(node, setting)) sound_.push_back(&node);
}

bool SectionReader::wrong_type(const TomlNode& node, const Setting& setting) {
  errors_.at_value(node, quoted(setting.key) + " is " + std::string(kind_name(node.kind)) + " but must be " +
                             std::string(type_phrase(setting.type)));
  return false;
}

bool SectionReader::check_value(const TomlNode& node, const Setting& setting) {
  const TomlKind kind = node.kind;
  switch (setting.type) {
    case SettingType::kText:
    case SettingType::kExpression: return kind == TomlKind::kText || wrong_type(node, setting);
    case SettingType::kWord: return kind == TomlKind::kText ? check_word(node, setting) : wrong_type(node, setting);
    case SettingType::kBoolean: return kind == TomlKind::kBoolean || wrong_type(node, setting);
    case SettingType::kInteger:
      return kind == TomlKind::kInteger ? check_bounds(node, setting, node.integer) : wrong_type(node, setting);
    case SettingType::kIntegerOrExpression:
      if (kind == TomlKind::kText) return true;
      return kind == TomlKind::kInteger ? check_bounds(node, setting, node.integer) : wrong_type(node, setting);
    case SettingType::kBytes: {
      const auto bytes = kind == TomlKind::kText ? parse_bytes(node.text) : std::nullopt;
      if (kind == TomlKind::kInteger) return check_bounds(node, setting, node.integer);
      return bytes ? check_bounds(node, setting, static_cast<int64_t>(std::min<uint64_t>(*bytes, INT64_MAX)))
                   : wrong_type(node, setting);
    }
    case SettingType::kDecimal:
      if (kind == TomlKind::kInteger || (kind == TomlKind::kText && core::parse_decimal(node.text))) return true;
      return wrong_type(node, setting);
    case SettingType::kAmount: return written_amount(node) || wrong_type(node, setting);
    case SettingType::kDate:
      return ((kind == TomlKind::kText || kind == TomlKind::kDate) && core::parse_iso_date(node.text)) ||
             wrong_type(node, setting);
    case SettingType::kCurrency:
      if (kind != TomlKind::kText) return wrong_type(node, setting);
      if (core::parse_currency(node.text)) return true;
      errors_.at_value(node, quoted(node.text) + " is not a currency of ISO 4217", "three letters such as \"EUR\"");
      return false;
    case SettingType::kMoney:
      return kind == TomlKind::kText || kind == TomlKind::kTable ? check_money(node) : wrong_type(node, setting);
    case SettingType::kHours:
      return kind == TomlKind::kText || kind == TomlKind::kTable ? check_hours(node) : wrong_type(node, setting);
    case SettingType::kTable: return kind == TomlKind::kTable || wrong_type(node, setting);
    case SettingType::kColumn: return kind == TomlKind::kText || kind == TomlKind::kTable || wrong_type(node, setting);
    case SettingType::kWordOrWords:
      if (kind == TomlKind::kText) return check_word(node, setting);
      return kind == TomlKind::kArray ? check_list(node, setting) : wrong_type(node, setting);
    case SettingType::kWords:
    case SettingType::kTexts:
    case SettingType::kIntegers:
    case SettingType::kDecimals:
    case SettingType::kTables:
    case SettingType::kRows: return kind == TomlKind::kArray ? check_list(node, setting) : wrong_type(node, setting);
  }
  return false;
}

bool SectionReader::check_list(const TomlNode& node, const Setting& setting) {
  bool sound = true;
  for (const TomlNode& element : node.children) {
    switch (setting.type) {
      case SettingType::kRows: sound &= element.kind == TomlKind::kArray || wrong_type(element, setting); break;
      case SettingType::kTables: sound &= element.kind == TomlKind::kTable || wrong_type(element, setting); break;
      case SettingType::kIntegers:
        sound &= element.kind == TomlKind::kInteger ? check_bounds(element, setting, element.integer)
                                                    : wrong_type(element, setting);
        break;
      case SettingType::kDecimals: {
        const bool is_decimal = element.kind == TomlKind::kText && core::parse_decimal(element.text).has_value();
        sound &= element.kind == TomlKind::kInteger || is_decimal || wrong_type(element, setting);
        break;
      }
      case SettingType::kTexts: sound &= element.kind == TomlKind::kText || wrong_type(element, setting); break;
      default: sound &= element.kind == TomlKind::kText ? check_word(element, setting) : wrong_type(element, setting); break;
    }
  }
  return sound;
}

bool SectionReader::check_word(const TomlNode& node, const Setting& setting) {
  if (core::find_name(setting.names, node.text)) return true;
  if (setting.type == SettingType::kWordOrWords && node.text == "*") return true;
  std::string hint = nearest_hint(setting.names, node.text);
  if (hint.empty()) hint = "one of " + joined(setting.names);
  errors_.at_value(node, quoted(setting.key) + " cannot be " + quoted(node.text), std::move(hint));
  return false;
}

bool SectionReader::check_bounds(const TomlNode& node, const Setting& setting, int64_t value) {
  if (value >= setting.min && value <= setting.max) return true;
  errors_.at_value(node, quoted(setting.key) + " = " + std::to_string(value) + " is out of bounds",
                   std::to_string(setting.min) + " to " + std::to_string(setting.max) +
                       (setting.unit.empty() ? "" : " " + std::string(setting.unit)));
  return false;
}

bool SectionReader::check_money(const TomlNode& node) {
  constexpr std::string_view kHint = "write an amount such as \"10.00 EUR\", with no more digits than the currency has";
  if (node.kind == TomlKind::kText) {
    if (parse_money(node.text)) return true;
    errors_.at_value(node, quoted(node.text) + " is not an amount", std::string(kHint));
    return false;
  }
  bool sound = true;
  for (const TomlNode& entry : node.children) {
    if ((entry.kind == TomlKind::kText || entry.kind == TomlKind::kInteger) && parse_entry(entry)) continue;
    errors_.at_value(entry, entry.key + " = " + canonical_text(entry) + " is not an amount in a currency of ISO 4217",
                     "write { EUR = \"10.00\" }");
    sound = false;
  }
  return sound;
}

bool SectionReader::check_hours(const TomlNode& node) {
  const HoursReading reading = parse_hours(node);
  if (reading.wrong == nullptr) return true;
  errors_.at_value(*reading.wrong, reading.what, "from and until, such as \"08:00-20:00\"; days as mon, mon-fri");
  return false;
}

const TomlNode* SectionReader::find(std::string_view key) const {
  for (const TomlNode* node : sound_) {
    if (node->key == key) return node;
  }
  return nullptr;
}

const Setting& SectionReader::setting_of(std::string_view key) const {
  const auto at = std::find_if(settings_.begin(), settings_.end(), [&](const Setting& s) { return s.key == key; });
  INVARIANT(at != settings_.end(), "undeclared setting", key);
  return *at;
}

size_t SectionReader::position(std::string_view key, std::string_view text) const {
  const auto at = core::find_name(setting_of(key).names, text);
  INVARIANT(at.has_value(), "word not in its declaration", key, text);
  return *at;
}

std::optional<std::string> SectionReader::text(std::string_view key) const {
  const TomlNode* node = find(key);
  if (node == nullptr) return std::nullopt;
  return node->text;
}

std::optional<int64_t> SectionReader::integer(std::string_view key) const {
  const TomlNode* node = find(key);
  if (node == nullptr || node->kind != TomlKind::kInteger) return std::nullopt;
  return node->integer;
}

bool SectionReader::boolean(std::string_view key, bool otherwise) const {
  const TomlNode* node = find(key);
  return node == nullptr ? otherwise : node->boolean;
}

std::vector<std::string> SectionReader::texts(std::string_view key) const {
  const TomlNode* node = find(key);
  if (node == nullptr) return {};
  if (node->kind == TomlKind::kText) return {node->text};
  std::vector<std::string> out;
  for (const TomlNode& element : node->children) out.push_back(element.text);
  return out;
}

std::optional<core::Decimal> SectionReader::decimal(std::string_view key) const {
  const TomlNode* node = find(key);
  if (node == nullptr) return std::nullopt;
  return node->kind == TomlKind::kInteger ? core::Decimal::of(node->integer) : core::parse_decimal(node->text);
}

std::optional<core::Date> SectionReader::date(std::string_view key) const {
  const TomlNode* node = find(key);
  if (node == nullptr) return std::nullopt;
  return core::parse_iso_date(node->text);
}

std::optional<WrittenAmount> SectionReader::amount(std::string_view key) const {
  const TomlNode* node = find(key);
  if (node == nullptr) return std::nullopt;
  return written_amount(*node);
}

rules::PolicyText SectionReader::expression(std::string_view key) const {
  const TomlNode* node = find(key);
  if (node == nullptr || node->kind != TomlKind::kText) return {};
  return {node->text, errors_.file(), node->text_line, node->text_column};
}

rules::MoneyThreshold SectionReader::money(std::string_view key) const {
  rules::MoneyThreshold out;
  const TomlNode* node = find(key);
  if (node == nullptr) return out;
  if (node->kind == TomlKind::kText) {
    out.form = rules::MoneyThreshold::Form::kOneAmount;
    out.amounts.push_back(*parse_money(node->text));
    return out;
  }
  out.form = rules::MoneyThreshold::Form::kPerCurrency;
  for (const TomlNode& entry : node->children) out.amounts.push_back(*parse_entry(entry));
  std::sort(out.amounts.begin(), out.amounts.end());
  return out;
}

std::optional<rules::WeekHours> SectionReader::hours(std::string_view key) const {
  const TomlNode* node = find(key);
  if (node == nullptr) return std::nullopt;
  return parse_hours(*node).hours;
}

core::Currency SectionReader::currency(std::string_view key, core::Currency otherwise) const {
  const TomlNode* node = find(key);
  return node == nullptr ? otherwise : *core::parse_currency(node->text);
}

}  // namespace dunlin::engine
