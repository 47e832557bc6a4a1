// Money that was taken while nobody knew the receivable it names, and that turned out to name another debtor's. Its record
// stays, so that it is known when it comes again; for everybody but the import and the store's own care it does not exist.
#pragma once

#include "core/account_page.h"

namespace dunlin::storage {

/// Status of such a payment or credit note; other money has none.
inline constexpr auto kWithdrawn = static_cast<int64_t>(core::ReceivableStatus::kCancelled);

/// Takes it out of the page. Costs nothing where there is none.
void leave_out_withdrawn(core::AccountPage& page);

}  // namespace dunlin::storage
