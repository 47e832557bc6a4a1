#include "tests/property/debt_records.h"

#include "core/record_fields.h"

namespace dunlin::property {

using core::RecordKind;

void DebtRecords::make(const CsvRow& creditor, const Indebted& debtor) {
  if (dice_.chance(25)) promise(creditor, debtor);
  if (dice_.chance(10)) plan(creditor, debtor);
  if (dice_.chance(25)) dispute(creditor, debtor);
  if (dice_.chance(20)) hold(creditor, debtor);
  while (dice_.chance(45)) interaction(creditor, debtor);
  if (dice_.chance(15)) placement_or_case(creditor, debtor);
}

/// Days around that of an arrival.
std::string DebtRecords::around(size_t day, int64_t before, int64_t after) {
  return core::to_string(days_[day].date + static_cast<core::Days>(dice_.between(-before, after)));
}

/// An own receivable, one that never comes, or what may be another debtor's.
std::string DebtRecords::receivable_of(const Indebted& debtor) {
  if (dice_.chance(6)) return "R9999";
  if (debtor.items.empty() || dice_.chance(8)) return "R" + std::to_string(1 + dice_.below(30));
  return dice_.one_of(debtor.items).id;
}

std::string DebtRecords::items_of(const Indebted& debtor) {
  std::string list;
  for (const Indebted::Item& item : debtor.items) {
    if (dice_.chance(40)) list += (list.empty() ? "" : ";") + item.id;
  }
  return dice_.chance(10) ? list + ";R9999" : list;
}

/// The row with its id: the same few in all kinds.
CsvRow DebtRecords::begun(const CsvRow& creditor, const Indebted& debtor, RecordKind kind) {
  CsvRow row = creditor;
  const size_t number = ++ids_[{kind, debtor.creditor_id}];
  row[std::string(core::field_name(core::id_field(kind)))] = "P" + std::to_string(number);
  row["debtor_id"] = debtor.debtor_id;
  return row;
}

/// Arrives on some day; some come again on a later one, with one field as given anew or cleared.
void DebtRecords::upsert(RecordKind kind, const CsvRow& row, std::initializer_list<const char*> amended) {
  const size_t first = any_day();
  plan_(first, kind, row);
  if (first + 1 >= days_.size() || !dice_.chance(35)) return;
  const size_t again = first + 1 + dice_.below(days_.size() - first - 1);
  CsvRow later = row;
  const std::string field = pick(amended);
  if (dice_.chance(30)) {
    later[field].clear();
  } else {
    later[field] = field.find("amount") != std::string::npos ? "7" : core::to_string(days_[again].date + 30);
  }
  plan_(again, kind, later);
}

void DebtRecords::promise(const CsvRow& creditor, const Indebted& debtor) {
  CsvRow row = begun(creditor, debtor, RecordKind::kPromise);
  const size_t day = any_day();
  const core::Currency currency = debtor.items.empty() ? core::kEur : dice_.one_of(debtor.items).currency;
  const int64_t amount = debtor.items.empty() ? 100 : dice_.one_of(debtor.items).amount;
  row["amount"] =
      core::format_amount(std::max<int64_t>(1, dice_.chance(60) ? amount : amount / 2), core::minor_digits(currency));
  row["currency"] = core::to_string(currency);
  row["promised_on"] = around(day, 12, 2);
  row["due_on"] = around(day, -3, 14);
  row["receivable_ids"] = dice_.chance(50) ? "" : items_of(debtor);
  upsert(RecordKind::kPromise, row, {"due_on", "receivable_ids"});
}

void DebtRecords::plan(const CsvRow& creditor, const Indebted& debtor) {
  CsvRow row = begun(creditor, debtor, RecordKind::kPlan);
  const size_t day = any_day();
  core::Date due = days_[day].date + static_cast<core::Days>(dice_.between(-20, 5));
  row["agreed_on"] = core::to_string(due - 3);
  row["currency"] = "EUR";
  std::string& instalments = row["instalments"];
  for (uint64_t i = 0; i < 1 + dice_.below(4); ++i) {
    instalments +=
        (instalments.empty() ? "" : ";") + core::to_string(due) + "=" + std::to_string(1 + dice_.below(90)) + ".50";
    due = due + static_cast<core::Days>(1 + dice_.below(12));
  }
  row["receivable_ids"] = dice_.chance(50) ? "" : items_of(debtor);
  row["max_missed"] = pick({"", "0", "1", "2"});
  upsert(RecordKind::kPlan, row, {"max_missed", "receivable_ids"});
}

void DebtRecords::dispute(const CsvRow& creditor, const Indebted& debtor) {
  CsvRow row = begun(creditor, debtor, RecordKind::kDispute);
  const size_t day = any_day();
  row["receivable_id"] = receivable_of(debtor);
  row["opened_on"] = around(day, 20, 2);
  row["amount"] = pick({"", "", "1", "10.5"});
  row["reason"] = pick({"", "price", "quality"});
  row["resolved_on"] = dice_.chance(70) ? "" : around(day, -3, 20);
  if (dice_.chance(60)) row.erase("debtor_id");
  upsert(RecordKind::kDispute, row, {"resolved_on", "amount"});
}

void DebtRecords::hold(const CsvRow& creditor, const Indebted& debtor) {
  CsvRow row = begun(creditor, debtor, RecordKind::kHold);
  const size_t day = any_day();
  row["from"] = around(day, 15, 3);
  row["until"] = dice_.chance(40) ? "" : around(day, -4, 20);
  row["reason"] = pick({"", "manual", "breathing_space", "bankruptcy", "grace", "own_error", "legal_stop"});
  if (dice_.chance(50)) {
    row["receivable_id"] = receivable_of(debtor);
    if (dice_.chance(50)) row.erase("debtor_id");
  }
  upsert(RecordKind::kHold, row, {"until"});
}

/// Facts. Those without an id differ in their note: equal ones would be as many as their file has, and these files are cut
/// up.
void DebtRecords::interaction(const CsvRow& creditor, const Indebted& debtor) {
  CsvRow row = begun(creditor, debtor, RecordKind::kInteraction);
  const size_t day = any_day();
  row["at"] = around(day, 9, 1) + pick({"", "T09:30:00Z", "T02:10:00Z", "T23:40:00Z"});
  row["channel"] = pick({"call", "call", "email", "letter", "sms"});
  row["outcome"] = pick({"sent", "delivered", "failed", "no_answer", "conversation", "refused"});
  row["direction"] = pick({"", "out", "out", "in"});
  row["receivable_ids"] = dice_.chance(70) ? "" : items_of(debtor);
  row["number_bad"] = pick({"", "", "no", "true"});
  row["consent"] = pick({"", "", "", "yes"});
  if (dice_.chance(60)) {
    row["note"] = "log " + row["interaction_id"];
    row.erase("interaction_id");
  }
  plan_(day, RecordKind::kInteraction, row);
  // The log sent again later, with more behind it or not.
  if (day + 1 < days_.size() && dice_.chance(20)) plan_(day + 1, RecordKind::kInteraction, row);
}

void DebtRecords::placement_or_case(const CsvRow& creditor, const Indebted& debtor) {
  if (dice_.chance(40)) {
    CsvRow row = begun(creditor, debtor, RecordKind::kCase);
    row["court"] = pick({"", "AG"});
    row["costs"] = pick({"", "12.5"});
    return upsert(RecordKind::kCase, row, {"court", "costs"});
  }
  CsvRow row = begun(creditor, debtor, RecordKind::kPlacement);
  const size_t day = any_day();
  row["receivable_id"] = receivable_of(debtor);
  row["placed_on"] = around(day, 20, 0);
  row["recalled_on"] = dice_.chance(70) ? "" : around(day, -1, 20);
  row["agency"] = pick({"", "Acme"});
  if (dice_.chance(50)) row.erase("debtor_id");
  upsert(RecordKind::kPlacement, row, {"recalled_on"});
}

void DebtRecords::make_rates() {
  for (size_t day = 0; day < days_.size(); ++day) {
    if (!dice_.chance(60)) continue;
    for (const char* currency : {"USD", "JPY"}) {
      const std::string whole = currency == std::string("USD") ? "1." : "15";
      plan_(day, RecordKind::kFx,
            {{"date", around(day, 3, 1)},
             {"base", "EUR"},
             {"quote", currency},
             {"value", whole + std::to_string(dice_.below(9))}});
    }
    plan_(day, RecordKind::kRate,
          {{"name", pick({"house", "de-base"})},
           {"date", around(day, 60, 1)},
           {"value", std::to_string(dice_.below(9)) + ".5"}});
  }
}

}  // namespace dunlin::property
