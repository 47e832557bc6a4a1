// A range of debtors in hash order with everything that hangs on them, in columns: the unit in which the store keeps,
// the run decides and threads divide work.
//
//   debtors   d0        d1   d2
//   begin     0         3    3     5        one offset array per record kind (CSR)
//   rows      r0 r1 r2       |r3 r4
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/hash.h"
#include "core/table.h"

namespace dunlin::core {

/// Rows of one kind, grouped by debtor: those of debtor d are [begin[d], begin[d + 1]).
struct Group {
  Table rows;
  std::vector<uint32_t> begin;

  /// The rows of these debtors (ascending) alone.
  Group selected(std::span<const uint32_t> debtors) const;
};

/// Debtors are ordered by (hash, creditor_id, debtor_id), records of a debtor by their id, bytes compared unsigned.
/// The debtors table always has kHash, kCreditorId and kDebtorId; a debtor that only records speak of so far has
/// kDebtorMissing = 1. Groups whose kind is absent have no columns and begin of zeros.
struct AccountPage {
  Table debtors{RecordKind::kDebtor};
  std::array<Group, kRecordKinds> groups;

  AccountPage() {
    for (size_t kind = 0; kind < kRecordKinds; ++kind) groups[kind].rows = Table(static_cast<RecordKind>(kind));
  }
  size_t debtor_count() const { return debtors.rows(); }
  const Group& group(RecordKind kind) const { return groups[static_cast<size_t>(kind)]; }
  Group& group(RecordKind kind) { return groups[static_cast<size_t>(kind)]; }
  const Table& rows(RecordKind kind) const { return group(kind).rows; }
  /// The page of some of its debtors (ascending) alone.
  AccountPage selected(std::span<const uint32_t> debtors) const;
  DebtorHash hash(size_t debtor) const { return static_cast<DebtorHash>(debtors.int_at(Field::kHash, debtor)); }
};

}  // namespace dunlin::core
