// Units: who carries the memory of a scenario's steps. Built once per page as columns from the receivables (CSR by debtor)
// and what earlier runs remembered; everything later asks these columns and not the debtors.
//
//   debtor d1 (unit = "debtor")       one unit, all receivables without a scenario of their own
//   debtor d2 (unit = "receivable")   a unit per receivable
//   any receivable with `scenario`    a unit of its own, under that scenario
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/account_memory.h"
#include "core/account_page.h"
#include "core/date.h"
#include "rules/scenario/threshold.h"

namespace dunlin::rules {

inline constexpr uint32_t kNoRow = UINT32_MAX;
inline constexpr uint16_t kNoScenario = UINT16_MAX;

/// Bits of a receivable on D.
enum ItemBits : uint8_t {
  kItemOverdue = 1,        ///< dunnable and overdue
  kItemNotDue = 2,         ///< dunnable and not yet due: pre-due steps may speak of it
  kItemUnpaidPastDue = 4,  ///< balance above zero past due date + grace, not written off, whatever its standing
  kItemOwnScenario = 8,    ///< forms a unit of its own
};

/// Unallocated cash by debtor (CSR), as allocation left it.
struct CashView {
  std::span<const uint32_t> begin;
  std::span<const uint32_t> currency;
  std::span<const int64_t> amount;
};

struct UnitInputs {
  const core::AccountPage& page;
  std::span<const uint16_t> receivable_scenario;  ///< scenario under which each receivable stands; kNoScenario: not dunned
  std::span<const uint16_t> debtor_scenario;      ///< of each debtor; kNoScenario: none or not looked at
  std::span<const core::UnitKind> scenario_unit;  ///< unit kind of each scenario
  std::span<const uint8_t> items;                 ///< ItemBits of each receivable
  std::span<const int64_t> balance;               ///< of each receivable, minor units
  std::span<const int64_t> disputed = {};         ///< part of each balance that is not claimed; empty: none
  CashView cash;
  bool net_credits = true;
  const core::MemoryPage& memory;
};

/// One row a unit, ordered by debtor, then kind, then key (receivable id bytes, currency code).
struct Units {
  std::vector<uint32_t> debtor;
  std::vector<uint16_t> scenario;
  std::vector<uint8_t> kind;         ///< core::UnitKind
  std::vector<uint32_t> key;         ///< receivable row, or Currency::code, or 0
  std::vector<uint32_t> memory_row;  ///< row in memory.units.rows; kNoRow
  std::vector<uint32_t> anchor;      ///< receivable row of the oldest dunnable overdue item; kNoRow
  std::vector<uint8_t> past_due;     ///< something of it is unpaid past due
  std::vector<uint32_t> claim_begin{0};
  std::vector<Claim> claims;  ///< per unit, by currency code: dunnable overdue net of cash, not below zero
  size_t size() const { return debtor.size(); }
  std::span<const Claim> claims_of(size_t unit) const {
    return std::span(claims).subspan(claim_begin[unit], claim_begin[unit + 1] - claim_begin[unit]);
  }
};

/// Row of each page debtor in the memory page, kNoRow where nothing is remembered.
std::vector<uint32_t> match_memory(const core::AccountPage& page, const core::MemoryPage& memory);

/// Only units with something past due or an open episode are made: the others have nothing to decide.
Units build_units(const UnitInputs& inputs, std::span<const uint32_t> memory_debtor);

/// True when receivable `row` belongs to `unit`.
bool unit_holds(const Units& units, size_t unit, const UnitInputs& inputs, uint32_t row);

}  // namespace dunlin::rules
