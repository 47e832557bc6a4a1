// Cutting a page that has grown too large. Cuts lie between debtors whose hashes differ in their top 32 bits (so that one
// hash never is in two pages, and the 32-bit positions of the ids index keep leading to the right page); a debtor too large
// for a page gets one of its own.
#pragma once

#include <cstdint>
#include <vector>

#include "core/account_memory.h"
#include "core/account_page.h"

namespace dunlin::storage {

struct PageLimits {
  uint64_t debtors = 0;
  uint64_t receivables = 0;
  uint64_t bytes = 0;  ///< in memory
};

/// Limits of the page at `lower_bound`: `page_debtors` give or take a quarter by the bound's hash (else all pages of a store
/// would split in one week), eight times as many receivables, 16 KiB a debtor.
PageLimits limits_of(uint32_t page_debtors, core::DebtorHash lower_bound);

/// A part of a page: its bound and its debtors [first, last).
struct PagePart {
  core::DebtorHash lower_bound = 0;
  size_t first = 0;
  size_t last = 0;
};

/// One part when the page is within its limits; the first part keeps the page's bound.
std::vector<PagePart> divide(const core::AccountPage& page, core::DebtorHash lower_bound, uint32_t page_debtors);

core::AccountPage part_of(const core::AccountPage& page, size_t first, size_t last);
/// The memory of debtors with `from` <= hash, and hash < `to` unless `to` is 0.
core::MemoryPage part_of(const core::MemoryPage& memory, core::DebtorHash from, core::DebtorHash to);

}  // namespace dunlin::storage
