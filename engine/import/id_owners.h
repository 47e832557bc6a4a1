// Ids that more than one debtor lays claim to. An id belongs to the debtor that the store knows it under, else to the
// debtor of its first row in the import; everybody else's rows with it are conflicts, and money that names another debtor's
// receivable is rejected. Nearly all ids have one claimant and never appear here.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "core/vocabulary.h"
#include "engine/import/id_spool.h"
#include "engine/import/ordered_rows.h"
#include "storage/store.h"

namespace dunlin::engine {

struct IdOwner {
  std::string debtor_id;
  RowOrder order = 0;  ///< of the import's first row with the id; meaningless when stored
  bool stored = false;
  bool claimed = false;  ///< false while only references to the id were met
};

class IdOwners {
 public:
  bool empty() const { return contended_.empty(); }
  bool contended(uint64_t fingerprint) const { return contended_.contains(fingerprint); }
  /// The owner of an id of the creditor's; null when it is not contended or nobody has it.
  const IdOwner* find(std::string_view creditor_id, core::RecordKind kind, std::string_view id) const;

  void contend(uint64_t fingerprint) { contended_.insert(fingerprint); }
  /// A row of the import that defines the id; the first one wins.
  void claim(std::string_view creditor_id, core::RecordKind kind, std::string_view id, std::string_view debtor_id,
             RowOrder order);
  /// A row that names the id, so that its owner will be asked for.
  void ask(std::string_view creditor_id, core::RecordKind kind, std::string_view id);
  /// The store's record with the id; it wins over any row.
  void set_stored(std::string_view creditor_id, core::RecordKind kind, std::string_view id, std::string_view debtor_id);
  /// Visits every id asked for or claimed: creditor_id, kind, id.
  void each(const std::function<void(std::string_view, core::RecordKind, std::string_view)>& visit) const;

 private:
  boost::unordered_flat_set<uint64_t> contended_;
  boost::unordered_flat_map<std::string, IdOwner> owners_;  // key: creditor \0 kind id
};

/// The bits of a debtor's hash that the ids index keeps; debtors who agree in them are in one page.
constexpr uint32_t position_prefix(core::DebtorHash hash) { return static_cast<uint32_t>(hash >> 32); }

/// The debtor of `page` near `position` (position_prefix) under the creditor who holds the record of `kind` with the id; its
/// row, or none.
std::optional<size_t> holder_of(const core::AccountPage& page, core::DebtorHash position, std::string_view creditor_id,
                                core::RecordKind kind, std::string_view id);

/// Position of the record with `id` among rows [begin, end) of a group ordered by id.
std::optional<size_t> find_record(const core::Table& rows, size_t begin, size_t end, std::string_view id);

/// What the search for owners needs of the rest of the import.
struct OwnerSearch {
  const storage::Store& store;
  const Staging& staging;
  const IdSpool& ids;
  const CreditorBook& creditors;
  uint32_t threads = 1;
};
core::Result<IdOwners> find_owners(const OwnerSearch& search);

/// An id of which somebody wants to know whose it is.
struct WantedId {
  std::string_view creditor_id;
  core::RecordKind kind;
  std::string_view id;
};
/// The holders of these ids, in the store or in the rows staged, whether contended or not.
core::Result<IdOwners> find_holders(const OwnerSearch& search, std::span<const WantedId> wanted);

}  // namespace dunlin::engine
