#include "engine/settings/source_reader.h"

#include <algorithm>

#include "core/record_fields.h"

namespace dunlin::engine {
namespace {

using core::RecordKind;

std::string title_of(RecordKind kind) { return "[" + std::string(name_of(core::kRecordKindNames, kind)) + "]"; }

ingest::FieldSource read_field(const TomlNode& node, std::string field, FileErrors& errors) {
  ingest::FieldSource out;
  out.field = std::move(field);
  if (node.kind == TomlKind::kText) {
    out.column = node.text;
    return out;
  }
  if (node.kind != TomlKind::kTable) {
    errors.at_value(node, "\"" + node.key + "\" is " + std::string(kind_name(node.kind)) +
                              " but must be a column's name, or a table such as { column = \"Name\" }");
    return out;
  }
  const SectionReader table(node, out.field, column_settings(), errors);
  out.column = table.text("column").value_or("");
  out.constant = table.text("constant");
  out.prefix = table.text("prefix").value_or("");
  out.strip_zeros = table.boolean("strip_zeros", false);
  out.otherwise = table.text("otherwise");
  if (out.column.empty() == !out.constant.has_value()) {
    errors.at_value(node, "\"" + out.field + "\" needs either a column or a constant");
  }
  if (const TomlNode* map = table.find("map")) {
    for (const TomlNode& entry : map->children) {
      if (entry.kind == TomlKind::kText) {
        out.map.emplace(entry.key, entry.text);
      } else if (entry.kind == TomlKind::kInteger || entry.kind == TomlKind::kBoolean) {
        out.map.emplace(entry.key, canonical_text(entry));
      } else {
        errors.at_value(entry, "code \"" + entry.key + "\" must mean a text");
      }
    }
  }
  return out;
}

std::optional<ingest::RecordCondition> read_condition(const TomlNode* node, FileErrors& errors) {
  if (node == nullptr) return std::nullopt;
  const SectionReader table(*node, "when", condition_settings(), errors);
  ingest::RecordCondition out;
  out.column = table.text("column").value_or("");
  if (table.find("present") != nullptr) out.present = table.boolean("present", true);
  out.equals = table.text("equals");
  out.in = table.texts("in");
  const int forms = (out.present ? 1 : 0) + (out.equals ? 1 : 0) + (table.find("in") != nullptr ? 1 : 0);
  if (forms != 1) errors.at_value(*node, "\"when\" needs one of present, equals and in");
  return out;
}

void check_required(const ingest::RecordMapping& record, const TomlNode& node, FileErrors& errors) {
  for (const core::FieldSpec& spec : core::fields_of(record.kind)) {
    if (!spec.required) continue;
    const auto is_it = [&](const ingest::FieldSource& f) { return f.field == field_name(spec.field); };
    if (std::any_of(record.fields.begin(), record.fields.end(), is_it)) continue;
    errors.at_value(node, title_of(record.kind) + " needs \"" + std::string(field_name(spec.field)) + "\"",
                    "name the column that holds it, or a constant");
  }
}

ingest::RecordMapping read_record(const TomlNode& node, RecordKind kind, FileErrors& errors) {
  ingest::RecordMapping record;
  record.kind = kind;
  std::vector<std::string_view> fields;
  for (const core::FieldSpec& spec : core::fields_of(kind)) fields.push_back(field_name(spec.field));
  const SectionReader table(node, title_of(kind), record_settings(), errors, fields);
  record.when = read_condition(table.find("when"), errors);
  record.keep_others = table.boolean("keep_others", false);
  for (const TomlNode& child : node.children) {
    if (std::find(fields.begin(), fields.end(), child.key) != fields.end()) {
      record.fields.push_back(read_field(child, child.key, errors));
    } else if (child.key == "attr" && child.kind == TomlKind::kTable) {
      for (const TomlNode& entry : child.children) {
        record.fields.push_back(read_field(entry, "attr." + entry.key, errors));
      }
    }
  }
  check_required(record, node, errors);
  return record;
}

/// One character, or `otherwise` when the key is absent.
char read_character(const SectionReader& table, std::string_view key, char otherwise, FileErrors& errors) {
  const auto text = table.text(key);
  if (!text) return otherwise;
  if (text->size() == 1) return text->front();
  errors.at_value(*table.find(key), "\"" + std::string(key) + "\" must be one character");
  return otherwise;
}

void check_dates(const SectionReader& table, const std::string& form, FileErrors& errors) {
  const bool is_whole =
      form.find("YY") != std::string::npos && form.find('M') != std::string::npos && form.find('D') != std::string::npos;
  if (is_whole) return;
  errors.at_value(*table.find("dates"), "\"" + form + "\" is not a form of dates",
                  "from YYYY YY MM M DD D MMM, such as \"DD.MM.YYYY\"");
}

}  // namespace

ingest::SourceMapping read_source(const TomlNode& root, const std::string& name, FileErrors& errors) {
  ingest::SourceMapping source;
  source.name = name;
  const SectionReader top(root, "source \"" + name + "\"", source_settings(), errors, core::kRecordKindNames);
  enum class Format { kCsv, kJsonl };
  source.format = top.word("format", Format::kCsv) == Format::kCsv ? "csv" : "jsonl";
  source.delimiter = read_character(top, "delimiter", 0, errors);
  if (const auto dates = top.text("dates")) {
    source.dates = *dates;
    check_dates(top, *dates, errors);
  }
  source.decimal = read_character(top, "decimal", '.', errors);
  source.group = read_character(top, "group", 0, errors);
  if (source.group == source.decimal) {
    errors.at_value(*top.find("group"), "\"group\" and \"decimal\" are the same character");
  }
  source.negative = top.word("negative", ingest::NegativeAmounts::kReject);
  for (const TomlNode& node : root.children) {
    const auto kind = core::parse_name<RecordKind>(core::kRecordKindNames, node.key);
    if (!kind) continue;
    if (node.kind != TomlKind::kTable) {
      errors.at_value(node, "\"" + node.key + "\" must be a table of fields");
    } else {
      source.records.push_back(read_record(node, *kind, errors));
    }
  }
  if (source.records.empty()) errors.at_value(root, "source \"" + name + "\" yields no records", "add [receivables]");
  return source;
}

}  // namespace dunlin::engine
