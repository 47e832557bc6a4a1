#include "engine/import/record_versions.h"

#include <algorithm>

#include "core/payment_terms.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::kLeave;
using core::TextColumn;

/// Rows that will not be taken, whatever they say.
bool is_passed_over(Verdict verdict) { return verdict == Verdict::kConflict || verdict == Verdict::kRejected; }

/// Marks the rows that change the value of one integer column.
void follow_ints(const std::vector<int64_t>& events, std::span<const uint32_t> rows, int64_t value,
                 std::span<const Verdict> verdicts, std::span<uint8_t> changed) {
  for (size_t i = 0; i < rows.size(); ++i) {
    const int64_t next = events[rows[i]];
    if (next == kLeave || is_passed_over(verdicts[i])) continue;
    changed[i] |= next != value;
    value = next;
  }
}

/// The same for due dates, which may follow from other fields.
void follow_due_dates(const core::Table& events, std::span<const uint32_t> rows, const StoredRecord& stored,
                      std::span<const Verdict> verdicts, std::span<uint8_t> changed) {
  const auto cell = [&](Field field, uint32_t row) { return events.is_int(field) ? events.int_at(field, row) : kLeave; };
  core::DueTerms receivable;
  if (stored.exists()) {
    receivable = {stored.rows->int_at(Field::kDueDate, stored.row), stored.rows->int_at(Field::kIssueDate, stored.row),
                  stored.rows->int_at(Field::kTerms, stored.row)};
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    if (is_passed_over(verdicts[i])) continue;
    const int64_t before = receivable.due;
    const uint32_t row = rows[i];
    receivable.amend({cell(Field::kDueDate, row), cell(Field::kIssueDate, row), cell(Field::kTerms, row)});
    changed[i] |= receivable.due != before;
  }
}

/// The same for texts. A stored text may be null, which differs from every text.
void follow_texts(const TextColumn& events, std::span<const uint32_t> rows, const TextColumn* stored, size_t stored_row,
                  std::span<const Verdict> verdicts, std::span<uint8_t> changed) {
  bool null = stored == nullptr || stored->is_null(stored_row);
  std::string_view value = null ? std::string_view() : stored->at(stored_row);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (events.is_leave(rows[i]) || is_passed_over(verdicts[i])) continue;
    const bool next_null = events.is_null(rows[i]);
    const std::string_view next = events.at(rows[i]);
    changed[i] |= next_null != null || next != value;
    null = next_null;
    value = next;
  }
}

}  // namespace

std::vector<Field> spoken_fields(const core::Table& events) {
  std::vector<Field> fields = events.fields();
  const Field id = core::id_field(events.kind());
  std::erase_if(fields, [&](Field field) {
    return field == id || field == Field::kDebtorId || field == Field::kCreditorId || field == Field::kHash;
  });
  return fields;
}

void classify_versions(const core::Table& events, std::span<const Field> fields, std::span<const uint32_t> rows,
                       const StoredRecord& stored, std::span<Verdict> verdicts) {
  // Rows of one record are few; the inline buffer saves the heap for nearly all.
  uint8_t few[16] = {};
  std::vector<uint8_t> many(rows.size() > sizeof(few) ? rows.size() : 0);
  const std::span<uint8_t> changed(many.empty() ? few : many.data(), rows.size());
  const bool has_due_dates = events.kind() == core::RecordKind::kReceivable;
  if (has_due_dates) follow_due_dates(events, rows, stored, verdicts, changed);
  for (const Field field : fields) {
    if (has_due_dates && field == Field::kDueDate) continue;
    if (const auto* ints = events.ints(field)) {
      follow_ints(*ints, rows, stored.exists() ? stored.rows->int_at(field, stored.row) : core::kNull, verdicts, changed);
    } else {
      follow_texts(*events.texts(field), rows, stored.exists() ? stored.rows->texts(field) : nullptr, stored.row, verdicts,
                   changed);
    }
  }
  for (const core::Attribute& attribute : events.attributes()) {
    follow_texts(attribute.values, rows, stored.exists() ? stored.rows->attribute(attribute.name) : nullptr, stored.row,
                 verdicts, changed);
  }
  bool exists = stored.exists();
  for (size_t i = 0; i < rows.size(); ++i) {
    if (is_passed_over(verdicts[i])) continue;
    verdicts[i] = !exists ? Verdict::kInserted : changed[i] != 0 ? Verdict::kAmended : Verdict::kUnchanged;
    exists = true;
  }
}

}  // namespace dunlin::engine
