#include "engine/import/waiting_money.h"

#include "storage/codec/table_codec.h"
#include "storage/fold/withdrawn_money.h"

namespace dunlin::engine {

using core::Field;
using core::RecordKind;
using core::Table;

core::Status WaitingMoney::read(const storage::Store& store) {
  for (OfKind& of : kinds_) {
    DUNLIN_ASSIGN(const Table table, store.waiting(of.kind));
    const auto text = [&](Field field, size_t row) { return std::string(table.text_at(field, row)); };
    for (size_t row = 0; row < table.rows(); ++row) {
      of.waiting.insert({text(Field::kCreditorId, row), text(Field::kDebtorId, row), text(core::id_field(of.kind), row),
                         text(Field::kReceivableId, row)});
    }
  }
  return {};
}

core::Status WaitingMoney::settle(const OwnerSearch& search, Staging& staging, IdSpool& ids) {
  DUNLIN_TRY(read(search.store));
  std::vector<WantedId> wanted;
  for (const OfKind& of : kinds_) {
    for (const Entry& entry : of.waiting) {
      wanted.push_back({entry.creditor_id, RecordKind::kReceivable, entry.receivable_id});
    }
  }
  if (wanted.empty()) return {};
  DUNLIN_ASSIGN(const IdOwners owners, find_holders(search, wanted));
  for (OfKind& of : kinds_) {
    std::vector<Entry> misdirected;
    const size_t forgotten = std::erase_if(of.waiting, [&](const Entry& entry) {
      const IdOwner* owner = owners.find(entry.creditor_id, RecordKind::kReceivable, entry.receivable_id);
      if (owner != nullptr && owner->debtor_id != entry.debtor_id) misdirected.push_back(entry);
      return owner != nullptr;
    });
    changed_ = changed_ || forgotten > 0;
    DUNLIN_TRY(stage(of, misdirected, search, staging, ids));
  }
  return {};
}

core::Status WaitingMoney::stage(const OfKind& of, std::span<const Entry> misdirected, const OwnerSearch& search,
                                 Staging& staging, IdSpool& ids) const {
  if (misdirected.empty()) return {};
  StagedRows rows{Table(of.kind), std::vector<RowOrder>(misdirected.size(), kReleasedOrder),
                  std::vector<uint32_t>(misdirected.size(), 0)};
  for (const Entry& entry : misdirected) {
    rows.rows.texts_or_new(Field::kCreditorId).append(entry.creditor_id);
    rows.rows.texts_or_new(Field::kDebtorId).append(entry.debtor_id);
    rows.rows.texts_or_new(core::id_field(of.kind)).append(entry.id);
    rows.rows.texts_or_new(Field::kReceivableId).append(entry.receivable_id);
  }
  rows.rows.set_rows(misdirected.size());
  rows.rows.set_ints(Field::kStatus, Table::Ints(misdirected.size(), storage::kWithdrawn));
  const std::vector<core::DebtorHash> hashes = positions_of(rows.rows);
  DUNLIN_TRY(ids.add(rows.rows, hashes, search.creditors.implied().value_or("")));
  return staging.add_found(rows, hashes);
}

void WaitingMoney::add(RecordKind kind, std::string_view creditor_id, std::string_view debtor_id, std::string_view id,
                       std::string_view receivable_id) {
  const std::lock_guard lock(mutex_);
  OfKind& of = kinds_[kind == RecordKind::kPayment ? 0 : 1];
  of.waiting.insert({std::string(creditor_id), std::string(debtor_id), std::string(id), std::string(receivable_id)});
  changed_ = true;
}

std::vector<std::string> WaitingMoney::tables() const {
  std::vector<std::string> tables;
  if (!changed_) return tables;
  for (const OfKind& of : kinds_) {
    Table table(of.kind);
    core::TextColumn creditors, debtors, ids, receivables;
    for (const Entry& entry : of.waiting) {
      creditors.append(entry.creditor_id);
      debtors.append(entry.debtor_id);
      ids.append(entry.id);
      receivables.append(entry.receivable_id);
    }
    table.set_texts(Field::kCreditorId, std::move(creditors));
    table.set_texts(Field::kDebtorId, std::move(debtors));
    table.set_texts(core::id_field(of.kind), std::move(ids));
    table.set_texts(Field::kReceivableId, std::move(receivables));
    table.set_rows(of.waiting.size());
    tables.push_back(storage::encode_table(table));
  }
  return tables;
}

}  // namespace dunlin::engine
