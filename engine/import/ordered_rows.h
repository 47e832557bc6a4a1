// The staged rows of a range of slots made ready for classification: every row has its creditor, and a permutation puts
// the rows of each kind in the order of pages: (hash, creditor_id, debtor_id), then record id, then version.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "engine/import/creditor_book.h"
#include "engine/import/staging.h"
#include "storage/fold/apply_events.h"

namespace dunlin::engine {

struct OrderedRows {
  StagedRows staged;
  std::vector<core::DebtorHash> hashes;  ///< by row
  const core::TextColumn* creditors = nullptr;
  const core::TextColumn* debtors = nullptr;
  const core::TextColumn* ids = nullptr;
  std::vector<uint32_t> sorted;  ///< rows in page order

  size_t rows() const { return sorted.size(); }
  storage::DebtorKey key(uint32_t row) const { return {hashes[row], creditors->at(row), debtors->at(row)}; }
  std::string_view id(uint32_t row) const { return ids->at(row); }
};
using OrderedKinds = std::array<OrderedRows, core::kRecordKinds>;

/// Rows of one kind that name no creditor although there are several are handed to `nameless` (may be null) and left out.
struct NamelessRow {
  core::RecordKind kind;
  RowOrder order;
  uint32_t line;
};

/// Its reject. `file` as rejects show it.
core::Reject nameless_reject(const NamelessRow& row, const std::string& file);

/// Gives every row its creditor; rows that lack one which cannot be implied are dropped and listed.
void fill_creditors(StagedRows& staged, const CreditorBook& creditors, std::vector<NamelessRow>& nameless);

/// Orders rows whose creditors are filled.
OrderedRows ordered(StagedRows&& staged);

}  // namespace dunlin::engine
