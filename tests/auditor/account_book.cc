#include "tests/auditor/account_book.h"

#include "core/invariant.h"

namespace dunlin::audit {
namespace {

using core::Field;
using core::RecordKind;

Record record_at(const core::Table& table, size_t row) {
  Record record;
  for (const Field field : table.fields()) {
    if (table.is_int(field)) {
      const int64_t value = table.int_at(field, row);
      if (value != core::kNull) record.numbers[field] = value;
    } else if (!table.texts(field)->is_null(row)) {
      record.texts[field] = std::string(table.text_at(field, row));
    }
  }
  for (const core::Attribute& attribute : table.attributes()) {
    if (!attribute.values.is_null(row)) record.attributes[attribute.name] = std::string(attribute.values.at(row));
  }
  return record;
}

void add_accounts(const core::AccountPage& page, const std::map<std::string, std::string>& creditors,
                  std::vector<Account>& accounts) {
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    Account account;
    account.debtor = record_at(page.debtors, debtor);
    account.creditor = account.debtor.text(Field::kCreditorId);
    account.id = account.debtor.text(Field::kDebtorId);
    account.hash = page.hash(debtor);
    if (account.debtor.number(Field::kDebtorMissing) == 1 || !creditors.contains(account.creditor)) continue;
    for (size_t kind = 0; kind < core::kRecordKinds; ++kind) {
      const core::Group& group = page.groups[kind];
      if (group.rows.rows() == 0) continue;
      for (uint32_t row = group.begin[debtor]; row < group.begin[debtor + 1]; ++row) {
        account.records[static_cast<RecordKind>(kind)].push_back(record_at(group.rows, row));
      }
    }
    accounts.push_back(std::move(account));
  }
}

}  // namespace

std::vector<std::string> Record::list(Field field) const {
  std::vector<std::string> entries;
  std::string rest = text(field);
  while (!rest.empty()) {
    const size_t cut = rest.find(';');
    entries.push_back(rest.substr(0, cut));
    rest = cut == std::string::npos ? std::string() : rest.substr(cut + 1);
  }
  return entries;
}

const std::vector<Record>& Account::of(RecordKind kind) const {
  static const std::vector<Record> kNone;
  const auto at = records.find(kind);
  return at == records.end() ? kNone : at->second;
}

const Record* Account::receivable(const std::string& wanted) const {
  for (const Record& record : of(RecordKind::kReceivable)) {
    if (record.text(Field::kReceivableId) == wanted) return &record;
  }
  return nullptr;
}

std::map<std::string, std::string> countries_of(const storage::Store& store) {
  const auto rows = store.creditors();
  INVARIANT(rows.ok(), core::describe(rows.error()));
  std::map<std::string, std::string> countries;
  for (size_t row = 0; row < rows->rows(); ++row) {
    countries.emplace(rows->text_at(Field::kCreditorId, row), rows->text_at(Field::kCountry, row));
  }
  return countries;
}

std::vector<Account> accounts_of(const storage::Store& store) {
  const std::map<std::string, std::string> creditors = countries_of(store);
  std::vector<Account> accounts;
  for (core::SlotIndex slot = 0; slot < store.identity().slots; ++slot) {
    for (const storage::PageKey& key : store.pages_of(slot)) {
      const auto loaded = store.load(key, {.cold = true});
      INVARIANT(loaded.ok(), core::describe(loaded.error()));
      add_accounts(loaded->page, creditors, accounts);
    }
  }
  return accounts;
}

}  // namespace dunlin::audit
