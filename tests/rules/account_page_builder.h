// Small account pages for tests: debtors with their records in plain structs, laid into columns as the store lays them
// (records of a debtor ordered by id, absent columns where nobody has a value).
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "core/money.h"

namespace dunlin::test {

inline core::Date day(std::string_view text) { return *core::parse_iso_date(text); }
inline int64_t days(std::string_view text) { return text.empty() ? core::kNull : day(text).days; }
inline core::Currency currency(std::string_view text) { return *core::parse_currency(text); }

struct ReceivableRow {
  std::string id;
  int64_t amount = 0;
  int64_t due = 0;
  std::string currency = "EUR";
  int64_t issued = core::kNull;
  int64_t status = core::kNull;
  int64_t status_on = core::kNull;
  std::string group = {};
  std::string portfolio = {};
  int64_t kind = core::kNull;
  std::map<std::string, std::string> attributes = {};
};

/// A payment or a credit note.
struct MoneyRow {
  std::string id;
  int64_t amount = 0;
  int64_t date = 0;
  std::string receivable = {};
  std::string currency = "EUR";
  std::string group = {};
  std::string reverses = {};
  std::string reason_code = {};
};

struct DebtorRow {
  std::string id = "D";
  std::vector<ReceivableRow> receivables = {};
  std::vector<MoneyRow> payments = {};
  std::vector<MoneyRow> credit_notes = {};
  std::map<core::Field, int64_t> ints = {};
  std::map<core::Field, std::string> texts = {};
  std::map<std::string, std::string> attributes = {};
};

namespace detail {

inline void put(core::Table& rows, core::Field field, int64_t value) {
  if (value == core::kNull && !rows.is_int(field)) return;
  core::Table::Ints& column = rows.ints_or_new(field);
  column.resize(rows.rows(), core::kNull);
  column.push_back(value);
}
inline void fill_text(core::TextColumn& column, size_t rows, std::string_view value) {
  column.resize(rows, core::TextColumn::kNullCode);
  if (value.empty()) {
    column.append_null();
  } else {
    column.append(value);
  }
}
inline void put(core::Table& rows, core::Field field, std::string_view value) {
  if (value.empty() && !rows.is_text(field)) return;
  fill_text(rows.texts_or_new(field), rows.rows(), value);
}
inline void put_attributes(core::Table& rows, const std::map<std::string, std::string>& attributes) {
  for (const auto& [name, value] : attributes) fill_text(rows.attribute_or_new(name), rows.rows(), value);
}
/// Rows that did not speak of a column that others have are null there.
inline void end_row(core::Table& rows) {
  const size_t count = rows.rows() + 1;
  for (const core::Field field : rows.fields()) {
    if (rows.is_int(field)) {
      rows.ints_or_new(field).resize(count, core::kNull);
    } else {
      rows.texts_or_new(field).resize(count, core::TextColumn::kNullCode);
    }
  }
  std::vector<std::string> names;
  for (const core::Attribute& attribute : rows.attributes()) names.push_back(attribute.name);
  for (const std::string& name : names) rows.attribute_or_new(name).resize(count, core::TextColumn::kNullCode);
  rows.set_rows(count);
}

template <class Row>
std::vector<Row> by_id(std::vector<Row> rows) {
  std::ranges::sort(rows, {}, &Row::id);
  return rows;
}

inline void add_money(core::Table& rows, const std::vector<MoneyRow>& records, core::Field id, core::Field date) {
  using core::Field;
  for (const MoneyRow& record : by_id(records)) {
    put(rows, id, record.id);
    put(rows, Field::kAmount, record.amount);
    put(rows, Field::kCurrency, currency(record.currency).code);
    put(rows, date, record.date);
    put(rows, Field::kReceivableId, record.receivable);
    put(rows, Field::kGroupId, record.group);
    put(rows, Field::kReverses, record.reverses);
    if (rows.kind() == core::RecordKind::kPayment) put(rows, Field::kReasonCode, record.reason_code);
    end_row(rows);
  }
}

inline void add_receivables(core::Table& rows, const std::vector<ReceivableRow>& receivables) {
  using core::Field;
  for (const ReceivableRow& receivable : by_id(receivables)) {
    put(rows, Field::kReceivableId, receivable.id);
    put(rows, Field::kAmount, receivable.amount);
    put(rows, Field::kCurrency, currency(receivable.currency).code);
    put(rows, Field::kDueDate, receivable.due);
    put(rows, Field::kIssueDate, receivable.issued);
    put(rows, Field::kStatus, receivable.status);
    put(rows, Field::kStatusOn, receivable.status_on);
    put(rows, Field::kGroupId, receivable.group);
    put(rows, Field::kPortfolio, receivable.portfolio);
    put(rows, Field::kKind, receivable.kind);
    put_attributes(rows, receivable.attributes);
    end_row(rows);
  }
}

}  // namespace detail

inline core::AccountPage make_page(const std::vector<DebtorRow>& debtors) {
  using core::Field;
  using core::RecordKind;
  core::AccountPage page;
  for (core::Group& group : page.groups) group.begin = {0};
  for (const DebtorRow& debtor : debtors) {
    detail::put(page.debtors, Field::kDebtorId, debtor.id);
    for (const auto& [field, value] : debtor.ints) detail::put(page.debtors, field, value);
    for (const auto& [field, value] : debtor.texts) detail::put(page.debtors, field, value);
    detail::put_attributes(page.debtors, debtor.attributes);
    detail::end_row(page.debtors);
    detail::add_receivables(page.group(RecordKind::kReceivable).rows, debtor.receivables);
    detail::add_money(page.group(RecordKind::kPayment).rows, debtor.payments, Field::kPaymentId, Field::kValueDate);
    detail::add_money(page.group(RecordKind::kCreditNote).rows, debtor.credit_notes, Field::kCreditNoteId, Field::kDate);
    for (core::Group& group : page.groups) group.begin.push_back(static_cast<uint32_t>(group.rows.rows()));
  }
  return page;
}

}  // namespace dunlin::test
