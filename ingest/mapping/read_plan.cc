#include "ingest/mapping/read_plan.h"

#include <algorithm>
#include <set>

#include "core/limits.h"
#include "ingest/mapping/kind_guess.h"
#include "ingest/read_file.h"

namespace dunlin::ingest {
namespace {

using core::Field;
using core::RecordKind;

std::string kind_name(RecordKind kind) { return std::string(core::name_of(core::kRecordKindNames, kind)); }

uint32_t find_column(const std::vector<std::string>& columns, std::string_view name) {
  const auto at = std::find(columns.begin(), columns.end(), name);
  return at == columns.end() ? kNoColumn : static_cast<uint32_t>(at - columns.begin());
}

/// Attribute `name` from `column`; refuses a second attribute of that name and too many of them.
core::Status add_attribute(std::string_view name, uint32_t column, const std::string& file, RecordPlan& record) {
  const auto attributes = static_cast<size_t>(std::count_if(record.fields.begin(), record.fields.end(),
                                                            [](const FieldPlan& field) { return field.spec == nullptr; }));
  if (name.empty()) return core::failed(file, "a column \"attr.\" has no attribute name behind the point");
  if (name.size() > core::kIdBytesMax) {
    return core::failed(file, "the attribute name \"" + std::string(name.substr(0, 64)) + "...\" is too long",
                        "at most " + std::to_string(core::kIdBytesMax) + " bytes");
  }
  if (attributes >= core::kAttributesMax) {
    return core::failed(file, "more than " + std::to_string(core::kAttributesMax) + " attributes",
                        "a source mapping without keep_others takes only the columns it names");
  }
  for (const FieldPlan& field : record.fields) {
    if (field.spec == nullptr && field.name == name) {
      return core::failed(file, "two columns give the attribute \"" + std::string(name) + '"');
    }
  }
  FieldPlan plan;
  plan.name = name;
  plan.column = column;
  record.fields.push_back(std::move(plan));
  return {};
}

core::Error unknown_column(const std::string& column, RecordKind kind, const std::string& file) {
  std::vector<std::string_view> names;
  for (const core::FieldSpec& spec : core::fields_of(kind)) names.push_back(core::field_name(spec.field));
  const std::string_view nearest = core::nearest_name(names, column);
  return core::failed(file, "unknown column \"" + column.substr(0, 80) + "\" for " + kind_name(kind),
                      nearest.empty() ? "without --strict it would be kept or ignored" : "nearest: " + std::string(nearest));
}

/// Plain field names: every column is a field, an attribute, or nothing to us.
core::Status plan_plain_record(const ReadOptions& options, bool open, ReadPlan& plan) {
  RecordPlan record;
  if (options.kind) {
    record.kind = *options.kind;
  } else {
    DUNLIN_ASSIGN(record.kind, guess_kind(plan.columns, plan.file));
  }
  // An open file's first object may lack what others have; its rows are rejected one by one.
  if (!open) DUNLIN_TRY(check_required(record.kind, plan.columns, plan.file));
  if (open) {
    plan.columns.clear();
    for (const core::FieldSpec& spec : core::fields_of(record.kind)) plan.columns.emplace_back(core::field_name(spec.field));
    record.keeps_extras = has_attributes(record.kind) && !options.strict;
  }
  for (uint32_t column = 0; column < plan.columns.size(); ++column) {
    const std::string& name = plan.columns[column];
    const core::FieldSpec* spec = core::find_field(record.kind, name);
    if (spec != nullptr) {
      FieldPlan field;
      field.spec = spec;
      field.name = name;
      field.column = column;
      field.required = spec->required;
      record.fields.push_back(std::move(field));
      continue;
    }
    const bool asked_for = name.starts_with("attr.") && has_attributes(record.kind);
    if (options.strict && !asked_for) return unknown_column(name, record.kind, plan.file);
    if (name.empty() || !has_attributes(record.kind)) continue;
    DUNLIN_TRY(add_attribute(attribute_name(name), column, plan.file, record));
  }
  plan.records.push_back(std::move(record));
  return {};
}

/// The column of the file that a mapping names; an open file may bring it later.
core::Result<uint32_t> mapped_column(const std::string& name, const std::string& source, bool open, ReadPlan& plan) {
  uint32_t column = find_column(plan.columns, name);
  if (column == kNoColumn && open) {
    plan.columns.push_back(name);
    column = static_cast<uint32_t>(plan.columns.size() - 1);
  }
  if (column != kNoColumn) return column;
  const std::vector<std::string_view> names(plan.columns.begin(), plan.columns.end());
  const std::string_view nearest = core::nearest_name(names, name);
  return core::failed(plan.file, "the source " + source + " reads the column \"" + name + "\", which the file does not have",
                      nearest.empty() ? std::string() : "nearest: " + std::string(nearest));
}

core::Result<FieldPlan> plan_field(const FieldSource& source, const RecordMapping& mapping, const std::string& where,
                                   bool open, ReadPlan& plan) {
  FieldPlan field;
  const bool attribute = source.field.starts_with("attr.");
  field.name = attribute ? source.field.substr(5) : source.field;
  if (attribute && (!has_attributes(mapping.kind) || field.name.empty() || field.name.size() > core::kIdBytesMax)) {
    return core::bad_configuration(where, kind_name(mapping.kind) + " cannot carry the attribute \"" + source.field + '"');
  }
  if (!attribute) {
    field.spec = core::find_field(mapping.kind, source.field);
    if (field.spec == nullptr) {
      std::vector<std::string_view> names;
      for (const core::FieldSpec& spec : core::fields_of(mapping.kind)) names.push_back(core::field_name(spec.field));
      const std::string_view nearest = core::nearest_name(names, source.field);
      return core::bad_configuration(where, kind_name(mapping.kind) + " have no field \"" + source.field + '"',
                                     nearest.empty() ? std::string() : "nearest: " + std::string(nearest));
    }
    field.required = field.spec->required;
  }
  if (source.constant) {
    field.constant = *source.constant;
  } else {
    DUNLIN_ASSIGN(field.column, mapped_column(source.column, where, open, plan));
  }
  field.strip_zeros = source.strip_zeros;
  field.map.assign(source.map.begin(), source.map.end());
  field.otherwise = source.otherwise;
  field.prefix = source.prefix;
  field.rewrites = field.strip_zeros || !field.map.empty() || field.otherwise || !field.prefix.empty();
  return field;
}

core::Status check_mapped(const RecordPlan& record, const std::string& where) {
  const auto has = [&](Field wanted) {
    return std::any_of(record.fields.begin(), record.fields.end(),
                       [&](const FieldPlan& field) { return field.spec != nullptr && field.spec->field == wanted; });
  };
  std::set<std::pair<bool, std::string_view>> seen;
  for (const FieldPlan& field : record.fields) {
    if (seen.emplace(field.spec == nullptr, field.name).second) continue;
    return core::bad_configuration(where, kind_name(record.kind) + " get \"" + field.name + "\" twice");
  }
  for (const core::FieldSpec& spec : core::fields_of(record.kind)) {
    if (!spec.required || has(spec.field)) continue;
    return core::bad_configuration(where,
                                   kind_name(record.kind) + " need the field " + std::string(core::field_name(spec.field)));
  }
  if (const auto either = either_of(record.kind); either && !has(either->first) && !has(either->second)) {
    return core::bad_configuration(where, kind_name(record.kind) + " need the field " +
                                              std::string(core::field_name(either->first)) + " or " +
                                              std::string(core::field_name(either->second)));
  }
  return {};
}

/// Columns that no record of the mapping names.
core::Status add_other_columns(const std::vector<bool>& named, const ReadOptions& options, ReadPlan& plan,
                               RecordPlan& record) {
  for (uint32_t column = 0; column < named.size(); ++column) {
    const std::string& name = plan.columns[column];
    if (named[column] || name.empty()) continue;
    if (options.strict) return unknown_column(name, record.kind, plan.file);
    DUNLIN_TRY(add_attribute(attribute_name(name), column, plan.file, record));
  }
  return {};
}

core::Status plan_mapped_records(const ReadOptions& options, bool open, ReadPlan& plan) {
  const SourceMapping& mapping = *options.mapping;
  const std::string where = mapping.name.empty() ? "source" : mapping.name;
  if (open) plan.columns.clear();
  std::vector<const RecordMapping*> mapped;
  for (const RecordMapping& record_mapping : mapping.records) {
    if (options.kind && *options.kind != record_mapping.kind) continue;
    RecordPlan record;
    record.kind = record_mapping.kind;
    for (const FieldSource& source : record_mapping.fields) {
      DUNLIN_ASSIGN(FieldPlan field, plan_field(source, record_mapping, where, open, plan));
      record.fields.push_back(std::move(field));
    }
    DUNLIN_TRY(check_mapped(record, where));
    if (record_mapping.when) {
      ConditionPlan condition;
      DUNLIN_ASSIGN(condition.column, mapped_column(record_mapping.when->column, where, open, plan));
      condition.present = record_mapping.when->present;
      condition.values = record_mapping.when->in;
      if (record_mapping.when->equals) condition.values.push_back(*record_mapping.when->equals);
      record.when = std::move(condition);
    }
    mapped.push_back(&record_mapping);
    plan.records.push_back(std::move(record));
  }
  if (plan.records.empty()) {
    return core::bad_configuration(where, options.kind ? "the source yields no " + kind_name(*options.kind)
                                                       : std::string("the source yields no records"));
  }
  std::vector<bool> named(plan.columns.size(), false);
  for (const RecordPlan& record : plan.records) {
    if (record.when) named[record.when->column] = true;
    for (const FieldPlan& field : record.fields) {
      if (field.column != kNoColumn) named[field.column] = true;
    }
  }
  for (size_t i = 0; i < plan.records.size(); ++i) {
    if (!mapped[i]->keep_others || !has_attributes(plan.records[i].kind)) continue;
    plan.records[i].keeps_extras = open && !options.strict;
    DUNLIN_TRY(add_other_columns(named, options, plan, plan.records[i]));
  }
  return {};
}

core::Status check_columns(const std::vector<std::string>& columns, const std::string& file) {
  std::set<std::string_view> seen;
  for (const std::string& column : columns) {
    if (column.empty() || seen.insert(column).second) continue;
    return core::failed(file, "two columns are named \"" + column.substr(0, 80) + '"');
  }
  return {};
}

void mark_needed(ReadPlan& plan) {
  plan.needed.assign(plan.columns.size(), false);
  for (RecordPlan& record : plan.records) {
    if (record.when) plan.needed[record.when->column] = true;
    for (const FieldPlan& field : record.fields) {
      if (field.column != kNoColumn) plan.needed[field.column] = true;
    }
    std::stable_partition(record.fields.begin(), record.fields.end(), [](const FieldPlan& field) {
      return field.spec != nullptr && field.spec->type == core::FieldType::kCurrency;
    });
  }
}

}  // namespace

std::vector<RecordKind> ReadPlan::kinds() const {
  std::vector<RecordKind> kinds;
  const auto add = [&](RecordKind kind) {
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
  };
  for (const RecordPlan& record : records) add(record.kind);
  for (const RecordPlan& record : records) {
    if (record.kind == RecordKind::kReceivable && negative == NegativeAmounts::kCreditNote) add(RecordKind::kCreditNote);
  }
  return kinds;
}

core::Result<ReadPlan> make_plan(std::vector<std::string> columns, bool open, const std::string& file,
                                 const ReadOptions& options) {
  ReadPlan plan;
  plan.file = file;
  plan.columns = std::move(columns);
  plan.zones = options.zones;
  plan.strict = options.strict;
  plan.open = open;
  DUNLIN_TRY(check_columns(plan.columns, file));
  plan.date_pattern = "YYYY-MM-DD";
  if (options.mapping != nullptr) {
    plan.date_pattern = options.mapping->dates;
    plan.numbers = {options.mapping->decimal, options.mapping->group};
    plan.negative = options.mapping->negative;
  }
  DUNLIN_ASSIGN(plan.dates, DatePattern::compile(plan.date_pattern));
  if (!options.default_currency.empty()) {
    const std::optional<core::Currency> currency = core::parse_currency(options.default_currency);
    if (!currency)
      return core::bad_configuration("base_currency", options.default_currency + " is not a currency of ISO 4217");
    plan.default_digits = core::minor_digits(*currency);
  }
  DUNLIN_TRY(options.mapping != nullptr ? plan_mapped_records(options, open, plan) : plan_plain_record(options, open, plan));
  mark_needed(plan);
  return plan;
}

}  // namespace dunlin::ingest
