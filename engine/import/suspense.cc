#include "engine/import/suspense.h"

#include <algorithm>
#include <optional>

#include "core/record_traits.h"
#include "engine/import/id_owners.h"
#include "engine/import/named_parents.h"
#include "rules/allocation/allocate.h"
#include "rules/allocation/reversals.h"
#include "storage/store.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::MoneyColumns;

/// A day behind all others: what takes back nothing by then never will.
constexpr core::Date kEndOfTime = core::date_of(9999, 12, 31);

/// What reversals and negative money of a page could take from nowhere, a row each.
class UntakenMoney {
 public:
  explicit UntakenMoney(const core::AccountPage& page) : page_(page) {
    for (const RecordKind kind : {RecordKind::kPayment, RecordKind::kCreditNote}) {
      const MoneyColumns money = MoneyColumns::of(page, kind);
      any_ = any_ || money.reverses != nullptr || std::any_of(money.amount.begin(), money.amount.end(), is_negative);
    }
    // Where money goes decides nothing of how much there is to take back.
    if (any_) rules::allocate({.page = page, .date = kEndOfTime}, {}, balances_);
  }

  /// Calls visit(kind, row, what is left).
  template <class Visit>
  void of_debtor(size_t debtor, Visit visit) {
    if (!any_) return;
    for (const RecordKind kind : {RecordKind::kPayment, RecordKind::kCreditNote}) {
      const MoneyColumns money = MoneyColumns::of(page_, kind);
      const rules::RowRange rows = money.rows_of(debtor);
      if (rows.size() == 0) continue;
      rules::compute_effective_money(money, rows, kEndOfTime, effective_);
      const auto& counted = kind == RecordKind::kPayment ? balances_.payment_counted : balances_.credit_counted;
      share_out(money, rows);
      for (uint32_t row = rows.begin; row < rows.end; ++row) {
        const uint32_t i = row - rows.begin;
        const bool reversal = effective_.reversal[i] != 0;
        if (!reversal && money.amount[row] > 0) continue;
        const int64_t left = effective_.left[i] - (reversal ? effective_.taken[i] : -counted[row]);
        if (left > 0) visit(kind, row, left);
      }
    }
  }

 private:
  /// Of several reversals of one record the earlier takes first, so that the later one waits.
  void share_out(const MoneyColumns& money, rules::RowRange rows) {
    order_.clear();
    pool_.assign(rows.size(), 0);
    for (uint32_t i = 0; i < rows.size(); ++i) {
      if (effective_.target[i] == rules::kNoRow) continue;
      pool_[effective_.target[i]] += effective_.taken[i];
      order_.push_back(i);
    }
    std::ranges::stable_sort(order_, {}, [&](uint32_t i) { return money.date[rows.begin + i]; });
    for (const uint32_t i : order_) {
      int64_t& pool = pool_[effective_.target[i]];
      effective_.taken[i] = std::min(effective_.left[i], pool);
      pool -= effective_.taken[i];
    }
  }

  static bool is_negative(int64_t amount) { return amount < 0; }

  const core::AccountPage& page_;
  bool any_ = false;
  rules::Balances balances_;
  rules::EffectiveMoney effective_;
  std::vector<uint32_t> order_;  // reversals of the debtor at work
  std::vector<int64_t> pool_;    // what they took from each record
};

/// Visits the suspended rows of a page, debtor by debtor; false when the visitor has enough.
class PageSuspense {
 public:
  /// `payers` receives a row for every debtor whose parent pays, as if that were unknown.
  PageSuspense(const core::AccountPage& page, const std::vector<std::string>& creditors,
               const std::function<bool(const SuspendedRow&)>& visit, std::vector<SuspendedRow>& payers)
      : page_(page), creditors_(creditors), visit_(visit), payers_(payers), untaken_(page) {}

  bool visit(size_t debtor) {
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
    if (!debtor_missing && !creditor_missing) note_payer(debtor, row);
    groups_.reset();
    for (const core::Group& group : page_.groups) {
      if (group.rows.rows() == 0) continue;
      for (size_t at = group.begin[debtor]; at < group.begin[debtor + 1]; ++at) {
        if (debtor_missing) {
          row.missing = MissingParent::kDebtor;
          row.parent_id = row.debtor_id;
        } else if (creditor_missing) {
          row.missing = MissingParent::kCreditor;
          row.parent_id = row.creditor_id;
        } else if (!lacks_parent(group.rows, debtor, at, row)) {
          continue;
        }
        tell_record(group.rows, at, row);
        if (!visit_(row)) return false;
      }
    }
    return debtor_missing || creditor_missing || visit_untaken(debtor, row);
  }

 private:
  static void tell_record(const core::Table& rows, size_t at, SuspendedRow& row) {
    row.kind = rows.kind();
    row.id = rows.text_at(core::id_field(row.kind), at);
    const bool money = core::carries_money(row.kind);
    row.amount = money ? rows.int_at(Field::kAmount, at) : 0;
    row.currency = money ? static_cast<uint32_t>(rows.int_at(Field::kCurrency, at)) : 0;
  }

