// What each payment and credit note paid of the receivables that somebody asks about: of their costs, their interest, their
// principal. Explain and statements show it, interest bears on what it leaves.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rules/allocation/allocate.h"
#include "rules/allocation/within.h"
#include "rules/interest/principal_history.h"

namespace dunlin::rules {

struct Settlement {
  uint32_t row = 0;  ///< of the page's payments or credit notes
  int32_t date = 0;
  bool credit_note = false;
  ClaimAmounts parts{};  ///< by ClaimPart
};

/// The settlements of receivable row r are [begin[r], begin[r + 1]), by (date, payments first, id).
struct Settlements {
  std::vector<uint32_t> begin;
  std::vector<Settlement> rows;

  std::span<const Settlement> of(size_t receivable) const {
    return std::span(rows).subspan(begin[receivable], begin[receivable + 1] - begin[receivable]);
  }
};

/// Allocates as allocate() does, but only the debtors of the wanted receivables (one byte a row: 1 = wanted).
void settle(const AllocationInputs& inputs, const AllocationPolicy& policy, std::span<const uint8_t> wanted,
            Settlements& settlements);

/// The course of the principal of the wanted receivables that exist on the date; the others bear nothing.
void trace_principal(const AllocationInputs& inputs, std::span<const uint8_t> wanted, const Settlements& settlements,
                     PrincipalHistory& history);

}  // namespace dunlin::rules
