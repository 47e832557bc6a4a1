// The fold rule: what a page becomes when events are laid over it. Pure and in one place, so that a reader who lays deltas
// over a page, the fold that rewrites it, the bulk path and the import's classification can never disagree.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/account_page.h"
#include "core/event_batch.h"

namespace dunlin::storage {

/// Who a row belongs to. Equal hashes are told apart by bytes; views into the table asked.
struct DebtorKey {
  core::DebtorHash hash = 0;
  std::string_view creditor_id;
  std::string_view debtor_id;
  friend bool operator==(const DebtorKey&, const DebtorKey&) = default;
};

/// The one order of debtors: hash, then creditor_id bytes, then debtor_id bytes (unsigned).
std::strong_ordering debtor_order(const DebtorKey& a, const DebtorKey& b);

/// Key of a row that carries kDebtorId and (else it is "") kCreditorId; kHash is used where the table has it, else computed.
DebtorKey debtor_key(const core::Table& rows, size_t row);

/// Rows of one import and one kind. The order of the batches given, then of their rows, is the version order: callers hand
/// over import by import, within an import by row number.
struct VersionedEvents {
  uint64_t import = 0;
  const core::EventBatch* batch = nullptr;
};

enum class ColdFields : uint8_t {
  kApplied,  ///< the page was loaded with its cold columns, or is new
  kIgnored,  ///< cold columns and attributes of events are dropped, kReach of known debtors stays; see touches_reach
};

/// The page with the events applied, in the order of account_page.h. Every event row must carry kDebtorId (and kCreditorId,
/// or it means "") and the id field of its kind, also where a record named no debtor and the import found it out.
///  - A record takes, field by field, the last cell that is not kLeave; a field nobody spoke of is null.
///  - Debtors that only records speak of get kDebtorMissing = 1; a debtor record sets it to 0.
///  - kImport is the number of the last import with a row for the record.
///  - A due date that no row names follows from issue date and terms (core/payment_terms.h).
///  - kOriginalDueDate is the first due date the receivable had, unless an event gave it.
///  - kReach is recomputed for debtors and contacts that events touched (and everywhere if the page had none).
/// Record tables of the result have no kCreditorId, kDebtorId, kHash: their debtor says so.
core::AccountPage apply_events(const core::AccountPage& page, std::span<const VersionedEvents> events, ColdFields cold);

/// True when the batch may change an address, so that kReach can only be kept right with the cold columns at hand.
bool touches_reach(const core::EventBatch& batch);

}  // namespace dunlin::storage
