#include "tests/property/portfolio.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "tests/property/debt_records.h"
#include "tests/property/debtor_rows.h"
#include "tests/property/seeds.h"

namespace dunlin::property {
namespace {

using core::Date;
using core::RecordKind;
using Row = std::map<std::string, std::string>;

constexpr core::Currency kUsd = core::currency_of_letters('U', 'S', 'D');
constexpr core::Currency kJpy = core::currency_of_letters('J', 'P', 'Y');
constexpr core::Currency kKwd = core::currency_of_letters('K', 'W', 'D');

struct Debtor {
  std::string creditor_id, id;
  size_t day = 0;
};
struct Receivable {
  const Debtor* debtor = nullptr;
  std::string id, group;
  core::Currency currency;
  int64_t amount = 0;
  Date due;
  size_t day = 0;
};

class PortfolioMaker {
 public:
  PortfolioMaker(uint64_t seed, const PortfolioSize& size)
      : seed_(seed), dice_(seed * 1'000'003 + 17), rows_(seed, dice_), size_(size), planned_(size.days) {}

  Portfolio make() {
    Date date = core::date_of(2026, 1, 10) + static_cast<core::Days>(dice_.below(250));
    for (size_t day = 0; day < size_.days; ++day) {
      portfolio_.days.push_back({date, {}});
      date = date + static_cast<core::Days>(dice_.between(1, 9));
    }
    make_creditors();
    make_debtors();
    for (const Debtor& debtor : debtors_) make_records_of(debtor);
    make_debt_records();
    for (size_t day = 0; day < size_.days; ++day) {
      if (day > 0) {
        repeat_facts(day);
        amend_debtors(day);
        amend_receivables(day);
      }
      spoil(day);
      for (const auto& [kind, rows] : planned_[day]) add_sheet(day, kind, rows);
    }
    return std::move(portfolio_);
  }

 private:
  Date date_of(size_t day) const { return portfolio_.days[day].date; }
  size_t any_day() { return dice_.chance(55) ? 0 : dice_.below(size_.days); }
  Date around(size_t day, int64_t before, int64_t after) {
    return date_of(day) + static_cast<core::Days>(dice_.between(-before, after));
  }
  std::string pick(std::initializer_list<const char*> words) { return words.begin()[dice_.below(words.size())]; }

  /// False when the day speaks of the id already.
  bool claim(size_t day, RecordKind kind, const std::string& creditor, const std::string& id) {
    return spoken_.insert({day, kind, creditor, id}).second;
  }

  Row named(const std::string& creditor) const { return unnamed_ ? Row{} : Row{{"creditor_id", creditor}}; }

  void plan(size_t day, RecordKind kind, Row row) { planned_[day][kind].push_back(std::move(row)); }

  /// One sheet of all rows under all their columns, in an order of its own.
  void add_sheet(size_t day, RecordKind kind, const std::vector<Row>& rows) {
    std::set<std::string> names;
    for (const Row& row : rows) {
      for (const auto& [name, cell] : row) names.insert(name);
    }
    Sheet sheet{kind, {names.begin(), names.end()}, {}};
    dice_.shuffle(sheet.header);
    for (const Row& row : rows) {
      std::vector<std::string>& cells = sheet.rows.emplace_back();
      for (const std::string& name : sheet.header) cells.push_back(row.contains(name) ? row.at(name) : "");
    }
    portfolio_.days[day].sheets.push_back(std::move(sheet));
  }

  void make_creditors() {
    const size_t count = 1 + dice_.below(3);
    unnamed_ = count == 1 && dice_.chance(60);
    for (size_t i = 1; i <= count; ++i) {
      creditors_.push_back(unnamed_ ? "default" : "C" + std::to_string(i));
      if (unnamed_) continue;
      // The last creditor may come after its records: they wait for it.
      const size_t day = i == 3 && dice_.chance(50) ? 1 : 0;
      plan(day, RecordKind::kCreditor,
           {{"creditor_id", creditors_.back()},
            {"name", "Creditor " + std::to_string(i)},
            {"country", pick({"DE", "FR", ""})},
            {"iban", pick({"DE89370400440532013000", ""})},
            {"legal_name", pick({"", "Legal, \"quoted\" Ltd"})}});
      if (size_.days > 2 && dice_.chance(40)) {
        plan(size_.days - 1, RecordKind::kCreditor,
             {{"creditor_id", creditors_.back()},
              {"name", "Renamed " + std::to_string(i)},
              {"country", "AT"},
              {"iban", "FR7630006000011234567890189"},
              {"legal_name", ""}});
      }
    }
  }

