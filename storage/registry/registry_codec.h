// Registry records as stored bodies (inside the envelope), and back. Decoders answer false when the bytes do not fit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/event_batch.h"
#include "storage/fold/control_totals.h"
#include "storage/records.h"

namespace dunlin::storage {

struct StoredIdentity {
  StoreIdentity identity;
  uint64_t features = 0;
};

std::string encode_record(const StoredIdentity& identity);
std::string encode_record(const ImportRecord& record);
std::string encode_record(const RunRecord& record);  ///< without the publish watermark, which has a key of its own
std::string encode_record(const SlotCursor& cursor);
std::string encode_rejects(const std::vector<core::Reject>& rejects, size_t first, size_t count);
std::string encode_totals(const ControlTotals& totals);
std::string encode_bounds(const std::vector<core::DebtorHash>& bounds);
std::string encode_number(uint64_t number);

bool decode_record(std::string_view body, StoredIdentity& out);
bool decode_record(std::string_view body, ImportRecord& out);
bool decode_record(std::string_view body, RunRecord& out);
bool decode_record(std::string_view body, SlotCursor& out);
bool decode_rejects(std::string_view body, std::vector<core::Reject>& out);
bool decode_totals(std::string_view body, ControlTotals& out);
bool decode_bounds(std::string_view body, std::vector<core::DebtorHash>& out);
bool decode_number(std::string_view body, uint64_t& out);

}  // namespace dunlin::storage
