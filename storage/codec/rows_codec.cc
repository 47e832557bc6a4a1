#include "storage/codec/rows_codec.h"

#include "core/invariant.h"
#include "storage/codec/column_codec.h"

namespace dunlin::storage {
namespace {

constexpr uint16_t kNamed = 0xFFFF;
// Cells that one value may decode to: bounds the memory that a hostile value can ask for.
constexpr size_t kColumnsOfValueMax = 1024;

std::span<const uint8_t> as_bytes(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

flatbuffers::Offset<wire::Column> write_column(flatbuffers::FlatBufferBuilder& out, uint16_t field, std::string_view name,
                                               size_t rows, wire::Encoding encoding, const std::string& block) {
  const auto bytes = out.CreateVector(as_bytes(block).data(), block.size());
  const auto name_at = name.empty() ? 0 : out.CreateString(name.data(), name.size());
  return wire::CreateColumn(out, field, name_at, encoding, static_cast<uint32_t>(rows), bytes);
}

bool wanted(core::RecordKind kind, core::Field field, Part part) {
  return part == Part::kAll || (part == Part::kCold) == is_cold(kind, field);
}

std::string_view block_of(const wire::Column& column) {
  if (column.bytes() == nullptr) return {};
  return {reinterpret_cast<const char*>(column.bytes()->data()), column.bytes()->size()};
}

bool add_column(const wire::Column& column, core::Table& table) {
  const bool texts = column.encoding() == wire::Encoding::Texts;
  if (column.field() == kNamed) {
    if (!texts || column.name() == nullptr || table.attribute(column.name()->string_view()) != nullptr) return false;
    core::TextColumn values;
    if (!read_column(&column, table.rows(), values)) return false;
    table.set_attribute(column.name()->str(), std::move(values));
    return true;
  }
  if (column.field() >= core::kFieldCount) return false;
  const auto field = static_cast<core::Field>(column.field());
  if (table.has(field)) return false;
  if (texts) {
    core::TextColumn values;
    if (!read_column(&column, table.rows(), values)) return false;
    table.set_texts(field, std::move(values));
    return true;
  }
  std::vector<int64_t> values;
  if (!read_column(&column, table.rows(), values)) return false;
  table.set_ints(field, std::move(values));
  return true;
}

}  // namespace

bool is_cold(core::RecordKind kind, core::Field field) {
  const core::FieldSpec* spec = core::find_field(kind, field);
  return spec != nullptr && spec->warmth == core::Warmth::kCold;
}

flatbuffers::Offset<wire::Column> write_ints(flatbuffers::FlatBufferBuilder& out, uint16_t field,
                                             std::span<const int64_t> values) {
  std::string block;
  encode_ints(values, block);
  return write_column(out, field, {}, values.size(), wire::Encoding::Ints, block);
}

flatbuffers::Offset<wire::Column> write_texts(flatbuffers::FlatBufferBuilder& out, uint16_t field, std::string_view name,
                                              const core::TextColumn& column) {
  std::string block;
  encode_texts(column, block);
  return write_column(out, field, name, column.rows(), wire::Encoding::Texts, block);
}

flatbuffers::Offset<wire::Rows> write_rows(flatbuffers::FlatBufferBuilder& out, const core::Table& table, Part part,
                                           std::span<const uint32_t> begin) {
  std::vector<flatbuffers::Offset<wire::Column>> columns;
  for (const core::Field field : table.fields()) {
    if (!wanted(table.kind(), field, part)) continue;
    const auto number = static_cast<uint16_t>(field);
    if (table.is_int(field)) {
      INVARIANT(table.ints(field)->size() == table.rows(), core::field_name(field), table.ints(field)->size(), table.rows());
      columns.push_back(write_ints(out, number, *table.ints(field)));
    } else {
      INVARIANT(table.texts(field)->rows() == table.rows(), core::field_name(field), table.texts(field)->rows(),
                table.rows());
      columns.push_back(write_texts(out, number, {}, *table.texts(field)));
    }
  }
  if (part != Part::kFacts) {
    for (const core::Attribute& attribute : table.attributes()) {
      INVARIANT(attribute.values.rows() == table.rows(), attribute.name, attribute.values.rows(), table.rows());
      columns.push_back(write_texts(out, kNamed, attribute.name, attribute.values));
    }
  }
  flatbuffers::Offset<flatbuffers::Vector<uint8_t>> counts_at = 0;
  if (!begin.empty()) {
    std::vector<int64_t> counts(begin.size() - 1);
    for (size_t i = 0; i < counts.size(); ++i) counts[i] = static_cast<int64_t>(begin[i + 1] - begin[i]);
    std::string block;
    encode_ints(counts, block);
    counts_at = out.CreateVector(as_bytes(block).data(), block.size());
  }
  const auto columns_at = out.CreateVector(columns);
  return wire::CreateRows(out, static_cast<uint8_t>(table.kind()), static_cast<uint32_t>(table.rows()), counts_at,
                          columns_at);
}

flatbuffers::Offset<flatbuffers::Vector<const wire::Total*>> write_totals(flatbuffers::FlatBufferBuilder& out,
                                                                          const std::vector<ControlTotal>& totals) {
  std::vector<wire::Total> structs;
  for (const ControlTotal& total : totals) {
    structs.emplace_back(static_cast<uint8_t>(total.kind), total.currency, total.count, total.amount_low, total.amount_high);
  }
  return out.CreateVectorOfStructs(structs);
}

bool read_column(const wire::Column* column, size_t rows, std::vector<int64_t>& out) {
  if (column == nullptr || column->encoding() != wire::Encoding::Ints || column->rows() != rows) return false;
  ByteReader in(block_of(*column));
  return decode_ints(in, rows, out) && in.left() == 0;
}

bool read_column(const wire::Column* column, size_t rows, core::TextColumn& out) {
  if (column == nullptr || column->encoding() != wire::Encoding::Texts || column->rows() != rows) return false;
  ByteReader in(block_of(*column));
  return decode_texts(in, rows, out) && in.left() == 0;
}

bool read_table(const wire::Rows& rows, core::Table& table) {
  if (rows.rows() > kColumnRowsMax || rows.kind() != static_cast<uint8_t>(table.kind())) return false;
  if (table.rows() != 0 && table.rows() != rows.rows()) return false;
  table.set_rows(rows.rows());
  if (rows.columns() == nullptr) return true;
  if (rows.columns()->size() > kColumnsOfValueMax) return false;
  for (const wire::Column* column : *rows.columns()) {
    if (!add_column(*column, table)) return false;
  }
  return true;
}

bool read_begin(const wire::Rows& rows, size_t debtors, std::vector<uint32_t>& begin) {
  if (rows.counts() == nullptr) return false;
  ByteReader in({reinterpret_cast<const char*>(rows.counts()->data()), rows.counts()->size()});
  std::vector<int64_t> counts;
  if (!decode_ints(in, debtors, counts) || in.left() != 0) return false;
  begin.assign(debtors + 1, 0);
  uint64_t sum = 0;
  for (size_t i = 0; i < debtors; ++i) {
    if (counts[i] < 0 || counts[i] > static_cast<int64_t>(kColumnRowsMax)) return false;
    sum += static_cast<uint64_t>(counts[i]);
    if (sum > rows.rows()) return false;
    begin[i + 1] = static_cast<uint32_t>(sum);
  }
  return sum == rows.rows();
}

bool read_totals(const flatbuffers::Vector<const wire::Total*>* totals, std::vector<ControlTotal>& out) {
  out.clear();
  if (totals == nullptr) return true;
  for (const wire::Total* total : *totals) {
    if (total->kind() >= core::kRecordKinds) return false;
    out.push_back({static_cast<core::RecordKind>(total->kind()), total->currency(), total->count(), total->amount_low(),
                   total->amount_high()});
  }
  return true;
}

}  // namespace dunlin::storage
