#include "engine/import/row_buffer.h"

#include <algorithm>
#include <limits>

#include "core/invariant.h"
#include "engine/import/append_kernel.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::kLeave;
using core::TextColumn;

size_t text_bytes(const TextCells& cells) { return cells.lengths.size() * 2 + cells.bytes.size(); }

/// Gives every column that the batch did not speak of its kLeave cells up to `rows`.
void fill_up(RowBuffer& buffer, size_t rows) {
  for (auto& [field, cells] : buffer.ints) cells.resize(rows, kLeave);
  for (auto& [field, cells] : buffer.texts) cells.lengths.resize(rows, TextCells::kLeaveLength);
  for (auto& [name, cells] : buffer.attributes) cells.lengths.resize(rows, TextCells::kLeaveLength);
}

void append_cells(const core::Table& from, std::span<const uint32_t> picked, RowBuffer& to) {
  for (const Field field : from.fields()) {
    if (const auto* values = from.ints(field)) {
      append_ints(*values, picked, to.ints_or_new(field));
    } else {
      append_texts(*from.texts(field), picked, to.texts_or_new(field));
    }
  }
  for (const core::Attribute& attribute : from.attributes()) {
    append_texts(attribute.values, picked, to.attribute_or_new(attribute.name));
  }
}

TextColumn to_column(TextCells&& cells) {
  std::vector<uint32_t> codes(cells.lengths.size());
  std::vector<uint32_t> ends;
  const size_t heap = unique_neighbours(cells.lengths, cells.bytes, codes, ends);
  cells.bytes.resize(heap);
  return TextColumn::from_parts(std::move(codes), std::move(ends), std::move(cells.bytes));
}

}  // namespace

size_t RowBuffer::bytes() const {
  size_t total = rows() * (sizeof(RowOrder) + sizeof(uint32_t));
  for (const auto& [field, cells] : ints) total += cells.size() * sizeof(int64_t);
  for (const auto& [field, cells] : texts) total += text_bytes(cells);
  for (const auto& [name, cells] : attributes) total += text_bytes(cells);
  return total;
}

const TextCells* RowBuffer::find_texts(Field field) const {
  for (const auto& [present, cells] : texts) {
    if (present == field) return &cells;
  }
  return nullptr;
}

std::vector<int64_t>& RowBuffer::ints_or_new(Field field) {
  for (auto& [present, cells] : ints) {
    if (present == field) return cells;
  }
  return ints.emplace_back(field, std::vector<int64_t>(rows(), kLeave)).second;
}

TextCells& RowBuffer::texts_or_new(Field field) {
  for (auto& [present, cells] : texts) {
    if (present == field) return cells;
  }
  TextCells& cells = texts.emplace_back(field, TextCells{}).second;
  cells.lengths.resize(rows(), TextCells::kLeaveLength);
  return cells;
}

TextCells& RowBuffer::attribute_or_new(std::string_view name) {
  for (auto& [present, cells] : attributes) {
    if (present == name) return cells;
  }
  TextCells& cells = attributes.emplace_back(std::string(name), TextCells{}).second;
  cells.lengths.resize(rows(), TextCells::kLeaveLength);
  return cells;
}

void append_rows(const core::EventBatch& batch, std::span<const uint32_t> picked, uint64_t file, RowBuffer& to) {
  append_cells(batch.rows, picked, to);
  for (const uint32_t row : picked) {
    to.orders.push_back(row_order(file, batch.row_numbers[row]));
    to.lines.push_back(static_cast<uint32_t>(std::min<uint64_t>(batch.lines[row], UINT32_MAX)));
  }
  fill_up(to, to.rows());
}

void append_rows(const StagedRows& staged, std::span<const uint32_t> picked, RowBuffer& to) {
  append_cells(staged.rows, picked, to);
  for (const uint32_t row : picked) {
    to.orders.push_back(staged.orders[row]);
    to.lines.push_back(staged.lines[row]);
  }
  fill_up(to, to.rows());
}

StagedRows to_staged(RowBuffer&& buffer) {
  StagedRows staged{core::Table(buffer.kind), std::move(buffer.orders), std::move(buffer.lines)};
  for (auto& [field, cells] : buffer.ints) staged.rows.set_ints(field, std::move(cells));
  for (auto& [field, cells] : buffer.texts) staged.rows.set_texts(field, to_column(std::move(cells)));
  for (auto& [name, cells] : buffer.attributes) staged.rows.set_attribute(name, to_column(std::move(cells)));
  staged.rows.set_rows(staged.orders.size());
  buffer = RowBuffer(buffer.kind);
  return staged;
}

}  // namespace dunlin::engine
