#include "ingest/mapping/kind_guess.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace dunlin::ingest {
namespace {

using core::Field;
using core::RecordKind;

// Records name the ids of their parents too, so the ids of what nobody refers to come first.
constexpr RecordKind kMostTelling[] = {
    RecordKind::kPromise,    RecordKind::kPlan,      RecordKind::kDispute, RecordKind::kHold,       RecordKind::kInteraction,
    RecordKind::kCase,       RecordKind::kPlacement, RecordKind::kPayment, RecordKind::kCreditNote, RecordKind::kContact,
    RecordKind::kReceivable, RecordKind::kDebtor,    RecordKind::kCreditor};

/// Kinds that tell themselves by several columns, having no id or not always one.
constexpr RecordKind kTellingTogether[] = {RecordKind::kInteraction, RecordKind::kFx, RecordKind::kRate};

// An export of invoices may carry a column named dispute_id or case_id: these kinds take the file that names such a
// column without being whole.
constexpr RecordKind kStandsAlone[] = {RecordKind::kPayment, RecordKind::kCreditNote, RecordKind::kReceivable};

bool has_column(std::span<const std::string> columns, std::string_view name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

/// Every required column is there, and for kinds that need one of two, one of them.
bool is_whole(RecordKind kind, std::span<const std::string> columns) {
  for (const core::FieldSpec& spec : core::fields_of(kind)) {
    if (spec.required && !has_column(columns, core::field_name(spec.field))) return false;
  }
  const auto either = either_of(kind);
  return !either || has_column(columns, core::field_name(either->first)) ||
         has_column(columns, core::field_name(either->second));
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

std::optional<std::pair<Field, Field>> either_of(RecordKind kind) {
  if (kind == RecordKind::kReceivable) return std::pair(Field::kDueDate, Field::kIssueDate);
  if (kind == RecordKind::kHold) return std::pair(Field::kDebtorId, Field::kReceivableId);
  return std::nullopt;
}

core::Result<RecordKind> guess_kind(std::span<const std::string> columns, const std::string& where) {
  for (const RecordKind kind : kTellingTogether) {
    if (is_whole(kind, columns)) return kind;
  }
  for (const RecordKind kind : kMostTelling) {
    if (!has_column(columns, core::field_name(core::id_field(kind)))) continue;
    if (!is_whole(kind, columns)) {
      for (const RecordKind other : kStandsAlone) {
        if (is_whole(other, columns)) return other;
      }
    }
    return kind;
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
  return core::failed(
      where,
      "no record kind fits the columns: no id of a record (receivable_id, debtor_id, payment_id, promise_id ...) "
      "among " +
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
  const auto either = either_of(kind);
  if (either) {
    const std::string_view first = core::field_name(either->first);
    const std::string_view second = core::field_name(either->second);
    if (!has_column(columns, first) && !has_column(columns, second)) {
      miss(first, std::string(first) + " (or " + std::string(second) + ")");
    }
  }
  if (missing.empty()) return {};
  const std::string kind_name(core::name_of(core::kRecordKindNames, kind));
  return core::failed(where, "the columns fit " + kind_name + " best, but these are missing: " + missing,
                      near.empty() ? "the columns are " + joined(columns) : near + "?");
}

}  // namespace dunlin::ingest
