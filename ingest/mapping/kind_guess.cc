#include "ingest/mapping/kind_guess.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace dunlin::ingest {
namespace {

using core::Field;
using core::RecordKind;

constexpr RecordKind kMostTelling[] = {RecordKind::kPayment,    RecordKind::kCreditNote, RecordKind::kContact,
                                       RecordKind::kReceivable, RecordKind::kDebtor,     RecordKind::kCreditor};

bool has_column(std::span<const std::string> columns, std::string_view name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

std::string joined(std::span<const std::string> columns) {
  constexpr size_t kShown = 12;
  std::string text;
  for (size_t i = 0; i < std::min(columns.size(), kShown); ++i) {
    text.append(i == 0 ? "" : ", ").append(columns[i].substr(0, 40));
  }
  if (columns.size() > kShown) text += ", ...";
  return text;
}

}  // namespace

core::Result<RecordKind> guess_kind(std::span<const std::string> columns, const std::string& where) {
  for (const RecordKind kind : kMostTelling) {
    if (has_column(columns, core::field_name(core::id_field(kind)))) return kind;
  }
  std::string near;
  for (const RecordKind kind : kMostTelling) {
    const std::string_view id = core::field_name(core::id_field(kind));
    for (const std::string& column : columns) {
      const std::string_view names[] = {id};
      if (core::nearest_name(names, column) != id) continue;
      near.append(near.empty() ? "" : ", ").append("\"" + column.substr(0, 40) + "\" looks like ").append(id);
    }
  }
  std::string hint = near.empty() ? "columns are named as the fields of a record; a source mapping renames them" : near;
  return core::failed(where,
                      "no record kind fits the columns: none of payment_id, credit_note_id, contact_id, receivable_id, "
                      "debtor_id, creditor_id among " +
                          joined(columns),
                      std::move(hint));
}

core::Status check_required(RecordKind kind, std::span<const std::string> columns, const std::string& where) {
  const std::vector<std::string_view> names(columns.begin(), columns.end());
  std::string missing;
  std::string near;
  const auto miss = [&](std::string_view name, const std::string& shown) {
    missing.append(missing.empty() ? "" : ", ").append(shown);
    const std::string_view nearest = core::nearest_name(names, name);
    if (nearest.empty() || core::find_field(kind, nearest) != nullptr) return;
    near.append(near.empty() ? "" : ", ").append("is \"" + std::string(nearest.substr(0, 40)) + "\" meant as ").append(name);
  };
  for (const core::FieldSpec& spec : core::fields_of(kind)) {
    const std::string_view name = core::field_name(spec.field);
    if (spec.required && !has_column(columns, name)) miss(name, std::string(name));
  }
  if (kind == RecordKind::kReceivable && !has_column(columns, core::field_name(Field::kDueDate)) &&
      !has_column(columns, core::field_name(Field::kIssueDate))) {
    miss(core::field_name(Field::kDueDate), "due_date (or issue_date)");
  }
  if (missing.empty()) return {};
  const std::string kind_name(core::name_of(core::kRecordKindNames, kind));
  return core::failed(where, "the columns fit " + kind_name + " best, but these are missing: " + missing,
                      near.empty() ? "the columns are " + joined(columns) : near + "?");
}

}  // namespace dunlin::ingest