  void note_payer(size_t debtor, SuspendedRow row) const {
    if (page_.debtors.int_at(Field::kPayer, debtor) != static_cast<int64_t>(core::Payer::kParent)) return;
    row.missing = MissingParent::kParent;
    row.id = row.debtor_id;
    row.parent_id = page_.debtors.text_at(Field::kParentDebtorId, debtor);
    payers_.push_back(std::move(row));
  }

  /// Of several parents that a row lacks the first is told.
  bool lacks_parent(const core::Table& rows, size_t debtor, size_t at, SuspendedRow& row) {
    bool lacks = false;
    each_parent(rows, at, [&](const NamedParent& parent) {
      const core::Group& known = page_.group(parent.kind);
      if (find_record(known.rows, known.begin[debtor], known.begin[debtor + 1], parent.id)) return true;
      lacks = true;
      row.missing = parent.field == Field::kReverses ? MissingParent::kReversed : MissingParent::kReceivable;
      row.parent_id = parent.id;
      return false;
    });
    if (lacks) return true;
    const std::string_view group = named_group(rows, at);
    if (group.empty() || groups_of(debtor).contains(group)) return false;
    row.missing = MissingParent::kGroup;
    row.parent_id = group;
    return true;
  }

  const GroupNames& groups_of(size_t debtor) {
    if (!groups_) {
      groups_.emplace();
      const core::Group& receivables = page_.group(RecordKind::kReceivable);
      for (size_t at = receivables.begin[debtor]; at < receivables.begin[debtor + 1]; ++at) {
        add_group(receivables.rows, at, *groups_);
      }
    }
    return *groups_;
  }

  /// What found nothing to take back, but for reversals that wait for the record they name.
  bool visit_untaken(size_t debtor, SuspendedRow& row) {
    bool go_on = true;
    untaken_.of_debtor(debtor, [&](RecordKind kind, uint32_t at, int64_t left) {
      const core::Table& rows = page_.rows(kind);
      if (!go_on || lacks_parent(rows, debtor, at, row)) return;
      tell_record(rows, at, row);
      row.missing = MissingParent::kMoney;
      row.amount = left;
      row.parent_id = rows.text_at(Field::kReverses, at);
      if (row.parent_id.empty()) row.parent_id = rows.text_at(Field::kReceivableId, at);
      if (row.parent_id.empty()) row.parent_id = rows.text_at(Field::kGroupId, at);
      go_on = visit_(row);
    });
    return go_on;
  }

  const core::AccountPage& page_;
  const std::vector<std::string>& creditors_;
  const std::function<bool(const SuspendedRow&)>& visit_;
  std::vector<SuspendedRow>& payers_;
  UntakenMoney untaken_;
  std::optional<GroupNames> groups_;  // of the debtor at work, once somebody asks
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

/// Of debtors whose parent pays, those whose parent nobody knows; false when the visitor has enough.
core::Result<bool> visit_payers(const storage::Store& store, std::vector<SuspendedRow>& payers,
                                const std::function<bool(const SuspendedRow&)>& visit) {
  const auto place = [](const SuspendedRow& row) { return core::debtor_hash(row.parent_id); };
  // By the parent's place, so that each page is loaded once.
  std::ranges::stable_sort(payers, {}, place);
  std::optional<storage::LoadedPage> loaded;
  for (const SuspendedRow& row : payers) {
    const storage::PageKey key = store.page_of(place(row));
    if (!loaded || loaded->key != key) {
      DUNLIN_ASSIGN(loaded, store.load(key, {.records = false}));
    }
    const core::Table& debtors = loaded->page.debtors;
    bool known = false;
    for (size_t debtor = 0; debtor < debtors.rows() && !known; ++debtor) {
      known = loaded->page.hash(debtor) == place(row) && debtors.text_at(Field::kDebtorId, debtor) == row.parent_id &&
              debtors.text_at(Field::kCreditorId, debtor) == row.creditor_id &&
              debtors.int_at(Field::kDebtorMissing, debtor) != 1;
    }
    if (!known && !visit(row)) return false;
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
  std::vector<SuspendedRow> payers;
  for (core::SlotIndex slot = 0; slot < store.identity().slots; ++slot) {
    for (const storage::PageKey& key : store.pages_of(slot)) {
      DUNLIN_ASSIGN(const storage::LoadedPage loaded, store.load(key, {}));
      PageSuspense suspense(loaded.page, creditors, visit, payers);
      for (size_t debtor = 0; debtor < loaded.page.debtor_count(); ++debtor) {
        if (!suspense.visit(debtor)) return {};
      }
    }
  }
  DUNLIN_TRY(visit_payers(store, payers, visit));
  return {};
}

}  // namespace dunlin::engine
