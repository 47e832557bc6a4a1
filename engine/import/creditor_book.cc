#include "engine/import/creditor_book.h"

#include <algorithm>
#include <numeric>

#include "engine/import/record_versions.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::kLeave;
using core::Table;
using core::TextColumn;

std::string_view id_at(const Table& table, size_t row) { return table.text_at(Field::kCreditorId, row); }

/// Appends an empty row and returns its position.
size_t add_row(Table& table, std::string_view creditor_id) {
  const size_t row = table.rows();
  table.texts_or_new(Field::kCreditorId).append(creditor_id);
  for (const Field field : table.fields()) {
    if (field == Field::kCreditorId) continue;
    if (table.is_int(field)) {
      table.ints_or_new(field).push_back(core::kNull);
    } else {
      table.texts_or_new(field).append_null();
    }
  }
  // Attributes: found by name, since the table hands out only constant views of them.
  for (size_t i = 0; i < table.attributes().size(); ++i) {
    table.attribute_or_new(std::string(table.attributes()[i].name)).append_null();
  }
  table.set_rows(row + 1);
  return row;
}

void lay_text(const TextColumn& events, size_t event, size_t row, TextColumn& to) {
  if (events.is_leave(event)) return;
  to.mutable_codes()[row] = events.is_null(event) ? TextColumn::kNullCode : to.add_entry(events.at(event));
}

/// Lays one event row over one row of the table.
void lay_over(const Table& events, size_t event, Table& table, size_t row) {
  for (const Field field : spoken_fields(events)) {
    if (const auto* ints = events.ints(field)) {
      if ((*ints)[event] != kLeave) table.ints_or_new(field)[row] = (*ints)[event];
    } else {
      lay_text(*events.texts(field), event, row, table.texts_or_new(field));
    }
  }
  for (const core::Attribute& attribute : events.attributes()) {
    lay_text(attribute.values, event, row, table.attribute_or_new(attribute.name));
  }
}

Table sorted_by_id(const Table& table) {
  std::vector<uint32_t> rows(table.rows());
  std::iota(rows.begin(), rows.end(), 0U);
  std::sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) { return id_at(table, a) < id_at(table, b); });
  return table.gathered(rows);
}

}  // namespace

CreditorBook::CreditorBook(Table stored, const StagedRows& events, std::vector<Verdict>& verdicts)
    : table_(std::move(stored)) {
  verdicts.assign(events.orders.size(), Verdict::kUnchanged);
  std::vector<uint32_t> rows(events.orders.size());
  std::iota(rows.begin(), rows.end(), 0U);
  std::stable_sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    const std::string_view id_a = id_at(events.rows, a);
    const std::string_view id_b = id_at(events.rows, b);
    return id_a != id_b ? id_a < id_b : events.orders[a] < events.orders[b];
  });
  const std::vector<Field> fields = spoken_fields(events.rows);
  const size_t stored_rows = table_.rows();
  for (size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    const std::string_view id = id_at(events.rows, rows[begin]);
    while (end < rows.size() && id_at(events.rows, rows[end]) == id) ++end;
    size_t at = 0;
    while (at < stored_rows && id_at(table_, at) != id) ++at;
    const bool known = at < stored_rows;
    std::vector<Verdict> said(end - begin, Verdict::kUnchanged);
    const std::span<const uint32_t> versions(rows.data() + begin, end - begin);
    classify_versions(events.rows, fields, versions, known ? StoredRecord{&table_, at} : StoredRecord{}, said);
    if (!known) at = add_row(table_, id);
    for (size_t i = 0; i < versions.size(); ++i) {
      verdicts[versions[i]] = said[i];
      if (!is_taken(said[i])) continue;
      lay_over(events.rows, versions[i], table_, at);
      changed_ = true;
    }
  }
  if (changed_) table_ = sorted_by_id(table_);
  for (size_t row = 0; row < table_.rows(); ++row) ids_.emplace_back(id_at(table_, row));
  std::sort(ids_.begin(), ids_.end());
}

void CreditorBook::make_default_if_empty() {
  if (!ids_.empty()) return;
  const size_t row = add_row(table_, "default");
  TextColumn& names = table_.texts_or_new(Field::kName);
  names.mutable_codes()[row] = names.add_entry("default");
  ids_.emplace_back("default");
  changed_ = true;
}

std::optional<std::string> CreditorBook::implied() const {
  if (ids_.size() != 1) return std::nullopt;
  return ids_.front();
}

bool CreditorBook::knows(std::string_view creditor_id) const {
  return std::binary_search(ids_.begin(), ids_.end(), creditor_id);
}

}  // namespace dunlin::engine
