// One debtor taken out of its page, with its memory: what explain and the look at parents decide alone.
#pragma once

#include <string_view>
#include <vector>

#include "storage/store.h"

namespace dunlin::engine {

/// The page of debtor row `debtor` alone.
storage::LoadedPage single_debtor(const storage::LoadedPage& loaded, uint32_t debtor);

/// Rows of the debtor under `creditor` (empty: under every creditor).
std::vector<uint32_t> rows_of_debtor(const core::AccountPage& page, std::string_view creditor, std::string_view debtor_id);

}  // namespace dunlin::engine
