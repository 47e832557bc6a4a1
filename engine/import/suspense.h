// What waits in the store for a parent: rows of debtors or creditors nobody has introduced, and rows that name a receivable
// nobody has seen, or that came later under another debtor. Read from the pages themselves, so that it can never disagree
// with them; rows that name neither a debtor nor a known receivable lie in no page and are read from the registry.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/result.h"
#include "core/vocabulary.h"

namespace dunlin::storage {
class Store;
}

namespace dunlin::engine {

/// Which parent a suspended row waits for.
enum class MissingParent : uint8_t { kCreditor, kDebtor, kReceivable };

struct SuspendedRow {
  core::RecordKind kind = core::RecordKind::kDebtor;
  MissingParent missing = MissingParent::kDebtor;
  std::string creditor_id, debtor_id;  ///< no debtor: nobody knows it
  std::string id;                      ///< the row's own id
  std::string parent_id;               ///< the id that nobody knows
  int64_t amount = 0;                  ///< minor units; 0 for records without money
  uint32_t currency = 0;               ///< Currency::code, 0 for records without money
};

/// Visits every suspended row, those in no page first, the rest in the order of pages; return false to stop.
core::Status each_suspended(const storage::Store& store, const std::function<bool(const SuspendedRow&)>& visit);

}  // namespace dunlin::engine
