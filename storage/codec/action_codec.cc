#include "storage/codec/action_codec.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/invariant.h"
#include "storage/codec/column_codec.h"
#include "storage/codec/rows_codec.h"

namespace dunlin::storage {
namespace {

using core::ActionBatch;
using core::TextColumn;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

template <class T>
using Ints = std::vector<T> ActionBatch::*;
using Texts = TextColumn ActionBatch::*;

// The position of a column in its list is its number on disk; texts count from kFirstText, each width from its own hundred.
constexpr uint16_t kFirstText = 0;
constexpr uint16_t kFirstLong = 100;
constexpr uint16_t kFirstInt = 200;
constexpr uint16_t kFirstByte = 300;
constexpr uint16_t kFirstCode = 400;

/// Columns of one of the three row sets of a batch.
struct Layout {
  std::vector<Texts> texts;
  std::vector<Ints<int64_t>> longs;
  std::vector<Ints<int32_t>> ints;
  std::vector<Ints<uint8_t>> bytes;
  std::vector<Ints<uint32_t>> codes;
};

const Layout& action_layout() {
  using A = ActionBatch;
  static const Layout kLayout{{&A::creditor_id,
                               &A::debtor_id,
                               &A::scenario,
                               &A::step,
                               &A::template_name,
                               &A::language,
                               &A::locale,
                               &A::segment,
                               &A::risk_class,
                               &A::unit,
                               &A::unit_list,
                               &A::score_reasons,
                               &A::recipient_name,
                               &A::recipient_email,
                               &A::recipient_phone,
                               &A::recipient_street,
                               &A::recipient_postal_code,
                               &A::recipient_city,
                               &A::recipient_country,
                               &A::cc,
                               &A::reference,
                               &A::iban,
                               &A::bic,
                               &A::payee},
                              {&A::debtor_hash, &A::score, &A::not_before, &A::not_after},
                              {&A::business_date, &A::step_index, &A::episode, &A::priority},
                              {&A::unit_kind, &A::action, &A::channel, &A::stage},
                              {}};
  return kLayout;
}

const Layout& total_layout() {
  using A = ActionBatch;
  static const Layout kLayout{{},
                              {&A::total_overdue, &A::total_interest, &A::total_fees, &A::total_cash, &A::total_demanded},
                              {},
                              {},
                              {&A::total_currency}};
  return kLayout;
}

const Layout& line_layout() {
  using A = ActionBatch;
  static const Layout kLayout{{&A::line_receivable_id, &A::line_document_url},
                              {&A::line_balance, &A::line_interest, &A::line_fees},
                              {&A::line_due_date, &A::line_days_past_due},
                              {},
                              {&A::line_currency}};
  return kLayout;
}

template <class T>
Offset<wire::Column> write_narrow(FlatBufferBuilder& out, uint16_t number, const std::vector<T>& column, size_t rows) {
  INVARIANT(column.size() == rows, "action column", number, column.size(), rows);
  const std::vector<int64_t> wide(column.begin(), column.end());
  return write_ints(out, number, wide);
}

Offset<wire::Rows> write_set(FlatBufferBuilder& out, const ActionBatch& batch, const Layout& layout, size_t rows,
                             const std::vector<uint32_t>* begin) {
  std::vector<Offset<wire::Column>> columns;
  for (uint16_t i = 0; i < layout.texts.size(); ++i) {
    const TextColumn& column = batch.*layout.texts[i];
    // A column nobody filled is null throughout, and costs nothing.
    if (column.rows() == 0 && rows > 0) continue;
    INVARIANT(column.rows() == rows, "action text column", i, column.rows(), rows);
    columns.push_back(write_texts(out, kFirstText + i, {}, column));
  }
  for (uint16_t i = 0; i < layout.longs.size(); ++i) {
    columns.push_back(write_narrow(out, kFirstLong + i, batch.*layout.longs[i], rows));
  }
  for (uint16_t i = 0; i < layout.ints.size(); ++i) {
    columns.push_back(write_narrow(out, kFirstInt + i, batch.*layout.ints[i], rows));
  }
  for (uint16_t i = 0; i < layout.bytes.size(); ++i) {
    columns.push_back(write_narrow(out, kFirstByte + i, batch.*layout.bytes[i], rows));
  }
  for (uint16_t i = 0; i < layout.codes.size(); ++i) {
    columns.push_back(write_narrow(out, kFirstCode + i, batch.*layout.codes[i], rows));
  }
  Offset<flatbuffers::Vector<uint8_t>> counts_at = 0;
  if (begin != nullptr) {
    INVARIANT(begin->size() == batch.size() + 1 && begin->back() == rows, begin->size(), batch.size(), rows);
    std::vector<int64_t> counts(batch.size());
    for (size_t i = 0; i < counts.size(); ++i) counts[i] = static_cast<int64_t>((*begin)[i + 1] - (*begin)[i]);
    std::string block;
    encode_ints(counts, block);
    counts_at = out.CreateVector(reinterpret_cast<const uint8_t*>(block.data()), block.size());
  }
  const auto columns_at = out.CreateVector(columns);
  return wire::CreateRows(out, 0, static_cast<uint32_t>(rows), counts_at, columns_at);
}

const wire::Column* find_column(const wire::Rows& rows, uint16_t number) {
  if (rows.columns() == nullptr) return nullptr;
  for (const wire::Column* column : *rows.columns()) {
    if (column->field() == number) return column;
  }
  return nullptr;
}

template <class T>
bool read_narrow(const wire::Rows& rows, uint16_t number, std::vector<T>& out) {
  std::vector<int64_t> wide;
  if (!read_column(find_column(rows, number), rows.rows(), wide)) return false;
  out.resize(wide.size());
  for (size_t i = 0; i < wide.size(); ++i) {
    if (wide[i] < static_cast<int64_t>(std::numeric_limits<T>::min()) ||
        wide[i] > static_cast<int64_t>(std::numeric_limits<T>::max())) {
      return false;
    }
    out[i] = static_cast<T>(wide[i]);
  }
  return true;
}

bool read_set(const wire::Rows& rows, const Layout& layout, ActionBatch& batch) {
  if (rows.rows() > kColumnRowsMax) return false;
  for (uint16_t i = 0; i < layout.texts.size(); ++i) {
    const wire::Column* column = find_column(rows, kFirstText + i);
    if (column == nullptr) {
      (batch.*layout.texts[i]).resize(rows.rows(), TextColumn::kNullCode);
    } else if (!read_column(column, rows.rows(), batch.*layout.texts[i])) {
      return false;
    }
  }
  bool ok = true;
  for (uint16_t i = 0; i < layout.longs.size(); ++i) ok = ok && read_narrow(rows, kFirstLong + i, batch.*layout.longs[i]);
  for (uint16_t i = 0; i < layout.ints.size(); ++i) ok = ok && read_narrow(rows, kFirstInt + i, batch.*layout.ints[i]);
  for (uint16_t i = 0; i < layout.bytes.size(); ++i) ok = ok && read_narrow(rows, kFirstByte + i, batch.*layout.bytes[i]);
  for (uint16_t i = 0; i < layout.codes.size(); ++i) ok = ok && read_narrow(rows, kFirstCode + i, batch.*layout.codes[i]);
  return ok;
}

bool read_values(const wire::Actions& root, ActionBatch& batch) {
  if (root.values() == nullptr) return true;
  if (root.values()->size() > 4096) return false;
  for (const wire::ActionValue* value : *root.values()) {
    if (value->type() > static_cast<uint8_t>(core::ValueType::kBoolean) || value->name() == nullptr) return false;
    core::ValueColumn column;
    column.name = value->name()->str();
    column.type = static_cast<core::ValueType>(value->type());
    column.scale = value->scale();
    if (!read_column(value->ints(), batch.size(), column.ints)) return false;
    if (value->texts() != nullptr && !read_column(value->texts(), value->texts()->rows(), column.texts)) return false;
    // Codes of texts lead into the dictionary, whose rows are its entries.
    if (column.type == core::ValueType::kText) {
      for (const int64_t code : column.ints) {
        if (code > core::kLeave && (code < 0 || static_cast<uint64_t>(code) >= column.texts.entries())) return false;
      }
    }
    batch.values.push_back(std::move(column));
  }
  return true;
}

Offset<wire::ActionValue> write_value(FlatBufferBuilder& out, const core::ValueColumn& value, size_t rows) {
  INVARIANT(value.ints.size() == rows, value.name, value.ints.size(), rows);
  core::ValueColumn compact = value;
  if (value.type == core::ValueType::kText) {
    // Distinct texts once, and codes that follow them.
    TextColumn column;
    std::vector<uint32_t> codes(rows);
    for (size_t i = 0; i < rows; ++i) {
      const int64_t code = value.ints[i];
      codes[i] = code == core::kNull ? TextColumn::kNullCode
                                     : (code == core::kLeave ? TextColumn::kLeaveCode : static_cast<uint32_t>(code));
    }
    column = TextColumn::from_parts(std::move(codes), value.texts.ends(), value.texts.heap()).compacted();
    for (size_t i = 0; i < rows; ++i) {
      const uint32_t code = column.codes()[i];
      compact.ints[i] = code == TextColumn::kNullCode ? core::kNull : (code == TextColumn::kLeaveCode ? core::kLeave : code);
    }
    std::vector<uint32_t> each(column.entries());
    for (uint32_t i = 0; i < each.size(); ++i) each[i] = i;
    compact.texts = TextColumn::from_parts(std::move(each), column.ends(), column.heap());
  }
  const auto name = out.CreateString(value.name);
  const auto ints = write_ints(out, 0, compact.ints);
  Offset<wire::Column> texts = 0;
  if (value.type == core::ValueType::kText) texts = write_texts(out, 0, {}, compact.texts);
  return wire::CreateActionValue(out, name, static_cast<uint8_t>(value.type), value.scale, ints, texts);
}

}  // namespace

std::string encode_actions(const ActionBatch& batch) {
  FlatBufferBuilder out(64 * 1024);
  const auto actions = write_set(out, batch, action_layout(), batch.size(), nullptr);
  const auto totals = write_set(out, batch, total_layout(), batch.total_currency.size(), &batch.total_begin);
  const auto lines = write_set(out, batch, line_layout(), batch.line_currency.size(), &batch.line_begin);
  std::vector<Offset<wire::ActionValue>> values;
  for (const core::ValueColumn& value : batch.values) values.push_back(write_value(out, value, batch.size()));
  const auto values_at = out.CreateVector(values);
  out.Finish(wire::CreateActions(out, actions, totals, lines, values_at));
  return std::string(finished(out));
}

bool decode_actions(std::string_view body, ActionBatch& batch) {
  const auto* root = verified_root<wire::Actions>(body);
  if (root == nullptr || root->actions() == nullptr || root->totals() == nullptr || root->lines() == nullptr) return false;
  batch = ActionBatch();
  return read_set(*root->actions(), action_layout(), batch) && read_set(*root->totals(), total_layout(), batch) &&
         read_set(*root->lines(), line_layout(), batch) && read_begin(*root->totals(), batch.size(), batch.total_begin) &&
         read_begin(*root->lines(), batch.size(), batch.line_begin) && read_values(*root, batch);
}

}  // namespace dunlin::storage
