// Pages and deltas as stored bodies (inside the envelope). Encoding and decoding are pure; the store adds keys and
// checksums.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/account_memory.h"
#include "core/account_page.h"
#include "core/event_batch.h"
#include "core/result.h"
#include "storage/fold/control_totals.h"

namespace dunlin::storage {

/// What a page says of itself.
struct PageHeader {
  core::SlotIndex slot = 0;
  core::DebtorHash lower_bound = 0;
  uint64_t generation = 0;      ///< rises with each rewrite; facts and cold of a page carry the same
  uint64_t folded_through = 0;  ///< deltas of imports up to this one are in the page
  ControlTotals totals;         ///< of facts pages
};

struct DeltaHeader {
  uint64_t import = 0;
  bool touches_reach = false;  ///< see fold/apply_events.h
  ControlTotals change;        ///< what the rows change in the page's totals
};

std::string encode_facts(const PageHeader& header, const core::AccountPage& page);
std::string encode_cold(const PageHeader& header, const core::AccountPage& page);
std::string encode_memory(const PageHeader& header, const core::MemoryPage& memory);
/// Batches lose `lines` and kHash; row numbers stay.
std::string encode_delta(const DeltaHeader& header, const std::vector<core::EventBatch>& batches);

// Decoders answer false when the bytes do not hold what they should: a reader names the place.
bool decode_facts(std::string_view body, PageHeader& header, core::AccountPage& page);
/// The header, the debtors and the offsets of their groups; the groups get no rows.
bool decode_debtors(std::string_view body, PageHeader& header, core::AccountPage& page);
/// Adds the cold columns to a page whose facts are there.
bool decode_cold(std::string_view body, PageHeader& header, core::AccountPage& page);
bool decode_memory(std::string_view body, PageHeader& header, core::MemoryPage& memory);
bool decode_delta(std::string_view body, DeltaHeader& header, std::vector<core::EventBatch>& batches);
/// The headers alone.
bool decode_page_header(std::string_view body, PageHeader& header);
bool decode_delta_header(std::string_view body, DeltaHeader& header);

}  // namespace dunlin::storage
