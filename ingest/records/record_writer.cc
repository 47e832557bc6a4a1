#include "ingest/records/record_writer.h"

#include <algorithm>

#include "core/limits.h"
#include "ingest/convert/text_kernel.h"
#include "ingest/convert/utf8.h"
#include "ingest/convert/value_kernel.h"
#include "ingest/records/record_rules.h"

namespace dunlin::ingest {
namespace {

using core::Field;
using core::FieldType;

bool holds(const ConditionPlan& condition, std::string_view cell) {
  if (condition.present && *condition.present == cell.empty()) return false;
  if (condition.values.empty()) return true;
  return std::find(condition.values.begin(), condition.values.end(), cell) != condition.values.end();
}

bool is_field(const FieldPlan& plan, Field field) { return plan.spec != nullptr && plan.spec->field == field; }

std::string_view without_zeros(std::string_view text) {
  while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
  return text;
}

}  // namespace

RecordWriter::RecordWriter(const ReadPlan& plan, const RecordPlan& record, const ReadSink& sink)
    : plan_(plan), record_(record), sink_(sink), batch_(record.kind) {}

core::Status RecordWriter::append(const CellTile& tile, TextArena& arena) {
  if (batch_.rows() + tile.rows > core::kEventBatchRows) DUNLIN_TRY(flush_batch(batch_));
  pick_rows(tile);
  if (row_numbers_.empty()) return {};
  base_ = batch_.rows();
  faults_.begin(row_numbers_.size());
  for (const FieldPlan& field : record_.fields) {
    verdicts_.assign(row_numbers_.size(), CellVerdict::kGood);
    const std::span<const std::string_view> cells = cells_of(field, tile, arena);
    convert(field, is_field(field, Field::kCountry) ? in_capitals(cells, arena) : cells);
  }
  if (record_.keeps_extras) append_extras(tile);
  const TileRows rows{plan_, record_, batch_, base_, row_numbers_.size(), faults_};
  apply_record_rules(rows);
  DUNLIN_TRY(tell_faults(tile));
  const std::vector<uint32_t> moved = move_negative_receivables(rows, credit_notes_);
  batch_.end_tile(row_numbers_, lines_, faults_.dropped());
  if (!moved.empty()) {
    std::vector<uint64_t> numbers;
    std::vector<uint64_t> lines;
    for (const uint32_t row : moved) {
      numbers.push_back(row_numbers_[row]);
      lines.push_back(lines_[row]);
    }
    credit_notes_.end_tile(numbers, lines, {});
    if (credit_notes_.rows() + kTileRows > core::kEventBatchRows / 2) DUNLIN_TRY(flush_batch(credit_notes_));
  }
  return {};
}

core::Status RecordWriter::flush() {
  DUNLIN_TRY(flush_batch(batch_));
  return flush_batch(credit_notes_);
}

core::Status RecordWriter::flush_batch(BatchColumns& batch) {
  if (batch.rows() == 0) return {};
  return sink_.batch(batch.take());
}

void RecordWriter::pick_rows(const CellTile& tile) {
  picked_all_ = !record_.when.has_value();
  if (picked_all_) {
    row_numbers_ = tile.row_numbers;
    lines_ = tile.lines;
    return;
  }
  picked_.clear();
  row_numbers_.clear();
  lines_.clear();
  const std::vector<std::string_view>& asked = tile.columns[record_.when->column];
  for (uint32_t row = 0; row < tile.rows; ++row) {
    if (!holds(*record_.when, asked[row])) continue;
    picked_.push_back(row);
    row_numbers_.push_back(tile.row_numbers[row]);
    lines_.push_back(tile.lines[row]);
  }
}

std::span<const std::string_view> RecordWriter::cells_of(const FieldPlan& field, const CellTile& tile, TextArena& arena) {
  if (field.column == kNoColumn) {
    scratch_.assign(row_numbers_.size(), field.constant);
  } else {
    const std::vector<std::string_view>& cells = tile.columns[field.column];
    if (picked_all_ && !field.rewrites) return {cells.data(), tile.rows};
    scratch_.clear();
    if (picked_all_) {
      scratch_.assign(cells.begin(), cells.begin() + static_cast<ptrdiff_t>(tile.rows));
    } else {
      for (const uint32_t row : picked_) scratch_.push_back(cells[row]);
    }
  }
  if (field.rewrites) rewrite(field, arena);
  return scratch_;
}

/// Codes of two letters as the standard writes them; `us` is as clear as `US`.
std::span<const std::string_view> RecordWriter::in_capitals(std::span<const std::string_view> cells, TextArena& arena) {
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto has_small = [&](std::string_view cell) { return std::ranges::any_of(cell, is_small); };
  if (std::ranges::none_of(cells, has_small)) return cells;
  if (cells.data() != scratch_.data()) scratch_.assign(cells.begin(), cells.end());
  for (std::string_view& cell : scratch_) {
    if (cell.size() != 2 || !has_small(cell)) continue;
    char* const capitals = arena.allocate(cell.size());
    std::ranges::transform(cell, capitals, [&](char c) { return is_small(c) ? static_cast<char>(c - 'a' + 'A') : c; });
    cell = {capitals, cell.size()};
  }
  return scratch_;
}

void RecordWriter::rewrite(const FieldPlan& field, TextArena& arena) {
  for (size_t i = 0; i < scratch_.size(); ++i) {
    std::string_view& cell = scratch_[i];
    // Nothing stays nothing, unless the map gives the empty code a meaning.
    if (cell.data() == nullptr) continue;
    if (field.strip_zeros) cell = without_zeros(cell);
    if (!field.map.empty() || field.otherwise) {
      const auto at = std::lower_bound(field.map.begin(), field.map.end(), cell,
                                       [](const auto& entry, std::string_view code) { return entry.first < code; });
      if (at != field.map.end() && at->first == cell) {
        cell = at->second;
      } else if (!cell.empty() && field.otherwise) {
        cell = *field.otherwise;
      } else if (!cell.empty()) {
        verdicts_[i] = CellVerdict::kUnmappedCode;
      }
    }
    if (field.prefix.empty() || cell.empty()) continue;
    char* const joined = arena.allocate(field.prefix.size() + cell.size());
    std::copy(field.prefix.begin(), field.prefix.end(), joined);
    std::copy(cell.begin(), cell.end(), joined + field.prefix.size());
    cell = {joined, field.prefix.size() + cell.size()};
  }
}

void RecordWriter::convert(const FieldPlan& field, std::span<const std::string_view> cells) {
  size_t wrong = field.rewrites ? 1 : 0;
  if (field.required) {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].empty()) continue;
      verdicts_[i] = CellVerdict::kMissing;
      ++wrong;
    }
  }
  if (field.spec == nullptr) {
    wrong += convert_texts(cells, batch_.attribute(field.name), verdicts_.data());
  } else if (field.spec->type == FieldType::kId) {
    wrong += convert_ids(cells, batch_.texts(field.spec->field), verdicts_.data());
  } else if (field.spec->type == FieldType::kText) {
    wrong += convert_texts(cells, batch_.texts(field.spec->field), verdicts_.data());
    if (is_field(field, Field::kCountry)) wrong += check_countries(cells, verdicts_.data());
  } else if (field.spec->type == FieldType::kTextList) {
    wrong += convert_text_lists(cells, batch_.texts(field.spec->field), verdicts_.data());
    const bool are_zones = is_field(field, Field::kTimezones) && !plan_.zones.empty();
    if (are_zones) wrong += check_zones(cells, plan_.zones, verdicts_.data());
  } else if (field.spec->type == FieldType::kInstalments) {
    const std::span<const int64_t> currencies(batch_.ints(Field::kCurrency).data() + base_, cells.size());
    wrong += convert_instalments(cells, currencies, {plan_.dates, plan_.numbers}, batch_.texts(field.spec->field),
                                 verdicts_.data());
  } else {
    auto& column = batch_.ints(field.spec->field);
    column.resize(base_ + cells.size());
    wrong += convert_ints(field, cells, column.data() + base_);
  }
  if (wrong == 0) return;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (verdicts_[i] != CellVerdict::kGood) faults_.add({i, verdicts_[i], &field, field.name});
  }
}

