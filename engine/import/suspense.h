// What waits in the store for a parent: rows of debtors or creditors nobody has introduced, rows that name a receivable, a
// group or a reversed record nobody has seen, or that came later under another debtor, and what reversals and negative
// money found nothing to take back from. Read from the pages themselves, so that it can never disagree with them; rows that
// name neither a debtor nor a known receivable lie in no page and are read from the registry.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/vocabulary.h"

namespace dunlin::storage {
class Store;
}

namespace dunlin::engine {

/// Which parent a suspended row waits for. kParent: the debtor that is to pay for this one, which meanwhile pays for itself.
/// kMoney: money from which the rest of a row could be taken back, whatever the date.
enum class MissingParent : uint8_t { kCreditor, kDebtor, kReceivable, kGroup, kReversed, kMoney, kParent };
inline constexpr std::array<std::string_view, 7> kMissingParentNames = {"creditor", "debtor", "receivable",   "group",
                                                                        "reversed", "money",  "parent_debtor"};

struct SuspendedRow {
  core::RecordKind kind = core::RecordKind::kDebtor;
  MissingParent missing = MissingParent::kDebtor;
  std::string creditor_id, debtor_id;  ///< no debtor: nobody knows it
  std::string id;                      ///< the row's own id
  std::string parent_id;               ///< the id that nobody knows; of kMoney: what the row names, if anything
  int64_t amount = 0;                  ///< minor units, of kMoney what is left; 0 for records without money
  uint32_t currency = 0;               ///< Currency::code, 0 for records without money
};

/// Visits every suspended row, those in no page first, the rest in the order of pages; return false to stop.
core::Status each_suspended(const storage::Store& store, const std::function<bool(const SuspendedRow&)>& visit);

}  // namespace dunlin::engine
