#include "ingest/records/batch_columns.h"

#include <algorithm>

namespace dunlin::ingest {
namespace {

/// Moves the rows from `base` on together over those that are dropped.
template <class Value>
void keep_rows(std::vector<Value>& column, size_t base, std::span<const uint8_t> dropped) {
  size_t to = base;
  for (size_t i = 0; i < dropped.size(); ++i) {
    if (dropped[i] == 0) column[to++] = column[base + i];
  }
  column.resize(to);
}

bool speaks(const std::vector<int64_t>& values) {
  return std::any_of(values.begin(), values.end(), [](int64_t value) { return value != core::kLeave; });
}
bool speaks(const core::TextColumn& column) {
  return std::any_of(column.codes().begin(), column.codes().end(),
                     [](uint32_t code) { return code != core::TextColumn::kLeaveCode; });
}

}  // namespace

BatchColumns::Ints& BatchColumns::ints(core::Field field) {
  int16_t& slot = slots_[static_cast<size_t>(field)];
  if (slot < 0) {
    slot = static_cast<int16_t>(ints_.size());
    ints_.push_back({field, Ints(rows(), core::kLeave)});
  }
  return ints_[static_cast<size_t>(slot)].values;
}

TextColumnBuilder& BatchColumns::texts(core::Field field) {
  int16_t& slot = slots_[static_cast<size_t>(field)];
  if (slot < 0) {
    slot = static_cast<int16_t>(texts_.size());
    texts_.emplace_back().field = field;
    texts_.back().values.append_leaves(rows());
  }
  return texts_[static_cast<size_t>(slot)].values;
}

TextColumnBuilder& BatchColumns::attribute(std::string_view name) {
  for (AttributeColumn& attribute : attributes_) {
    if (attribute.name == name) return attribute.values;
  }
  attributes_.emplace_back().name = name;
  attributes_.back().values.append_leaves(rows());
  return attributes_.back().values;
}

void BatchColumns::end_tile(std::span<const uint64_t> row_numbers, std::span<const uint64_t> lines,
                            std::span<const uint8_t> dropped) {
  const size_t base = rows();
  row_numbers_.insert(row_numbers_.end(), row_numbers.begin(), row_numbers.end());
  lines_.insert(lines_.end(), lines.begin(), lines.end());
  for (IntColumn& column : ints_) column.values.resize(rows(), core::kLeave);
  for (TextColumn& column : texts_) column.values.append_leaves(rows() - column.values.rows());
  for (AttributeColumn& column : attributes_) column.values.append_leaves(rows() - column.values.rows());
  if (std::all_of(dropped.begin(), dropped.end(), [](uint8_t drop) { return drop == 0; })) return;
  keep_rows(row_numbers_, base, dropped);
  keep_rows(lines_, base, dropped);
  for (IntColumn& column : ints_) keep_rows(column.values, base, dropped);
  for (TextColumn& column : texts_) keep_rows(column.values.codes(), base, dropped);
  for (AttributeColumn& column : attributes_) keep_rows(column.values.codes(), base, dropped);
}

core::EventBatch BatchColumns::take() {
  core::EventBatch batch(kind_);
  const size_t count = rows();
  for (IntColumn& column : ints_) {
    if (!speaks(column.values)) {
      column.values.clear();
      continue;
    }
    batch.rows.set_ints(column.field, std::move(column.values));
    column.values = {};
    column.values.reserve(count);
  }
  for (TextColumn& column : texts_) {
    core::TextColumn values = column.values.take();
    if (speaks(values)) batch.rows.set_texts(column.field, std::move(values));
  }
  for (AttributeColumn& column : attributes_) {
    core::TextColumn values = column.values.take();
    if (speaks(values)) batch.rows.set_attribute(column.name, std::move(values));
  }
  batch.rows.set_rows(count);
  batch.row_numbers = std::move(row_numbers_);
  batch.lines = std::move(lines_);
  row_numbers_ = {};
  lines_ = {};
  return batch;
}

}  // namespace dunlin::ingest
