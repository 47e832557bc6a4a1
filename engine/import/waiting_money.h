// Money that names a receivable nobody knows, by name, as the registry keeps it from import to import. The import
// that brings such a receivable under another debtor takes the money out again, as it would have been rejected had the
// receivable come first: what is in the store never depends on the order of files.
#pragma once

#include <compare>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "engine/import/id_owners.h"
#include "engine/import/staging.h"

namespace dunlin::engine {

class WaitingMoney {
 public:
  /// Looks for the receivables that money of earlier imports waits for. What names another debtor's is staged, to be
  /// classified as withdrawn; what needs to wait no longer is forgotten.
  core::Status settle(const OwnerSearch& search, Staging& staging, IdSpool& ids);
  /// Money that is taken and waits. Safe from any thread.
  void add(core::RecordKind kind, std::string_view creditor_id, std::string_view debtor_id, std::string_view id,
           std::string_view receivable_id);
  /// The tables for ImportRecord::waiting; none: nothing has changed.
  std::vector<std::string> tables() const;

 private:
  struct Entry {
    std::string creditor_id, debtor_id, id, receivable_id;
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  struct OfKind {
    core::RecordKind kind;
    std::set<Entry> waiting;
  };
  core::Status read(const storage::Store& store);
  core::Status stage(const OfKind& of, std::span<const Entry> misdirected, const OwnerSearch& search, Staging& staging,
                     IdSpool& ids) const;

  std::mutex mutex_;
  OfKind kinds_[2] = {{core::RecordKind::kPayment, {}}, {core::RecordKind::kCreditNote, {}}};
  bool changed_ = false;
};

}  // namespace dunlin::engine