  void make_debtors() {
    static const char* const kOdd[] = {"D\xC3\xA9 1", "D,\"2\"", "none", "0",
                                       "a-debtor-whose-id-has-just-as-many-bytes-as-an-id-may-ever-have-"};
    const size_t each = size_.debtors / creditors_.size();
    for (const std::string& creditor : creditors_) {
      for (size_t i = 0; i < each; ++i) {
        const bool odd = i < std::size(kOdd) && dice_.chance(50);
        debtors_.push_back({creditor, odd ? kOdd[i] : "D" + std::to_string(i + 1), dice_.chance(92) ? 0 : any_day()});
      }
    }
    for (const Debtor& debtor : debtors_) {
      if (dice_.chance(3)) continue;  // never comes: its records wait for ever
      claim(debtor.day, RecordKind::kDebtor, debtor.creditor_id, debtor.id);
      Row row = named(debtor.creditor_id);
      rows_.fill(row, debtor.id);
      plan(debtor.day, RecordKind::kDebtor, std::move(row));
    }
  }

  void make_records_of(const Debtor& debtor) {
    if (dice_.chance(30)) make_contacts(debtor);
    const size_t most = dice_.chance(3) ? 40 : 5;
    const size_t count = dice_.chance(12) ? 0 : 1 + dice_.below(most);
    const size_t first = receivables_.size();
    for (size_t i = 0; i < count; ++i) make_receivable(debtor);
    const size_t money = count == 0 ? dice_.below(2) : dice_.below(count + 2);
    for (size_t i = 0; i < money; ++i) make_money(debtor, std::span(receivables_).subspan(first), RecordKind::kPayment);
    if (dice_.chance(30)) make_money(debtor, std::span(receivables_).subspan(first), RecordKind::kCreditNote);
    while (dice_.chance(25)) make_reversal(debtor);
  }

  void make_contacts(const Debtor& debtor) {
    for (size_t i = 0; i < 1 + dice_.below(2); ++i) {
      Row row = named(debtor.creditor_id);
      rows_.fill_contact(row, debtor.id, "K" + std::to_string(++contacts_[debtor.creditor_id]));
      plan(any_day(), RecordKind::kContact, std::move(row));
    }
  }

