#include "engine/import/suspense.h"

#include <algorithm>

#include "core/record_traits.h"
#include "engine/import/id_owners.h"
#include "storage/store.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;

/// Visits the suspended rows of one debtor; false when the visitor has enough.
class DebtorSuspense {
 public:
  DebtorSuspense(const core::AccountPage& page, const std::vector<std::string>& creditors,
                 const std::function<bool(const SuspendedRow&)>& visit)
      : page_(page), creditors_(creditors), visit_(visit) {}

  bool visit(size_t debtor) const {
    SuspendedRow row;
    row.creditor_id = page_.debtors.text_at(Field::kCreditorId, debtor);
    row.debtor_id = page_.debtors.text_at(Field::kDebtorId, debtor);
    const bool creditor_missing = !std::binary_search(creditors_.begin(), creditors_.end(), row.creditor_id);
    const bool debtor_missing = page_.debtors.int_at(Field::kDebtorMissing, debtor) == 1;
    if (creditor_missing && !debtor_missing) {
      row.missing = MissingParent::kCreditor;
      row.id = row.debtor_id;
      row.parent_id = row.creditor_id;
      if (!visit_(row)) return false;
    }
    for (const core::Group& group : page_.groups) {
      const RecordKind kind = group.rows.kind();
      if (group.rows.rows() == 0) continue;
      for (size_t at = group.begin[debtor]; at < group.begin[debtor + 1]; ++at) {
        if (debtor_missing) {
          row.missing = MissingParent::kDebtor;
          row.parent_id = row.debtor_id;
        } else if (creditor_missing) {
          row.missing = MissingParent::kCreditor;
          row.parent_id = row.creditor_id;
        } else if (waits_for_receivable(kind, debtor, at)) {
          row.missing = MissingParent::kReceivable;
          row.parent_id = group.rows.text_at(Field::kReceivableId, at);
        } else {
          continue;
        }
        row.kind = kind;
        row.id = group.rows.text_at(core::id_field(kind), at);
        const bool money = core::carries_money(kind);
        row.amount = money ? group.rows.int_at(Field::kAmount, at) : 0;
        row.currency = money ? static_cast<uint32_t>(group.rows.int_at(Field::kCurrency, at)) : 0;
        if (!visit_(row)) return false;
      }
    }
    return true;
  }

 private:
  bool waits_for_receivable(RecordKind kind, size_t debtor, size_t at) const {
    if (!names_receivable(kind)) return false;
    const std::string_view named = page_.rows(kind).text_at(Field::kReceivableId, at);
    if (named.empty()) return false;
    const core::Group& receivables = page_.group(RecordKind::kReceivable);
    return !find_record(receivables.rows, receivables.begin[debtor], receivables.begin[debtor + 1], named);
  }

  const core::AccountPage& page_;
  const std::vector<std::string>& creditors_;
  const std::function<bool(const SuspendedRow&)>& visit_;
};

/// What lies in no page; false when the visitor has enough.
core::Result<bool> visit_waiting(const storage::Store& store, const std::function<bool(const SuspendedRow&)>& visit) {
  for (size_t kind = 0; kind < core::kRecordKinds; ++kind) {
    if (!core::may_lack_debtor(static_cast<RecordKind>(kind))) continue;
    DUNLIN_ASSIGN(const core::Table rows, store.waiting(static_cast<RecordKind>(kind)));
    for (size_t at = 0; at < rows.rows(); ++at) {
      SuspendedRow row;
      row.kind = rows.kind();
      row.missing = MissingParent::kReceivable;
      row.creditor_id = rows.text_at(Field::kCreditorId, at);
      row.id = rows.text_at(core::id_field(row.kind), at);
      row.parent_id = rows.text_at(Field::kReceivableId, at);
      if (!visit(row)) return false;
    }
  }
  return true;
}

}  // namespace

core::Status each_suspended(const storage::Store& store, const std::function<bool(const SuspendedRow&)>& visit) {
  DUNLIN_ASSIGN(const core::Table table, store.creditors());
  std::vector<std::string> creditors;
  for (size_t row = 0; row < table.rows(); ++row) creditors.emplace_back(table.text_at(Field::kCreditorId, row));
  std::sort(creditors.begin(), creditors.end());
  DUNLIN_ASSIGN(const bool go_on, visit_waiting(store, visit));
  if (!go_on) return {};
  for (core::SlotIndex slot = 0; slot < store.identity().slots; ++slot) {
    for (const storage::PageKey& key : store.pages_of(slot)) {
      DUNLIN_ASSIGN(const storage::LoadedPage loaded, store.load(key, {}));
      const DebtorSuspense suspense(loaded.page, creditors, visit);
      for (size_t debtor = 0; debtor < loaded.page.debtor_count(); ++debtor) {
        if (!suspense.visit(debtor)) return {};
      }
    }
  }
  return {};
}

}  // namespace dunlin::engine