size_t RecordWriter::convert_ints(const FieldPlan& field, std::span<const std::string_view> cells, int64_t* out) {
  switch (field.spec->type) {
    case FieldType::kAmount: {
      if (!batch_.has(Field::kCurrency)) {
        return convert_plain_amounts(cells, plan_.default_digits, plan_.numbers, out, verdicts_.data());
      }
      const std::span<const int64_t> currencies(batch_.ints(Field::kCurrency).data() + base_, cells.size());
      return convert_amounts(cells, currencies, plan_.numbers, out, verdicts_.data());
    }
    case FieldType::kCurrency: return convert_currencies(cells, out, verdicts_.data());
    case FieldType::kDate: return convert_dates(cells, plan_.dates, out, verdicts_.data());
    case FieldType::kInteger: return convert_integers(cells, out, verdicts_.data());
    case FieldType::kDecimal: return convert_decimals(cells, plan_.numbers, out, verdicts_.data());
    case FieldType::kEnum: return convert_codes(cells, field.spec->names, out, verdicts_.data());
    case FieldType::kRate: return convert_rates(cells, plan_.numbers, out, verdicts_.data());
    case FieldType::kBoolean: return convert_booleans(cells, out, verdicts_.data());
    case FieldType::kInstant: return convert_instants(cells, plan_.dates, out, verdicts_.data());
    case FieldType::kChannelSet: return convert_sets(cells, core::kChannelNames, out, verdicts_.data());
    case FieldType::kFlagSet: return convert_sets(cells, core::kDebtorFlagNames, out, verdicts_.data());
    default: break;
  }
  INVARIANT(false, "a text field among the integers:", field.name);
  return 0;
}

