// Puts rows in page order. Hashes of debtors are all but unique, so the bulk of the work is one sort of (hash, row) pairs;
// texts are compared only within a debtor. Measured by bench/engine/import_bench.cc.
#pragma once

#include <cstdint>
#include <span>

#include "core/hash.h"
#include "core/table.h"

namespace dunlin::engine {

struct RowKeys {
  std::span<const core::DebtorHash> hashes;
  const core::TextColumn& creditors;
  const core::TextColumn& debtors;
  const core::TextColumn& ids;
  std::span<const uint64_t> orders;
};

/// rows by (hash, creditor_id, debtor_id, id, order), bytes unsigned. Rows equal in all of that stay as they stood.
void order_rows(const RowKeys& keys, std::span<uint32_t> rows);

}  // namespace dunlin::engine
