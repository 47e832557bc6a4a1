#include "engine/import/ordered_rows.h"

#include "engine/import/row_order_kernel.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::TextColumn;

/// Puts the implied creditor into the cells that are empty.
void imply(core::Table& rows, std::string_view implied) {
  if (!rows.has(Field::kCreditorId)) {
    TextColumn column;
    const uint32_t code = column.add_entry(implied);
    column.resize(rows.rows(), code);
    rows.set_texts(Field::kCreditorId, std::move(column));
    return;
  }
  TextColumn& column = rows.texts_or_new(Field::kCreditorId);
  const uint32_t code = column.add_entry(implied);
  for (uint32_t& cell : column.mutable_codes()) cell = cell >= TextColumn::kLeaveCode ? code : cell;
}

}  // namespace

core::Reject nameless_reject(const NamelessRow& row, const std::string& file) {
  core::Reject reject;
  reject.file = file;
  reject.row = row_of(row.order);
  reject.line = row.line;
  reject.kind = row.kind;
  reject.field = core::field_name(Field::kCreditorId);
  reject.reason = "missing_value";
  reject.detail = "the store holds several creditors, so every record must name its own";
  return reject;
}

void fill_creditors(StagedRows& staged, const CreditorBook& creditors, std::vector<NamelessRow>& nameless) {
  if (const auto implied = creditors.implied()) {
    imply(staged.rows, *implied);
    return;
  }
  const TextColumn* column = staged.rows.texts(Field::kCreditorId);
  std::vector<uint32_t> kept;
  for (uint32_t row = 0; row < staged.orders.size(); ++row) {
    if (column != nullptr && !column->is_null(row)) {
      kept.push_back(row);
    } else {
      nameless.push_back({staged.rows.kind(), staged.orders[row], staged.lines[row]});
    }
  }
  if (kept.size() == staged.orders.size()) return;
  StagedRows named;
  named.rows = staged.rows.gathered(kept);
  for (const uint32_t row : kept) {
    named.orders.push_back(staged.orders[row]);
    named.lines.push_back(staged.lines[row]);
  }
  if (column == nullptr) named.rows.texts_or_new(Field::kCreditorId);
  staged = std::move(named);
}

OrderedRows ordered(StagedRows&& staged) {
  OrderedRows result;
  result.staged = std::move(staged);
  const core::Table& rows = result.staged.rows;
  if (rows.rows() == 0) return result;
  result.creditors = rows.texts(Field::kCreditorId);
  result.debtors = rows.texts(Field::kDebtorId);
  result.ids = rows.texts(core::id_field(rows.kind()));
  result.hashes.resize(rows.rows());
  for (size_t row = 0; row < rows.rows(); ++row) result.hashes[row] = core::debtor_hash(result.debtors->at(row));
  result.sorted.resize(rows.rows());
  order_rows({result.hashes, *result.creditors, *result.debtors, *result.ids, result.staged.orders}, result.sorted);
  return result;
}

}  // namespace dunlin::engine