void RecordWriter::append_extras(const CellTile& tile) {
  for (const CellTile::Extra& extra : tile.extras) {
    scratch_.clear();
    if (picked_all_) {
      scratch_.assign(extra.cells.begin(), extra.cells.begin() + static_cast<ptrdiff_t>(tile.rows));
    } else {
      for (const uint32_t row : picked_) scratch_.push_back(extra.cells[row]);
    }
    verdicts_.assign(row_numbers_.size(), CellVerdict::kGood);
    if (convert_texts(scratch_, batch_.attribute(extra.name), verdicts_.data()) == 0) continue;
    for (size_t i = 0; i < scratch_.size(); ++i) {
      if (verdicts_[i] != CellVerdict::kGood) faults_.add({i, verdicts_[i], nullptr, extra.name});
    }
  }
}

core::Status RecordWriter::tell_faults(const CellTile& tile) {
  std::vector<RowFault>& faults = faults_.faults();
  std::stable_sort(faults.begin(), faults.end(), [](const RowFault& a, const RowFault& b) { return a.row < b.row; });
  for (const RowFault& fault : faults) {
    core::Reject reject;
    reject.file = plan_.file;
    reject.row = row_numbers_[fault.row];
    reject.line = lines_[fault.row];
    reject.kind = record_.kind;
    reject.field = fault.name;
    if (fault.field != nullptr && fault.field->column != kNoColumn) {
      if (!plan_.open) reject.column = fault.field->column + 1;
      const size_t row = picked_all_ ? fault.row : picked_[fault.row];
      reject.text = shown_text(tile.columns[fault.field->column][row]);
    } else if (fault.field != nullptr) {
      reject.text = shown_text(fault.field->constant);
    }
    reject.reason = reason_of(fault.verdict);
    reject.detail =
        detail_of(fault.verdict, fault.name, fault.field != nullptr ? fault.field->spec : nullptr, plan_.date_pattern);
    DUNLIN_TRY(sink_.reject(std::move(reject)));
  }
  return {};
}

}  // namespace dunlin::ingest
