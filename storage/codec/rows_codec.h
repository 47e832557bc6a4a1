// Tables and groups to and from the FlatBuffers container of schema/page.fbs. For the codecs of this folder only: this is
// the one header that carries FlatBuffers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/account_page.h"
#include "core/table.h"
#include "storage/records.h"
#include "storage/schema/page_generated.h"

namespace dunlin::storage {

/// Which columns of a table are written.
enum class Part : uint8_t { kAll, kFacts, kCold };

/// The field lies in the cold family (and so do all attributes).
bool is_cold(core::RecordKind kind, core::Field field);

flatbuffers::Offset<wire::Column> write_ints(flatbuffers::FlatBufferBuilder& out, uint16_t field,
                                             std::span<const int64_t> values);
flatbuffers::Offset<wire::Column> write_texts(flatbuffers::FlatBufferBuilder& out, uint16_t field, std::string_view name,
                                              const core::TextColumn& column);
/// `begin` is the group's offset array; empty for tables that are not grouped.
flatbuffers::Offset<wire::Rows> write_rows(flatbuffers::FlatBufferBuilder& out, const core::Table& table, Part part,
                                           std::span<const uint32_t> begin);
flatbuffers::Offset<flatbuffers::Vector<const wire::Total*>> write_totals(flatbuffers::FlatBufferBuilder& out,
                                                                          const std::vector<ControlTotal>& totals);

// Readers answer false when the content does not fit; what they were filling is then of no use.
bool read_column(const wire::Column* column, size_t rows, std::vector<int64_t>& out);
bool read_column(const wire::Column* column, size_t rows, core::TextColumn& out);
/// Adds the columns to `table`, which has the rows already when `table.rows()` is not 0 (cold behind facts).
bool read_table(const wire::Rows& rows, core::Table& table);
/// Offsets of `debtors` debtors from the counts of a group.
bool read_begin(const wire::Rows& rows, size_t debtors, std::vector<uint32_t>& begin);
bool read_totals(const flatbuffers::Vector<const wire::Total*>* totals, std::vector<ControlTotal>& out);

/// Verifies the buffer before anything of it is read; null when it is not one.
template <class Root>
const Root* verified_root(std::string_view body) {
  flatbuffers::Verifier verifier(reinterpret_cast<const uint8_t*>(body.data()), body.size(), 16, 100'000);
  if (!verifier.VerifyBuffer<Root>(nullptr)) return nullptr;
  return flatbuffers::GetRoot<Root>(body.data());
}
inline std::string_view finished(const flatbuffers::FlatBufferBuilder& built) {
  return {reinterpret_cast<const char*>(built.GetBufferPointer()), built.GetSize()};
}

}  // namespace dunlin::storage
