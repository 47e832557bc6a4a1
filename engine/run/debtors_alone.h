// Debtors taken out of their page, with their memory: what explain, the last look and the look at parents decide alone.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "storage/store.h"

namespace dunlin::engine {

/// The page of the debtor rows `wanted` (ascending) alone, with what is remembered of them.
storage::LoadedPage debtors_alone(const storage::LoadedPage& loaded, std::span<const uint32_t> wanted);
storage::LoadedPage debtor_alone(const storage::LoadedPage& loaded, uint32_t debtor);

/// Rows of the debtor under `creditor` (empty: under every creditor).
std::vector<uint32_t> rows_of_debtor(const core::AccountPage& page, std::string_view creditor, std::string_view debtor_id);

}  // namespace dunlin::engine