  void make_receivable(const Debtor& debtor) {
    static constexpr core::Currency kCurrencies[] = {core::kEur, core::kEur, core::kEur, core::kEur, kUsd, kJpy, kKwd};
    Receivable item;
    item.debtor = &debtor;
    item.id = (dice_.chance(10) ? "P" : "R") + std::to_string(++receivable_ids_[debtor.creditor_id]);
    item.currency = dice_.one_of(kCurrencies);
    item.amount = dice_.chance(20) ? dice_.between(1, 3) : dice_.between(100, 20'000);
    item.day = any_day();
    item.due = around(item.day, 45, 25);
    item.group = dice_.chance(75) ? "" : pick({"G1", "G2"});
    const core::Days terms = static_cast<core::Days>(dice_.between(5, 40));
    const bool by_terms = dice_.chance(25);
    Row row = named(debtor.creditor_id);
    row.insert({{"receivable_id", item.id},
                {"debtor_id", debtor.id},
                {"amount", money_text(item.amount, item.currency)},
                {"currency", core::to_string(item.currency)},
                {"due_date", by_terms ? "" : core::to_string(item.due)},
                {"issue_date", by_terms || dice_.chance(60) ? core::to_string(item.due - terms) : ""},
                {"terms", by_terms ? std::to_string(terms) : ""},
                {"kind", pick({"", "invoice", "loan", "fee"})},
                {"group_id", item.group},
                {"portfolio", pick({"", "", "x", "y"})},
                {"reference", pick({"", "2026/1"})},
                {"status", dice_.chance(88) ? "" : pick({"open", "draft", "cancelled", "written_off"})},
                {"scenario", dice_.chance(88) ? "" : pick({"s1", "s2", "s3", "none", "unheard-of"})},
                {"document_url", pick({"", "https://example.test/d"})},
                {"time_barred_on", dice_.chance(90) ? "" : core::to_string(around(item.day, 10, 10))},
                {"attr.method", pick({"", "transfer", "dd"})}});
    if (row["status"] == "written_off" || row["status"] == "cancelled") {
      row["status_on"] = dice_.chance(50) ? "" : core::to_string(around(item.day, 5, 10));
    }
    claim(item.day, RecordKind::kReceivable, debtor.creditor_id, item.id);
    plan(item.day, RecordKind::kReceivable, std::move(row));
    receivables_.push_back(item);
  }

  static std::string money_text(int64_t amount, core::Currency currency) {
    return core::format_amount(amount, core::minor_digits(currency));
  }

  Row money_row(const Money& money) const {
    const bool payment = money.kind == RecordKind::kPayment;
    Row row = named(money.creditor_id);
    row.insert({{payment ? "payment_id" : "credit_note_id", money.id},
                {"debtor_id", money.debtor_id},
                {"amount", money_text(money.amount, money.currency)},
                {"currency", core::to_string(money.currency)},
                {payment ? "value_date" : "date", core::to_string(money.date)},
                {"reverses", money.reverses}});
    return row;
  }

  Money new_money(const Debtor& debtor, RecordKind kind) {
    // Payments and credit notes count from one, each: the same ids in both kinds.
    return {.kind = kind,
            .creditor_id = debtor.creditor_id,
            .debtor_id = debtor.id,
            .id = "P" + std::to_string(++money_ids_[{kind, debtor.creditor_id}]),
            .reverses = {},
            .currency = core::kEur,
            .date = {},
            .day = any_day()};
  }

  void take(const Money& money, Row row) {
    claim(money.day, money.kind, money.creditor_id, money.id);
    plan(money.day, money.kind, std::move(row));
    // A credit note below zero is none: it is rejected.
    if (money.kind == RecordKind::kPayment || money.amount > 0) portfolio_.money.push_back(money);
  }

  void make_money(const Debtor& debtor, std::span<const Receivable> own, RecordKind kind) {
    Money money = new_money(debtor, kind);
    money.date = around(money.day, 20, 6);
    money.amount = dice_.between(1, 12'000);
    std::string names, group;
    if (!own.empty()) {
      const Receivable& item = own[dice_.below(own.size())];
      money.currency = dice_.chance(90) ? item.currency : dice_.one_of(std::vector{kUsd, kJpy});
      if (dice_.chance(45)) money.amount = item.amount;
      if (dice_.chance(60)) {
        names = item.id;
      } else if (dice_.chance(30)) {
        group = item.group.empty() ? "G9" : item.group;
      }
    }
    if (dice_.chance(6)) names = "R9999";  // never comes
    if (dice_.chance(8)) money.amount = -money.amount;
    Row row = money_row(money);
    row.insert({{"receivable_id", names}, {"group_id", group}});
    if (kind == RecordKind::kPayment) row.insert({{"method", pick({"", "transfer"})}});
    if (dice_.chance(4) && make_foreign(debtor, money, row)) return;
    take(money, std::move(row));
  }

  /// Lets the money name another debtor's receivable that is known by then, so that it is rejected.
  bool make_foreign(const Debtor& debtor, const Money& money, Row& row) {
    for (const Receivable& item : receivables_) {
      if (item.debtor == &debtor || item.debtor->creditor_id != debtor.creditor_id || item.day > money.day) continue;
      row["receivable_id"] = item.id;
      row["group_id"].clear();
      claim(money.day, money.kind, money.creditor_id, money.id);
      plan(money.day, money.kind, row);
      return true;
    }
    return false;
  }

  void make_reversal(const Debtor& debtor) {
    std::vector<const Money*> own;
    for (const Money& money : portfolio_.money) {
      if (money.creditor_id == debtor.creditor_id && money.debtor_id == debtor.id) own.push_back(&money);
    }
    if (own.empty()) return;
    const Money original = *dice_.one_of(own);
    Money money = new_money(debtor, original.kind);
    money.reverses = dice_.chance(95) ? original.id : "P9999";
    money.currency = original.currency;
    money.amount = dice_.chance(60) ? original.amount : std::max<int64_t>(1, std::abs(original.amount) / 2);
    money.amount = std::abs(money.amount);
    if (dice_.chance(original.kind == RecordKind::kPayment ? 50 : 10)) money.amount = -money.amount;
    money.date = original.date + static_cast<core::Days>(dice_.between(-3, 15));
    Row row = money_row(money);
    if (original.kind == RecordKind::kPayment) row.insert({{"reason_code", pick({"", "AC04"})}});
    take(money, std::move(row));
  }

  /// Facts that come again: equal ones are duplicates, others conflicts. Neither changes anything.
  void repeat_facts(size_t day) {
    for (const Money& known : portfolio_.money) {
      if (known.day >= day || !dice_.chance(8) || !claim(day, known.kind, known.creditor_id, known.id)) continue;
      Money again = known;
      if (dice_.chance(30)) again.amount += 1;
      plan(day, known.kind, money_row(again));
    }
  }

  void amend_debtors(size_t day) {
    static const char* const kColumns[] = {"email", "street", "opt_out", "flags", "scenario", "attr.tier", "segment"};
    const std::string column = dice_.one_of(kColumns);
    std::vector<Row> rows;
    for (const Debtor& debtor : debtors_) {
      if (debtor.day >= day || !dice_.chance(12)) continue;
      if (!claim(day, RecordKind::kDebtor, debtor.creditor_id, debtor.id)) continue;
      Row row = named(debtor.creditor_id);
      row.insert({{"debtor_id", debtor.id}, {"name", "Debtor " + debtor.id}});
      if (column == "flags") {
        row[column] = rows_.flags();
      } else if (column == "opt_out") {
        row[column] = rows_.opt_out();
      } else if (column == "scenario") {
        row[column] = rows_.scenario();
      } else {
        row[column] = pick({"", "2", "new@example.test"});
      }
      rows.push_back(std::move(row));
    }
    if (!rows.empty()) add_sheet(day, RecordKind::kDebtor, rows);
  }

  void amend_receivables(size_t day) {
    std::vector<Row> rows;
    const bool statuses = dice_.chance(50);
    for (const Receivable& item : receivables_) {
      if (item.day >= day || !dice_.chance(10)) continue;
      if (!claim(day, RecordKind::kReceivable, item.debtor->creditor_id, item.id)) continue;
      Row row = named(item.debtor->creditor_id);
      const Date due = dice_.chance(70) ? item.due : around(day, 20, 20);
      const int64_t amount = dice_.chance(70) ? item.amount : dice_.between(1, 9'000);
      row.insert({{"receivable_id", item.id},
                  {"debtor_id", item.debtor->id},
                  {"amount", money_text(amount, item.currency)},
                  {"currency", core::to_string(item.currency)},
                  {"due_date", core::to_string(due)}});
      if (statuses) row.insert({{"status", pick({"open", "draft", "cancelled", "written_off"})}});
      if (!statuses) row.insert({{"scenario", pick({"", "", "s1", "s2", "none"})}});
      rows.push_back(std::move(row));
    }
    if (!rows.empty()) add_sheet(day, RecordKind::kReceivable, rows);
  }

  void make_debt_records() {
    DebtRecords records(seed_, portfolio_.days,
                        [&](size_t day, RecordKind kind, CsvRow row) { plan(day, kind, std::move(row)); });
    for (const Debtor& debtor : debtors_) {
      Indebted indebted{debtor.creditor_id, debtor.id, {}};
      for (const Receivable& item : receivables_) {
        if (item.debtor == &debtor) indebted.items.push_back({item.id, item.currency, item.amount, item.due});
      }
      records.make(named(debtor.creditor_id), indebted);
    }
    records.make_rates();
  }

  /// Rows that nobody can take.
  void spoil(size_t day) {
    if (!dice_.chance(50)) return;
    Row row = named(creditors_.front());
    row.insert({{"receivable_id", "BAD" + std::to_string(day)},
                {"debtor_id", "D1"},
                {"amount", pick({"12,x", "-5.00", ""})},
                {"currency", "EUR"},
                {"due_date", pick({"2026-02-30", "2026-02-28"})}});
    plan(day, RecordKind::kReceivable, std::move(row));
  }

  uint64_t seed_;
  Dice dice_;
  DebtorRows rows_;
  PortfolioSize size_;
  bool unnamed_ = false;
  Portfolio portfolio_;
  std::vector<std::map<RecordKind, std::vector<Row>>> planned_;  // per day
  std::set<std::tuple<size_t, RecordKind, std::string, std::string>> spoken_;
  std::vector<std::string> creditors_;
  std::vector<Debtor> debtors_;
  std::vector<Receivable> receivables_;
  std::map<std::string, size_t> contacts_, receivable_ids_;
  std::map<std::pair<RecordKind, std::string>, size_t> money_ids_;
};

}  // namespace

std::string csv_of(const Sheet& sheet) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& cells) {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) text += ',';
      if (cells[i].find_first_of(",\"\n") == std::string::npos) {
        text += cells[i];
        continue;
      }
      text += '"';
      for (const char c : cells[i]) text += c == '"' ? "\"\"" : std::string(1, c);
      text += '"';
    }
    text += '\n';
  };
  add(sheet.header);
  for (const std::vector<std::string>& row : sheet.rows) add(row);
  return text;
}

Portfolio make_portfolio(uint64_t seed, const PortfolioSize& size) { return PortfolioMaker(seed, size).make(); }

}  // namespace dunlin::property
