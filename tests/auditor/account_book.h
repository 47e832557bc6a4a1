// The auditor's own books: every debtor of the store with its records as plain maps, one after another. The auditor is a
// second reading of the contract's text, slow and obvious; it shares the store's records, the policies and FEEL with the
// engine, and none of its rules.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/hash.h"
#include "core/record_fields.h"
#include "core/table.h"
#include "storage/store.h"

namespace dunlin::audit {

/// One record: the fields that have a value.
struct Record {
  std::map<core::Field, int64_t> numbers;
  std::map<core::Field, std::string> texts;
  std::map<std::string, std::string> attributes;

  bool has(core::Field field) const { return numbers.contains(field) || texts.contains(field); }
  int64_t number(core::Field field) const {
    const auto at = numbers.find(field);
    return at == numbers.end() ? core::kNull : at->second;
  }
  core::Date date(core::Field field) const {
    const int64_t days = number(field);
    return days == core::kNull ? core::kNoDate : core::Date{static_cast<int32_t>(days)};
  }
  uint32_t currency() const { return static_cast<uint32_t>(number(core::Field::kCurrency)); }
  std::string text(core::Field field) const {
    const auto at = texts.find(field);
    return at == texts.end() ? std::string() : at->second;
  }
  /// Entries of a list parted by ';'.
  std::vector<std::string> list(core::Field field) const;
};

/// One debtor of one creditor.
struct Account {
  std::string creditor, id;
  core::DebtorHash hash = 0;
  Record debtor;
  std::map<core::RecordKind, std::vector<Record>> records;  ///< each kind by id

  const std::vector<Record>& of(core::RecordKind kind) const;
  const Record* receivable(const std::string& id) const;
  std::string name() const { return creditor + "/" + id; }
};

/// Countries of creditors by id, "" where nobody told.
std::map<std::string, std::string> countries_of(const storage::Store& store);
/// Debtors that are known, of creditors that are known, in the order of the store.
std::vector<Account> accounts_of(const storage::Store& store);

}  // namespace dunlin::audit
