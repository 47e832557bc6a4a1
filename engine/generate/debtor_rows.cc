#include "engine/generate/debtor_rows.h"

#include <algorithm>

#include "core/invariant.h"
#include "engine/generate/places.h"
#include "engine/generate/profiles.h"
#include "engine/generate/random_stream.h"

namespace dunlin::engine {
namespace {

using core::Currency;
using core::Date;

constexpr size_t kDebtorDigits = 8;
constexpr size_t kReceivableDigits = 10;
// Issue dates lie in the year that ends on the date of the portfolio.
constexpr int64_t kIssueDays = 364;

// What a receivable is on the date, in parts of 10,000: 40 % open and past due.
constexpr uint32_t kOverdueShare = 4000;
constexpr uint32_t kNotDueShare = 2700;

constexpr std::array<std::string_view, 6> kSegments = {"smb", "smb", "mid-market", "key-account", "public", "start-up"};
constexpr std::array<std::string_view, 5> kTeams = {"north", "south", "west", "east", "international"};
constexpr std::array<std::string_view, 8> kFlagCells = {"insolvent",   "bad_address",           "vulnerable",
                                                        "represented", "cease_contact",         "bad_address",
                                                        "deceased",    "vulnerable;bad_address"};
constexpr std::array<std::string_view, 6> kOptOuts = {"sms", "email", "call", "sms;whatsapp", "call;sms", "letter"};
constexpr std::array<std::string_view, 5> kPreferred = {"email", "email", "letter", "sms", "call"};
constexpr std::array<std::string_view, 4> kMethods = {"transfer", "transfer", "card", "cash"};
constexpr std::array<std::string_view, 5> kReturnReasons = {"AC04", "AM04", "MD01", "MS02", "MS03"};
constexpr std::array<std::string_view, 4> kCreditReasons = {"return", "goodwill", "adjustment", "adjustment"};

/// The debtor whose rows are being written.
struct Account {
  uint64_t number;
  const Country& country;
  uint64_t creditor;
  bool consumer;
  bool direct_debit;
};

/// A receivable as far as its money needs to know it.
struct Invoice {
  uint64_t number;
  int64_t amount;
  Currency currency;
  Date issued, due;
  bool grouped;
};

const Country& draw_country(RandomStream& random) {
  const uint64_t at = random.below(10'000);
  for (const Country& country : kCountries) {
    if (at < country.upto) return country;
  }
  INVARIANT(false, "shares of countries end below 10,000:", at);
  return kCountries.front();
}

void creditor_cell(const Account& account, CsvRows& rows) { rows.id('C', account.creditor + 1, 2); }

void optional_text(RandomStream& random, uint32_t parts, std::string_view value, CsvRows& rows) {
  rows.text(random.chance(parts) ? value : std::string_view());
}

void phone_cell(RandomStream& random, uint32_t parts, const Account& account, CsvRows& rows) {
  std::string& out = rows.cell();
  const uint64_t digits = random.below(1'000'000'000);
  if (!random.chance(parts)) return;
  out.append(account.country.dial);
  CsvRows::append_number(out, digits, 9);
}

void email_cell(RandomStream& random, uint32_t parts, const Account& account, char who, CsvRows& rows) {
  std::string& out = rows.cell();
  if (!random.chance(parts)) return;
  out.push_back(who);
  CsvRows::append_number(out, account.number + 1, kDebtorDigits);
  out.append(account.consumer ? "@mail.example" : "@company.example");
}

void person_name(RandomStream& random, std::string& out) {
  out.append(random.pick(kFirstNames)).append(" ").append(random.pick(kLastNames));
}

void address_cells(RandomStream& random, CsvRows& rows) {
  CsvRows::append_number(rows.cell(), random.below(90'000) + 10'000, 5);
  rows.text(random.pick(kCities));
  std::string& street = rows.cell();
  street.append(random.pick(kStreets)).append(" ");
  CsvRows::append_number(street, random.below(180) + 1, 1);
}

void write_debtor_row(RandomStream& random, const Account& account, CsvRows& rows) {
  rows.id('D', account.number + 1, kDebtorDigits);
  creditor_cell(account, rows);
  if (account.consumer) {
    person_name(random, rows.cell());
  } else {
    std::string& name = rows.cell();
    name.append(random.pick(kLastNames)).append(" ").append(random.pick(kTrades)).append(" ").append(random.pick(kForms));
  }
  rows.text(account.consumer ? "consumer" : "business");
  rows.text(account.country.code);
  rows.text(account.country.region);
  address_cells(random, rows);
  rows.text(account.country.language);
  email_cell(random, 8800, account, 'd', rows);
  phone_cell(random, 7000, account, rows);
  phone_cell(random, 4500, account, rows);
  optional_text(random, 3000, random.pick(kPreferred), rows);
  const auto limit = static_cast<uint64_t>(random.between(1, 80)) * 2'500;
  if (!account.consumer && random.chance(6000)) {
    rows.number(limit);
  } else {
    rows.empty();
  }
  rows.text(account.consumer ? std::string_view("private") : random.pick(kSegments));
  rows.id('S', random.below(40) + 1, 2);
  rows.id('K', random.below(25) + 1, 2);
  rows.text(random.pick(kTeams));
  optional_text(random, 100, "none", rows);
  // Children hang on an earlier debtor of the same creditor; every twelfth is of the same creditor in all profiles.
  const bool child = !account.consumer && account.number >= 12 && random.chance(120);
  if (child) {
    rows.id('D', account.number - 12 + 1, kDebtorDigits);
    rows.text(random.chance(5000) ? "parent" : "self");
  } else {
    rows.empty();
    rows.empty();
  }
  if (account.direct_debit) {
    rows.id('M', account.number + 1, kDebtorDigits);
  } else {
    rows.empty();
  }
  optional_text(random, 250, random.pick(kOptOuts), rows);
  optional_text(random, 220, random.pick(kFlagCells), rows);
  const auto score = static_cast<uint64_t>(random.between(300, 850));
  if (random.chance(5000)) {
    rows.number(score);
  } else {
    rows.empty();
  }
  rows.text(account.direct_debit ? std::string_view("direct_debit") : random.pick(kMethods));
  rows.end_row();
}

void write_contact_row(RandomStream& random, const Account& account, CsvRows& rows) {
  rows.id('D', account.number + 1, kDebtorDigits);
  creditor_cell(account, rows);
  rows.id('T', account.number + 1, kDebtorDigits);
  person_name(random, rows.cell());
  constexpr std::array<std::string_view, 5> kBusinessRoles = {"billing", "billing", "billing", "manager", "representative"};
  constexpr std::array<std::string_view, 4> kConsumerRoles = {"co_debtor", "guardian", "representative", "surety"};
  rows.text(account.consumer ? random.pick(kConsumerRoles) : random.pick(kBusinessRoles));
  email_cell(random, 8500, account, 'c', rows);
  phone_cell(random, 6000, account, rows);
  rows.text(account.country.language);
  optional_text(random, 2000, "email", rows);
  rows.end_row();
}

int64_t draw_amount(RandomStream& random, const PortfolioProfile& profile, Currency currency) {
  const int64_t hundredths = std::max<int64_t>(draw(random, profile.amounts), 100);
  switch (core::minor_digits(currency)) {
    case 0: return hundredths;           // yen: a hundredth of a euro is about one
    case 3: return hundredths * 10 / 4;  // dinar
    default: return hundredths;
  }
}

/// Where the amount of one payment goes and when.
struct Money {
  uint64_t invoice;
  char part;  // 'A', 'B' ... of the same receivable
  int64_t amount;
  Currency currency;
  Date on;
};

class AccountWriter {
 public:
  AccountWriter(const GenerateOptions& options, const Account& account, RandomStream& random, GeneratedRows& rows)
      : date_(options.date), profile_(profile_of(options.profile)), account_(account), random_(random), rows_(rows) {}

  void write_receivable(uint64_t number);
  std::span<const OverdueInvoice> overdue() const { return overdue_; }

 private:
  enum class Fate { kOverdue, kNotDue, kPaid, kDraft, kCancelled, kWrittenOff };
  Fate draw_fate();
  Invoice draw_invoice(uint64_t number, Fate fate);
  void write_row(const Invoice& invoice, Fate fate);
  void settle(const Invoice& invoice);
  void nibble(const Invoice& invoice);
  enum class Naming { kReceivable, kGroup, kNothing, kUnknown };
  void pay(const Money& money, Naming naming);
  void take_back(const Money& money, Date on);
  void credit(const Money& money, std::string_view reason);
  /// A day on which money for the invoice may have come, not after the date.
  Date money_date(const Invoice& invoice, int64_t late_max);

  const Date date_;
  const PortfolioProfile& profile_;
  const Account& account_;
  RandomStream& random_;
  GeneratedRows& rows_;
  std::vector<OverdueInvoice> overdue_;
};

AccountWriter::Fate AccountWriter::draw_fate() {
  const uint64_t at = random_.below(10'000);
  if (at < kOverdueShare) return Fate::kOverdue;
  if (at < kOverdueShare + kNotDueShare) return Fate::kNotDue;
  if (at < 9'800) return Fate::kPaid;
  if (at < 9'850) return Fate::kDraft;
  return at < 9'920 ? Fate::kCancelled : Fate::kWrittenOff;
}

Invoice AccountWriter::draw_invoice(uint64_t number, Fate fate) {
  Invoice invoice{};
  invoice.number = number;
  invoice.currency =
      random_.chance(300) ? (account_.country.currency == kUsd ? core::kEur : kUsd) : account_.country.currency;
  invoice.amount = draw_amount(random_, profile_, invoice.currency);
  const int64_t terms = profile_.terms[random_.below(profile_.terms.size())];
  int64_t age = 0;  // days since issue
  switch (fate) {
    case Fate::kOverdue: {
      // Fresh debts are commoner than old ones: the smaller of two draws.
      const int64_t late = std::min(random_.between(1, kIssueDays - terms), random_.between(1, kIssueDays - terms));
      age = terms + late;
      break;
    }
    case Fate::kNotDue:
    case Fate::kDraft: age = random_.between(0, terms); break;
    default: age = random_.between(1, kIssueDays);
  }
  invoice.issued = date_ - static_cast<core::Days>(age);
  invoice.due = invoice.issued + static_cast<core::Days>(terms);
  invoice.grouped = random_.chance(400);
  return invoice;
}

void AccountWriter::write_receivable(uint64_t number) {
  const Fate fate = draw_fate();
  const Invoice invoice = draw_invoice(number, fate);
  write_row(invoice, fate);
  if (fate == Fate::kPaid) settle(invoice);
  if (fate == Fate::kOverdue) {
    nibble(invoice);
    overdue_.push_back({number, invoice.amount, invoice.currency, invoice.issued, invoice.due});
  }
  // Some money on a written-off item is a recovery.
  if (fate == Fate::kWrittenOff && random_.chance(1000)) {
    pay({number, 'A', std::max<int64_t>(invoice.amount / 10, 1), invoice.currency, money_date(invoice, 300)},
        Naming::kReceivable);
  }
  if (fate == Fate::kNotDue && random_.chance(150)) {
    pay({number, 'A', std::max<int64_t>(invoice.amount / 2, 1), invoice.currency, money_date(invoice, 0)},
        Naming::kReceivable);
  }
}

void AccountWriter::write_row(const Invoice& invoice, Fate fate) {
  CsvRows& rows = rows_.receivables;
  rows.id('R', invoice.number + 1, kReceivableDigits);
  rows.id('D', account_.number + 1, kDebtorDigits);
  creditor_cell(account_, rows);
  rows.amount(invoice.amount, invoice.currency);
  rows.currency(invoice.currency);
  rows.date(invoice.issued);
  // One in twenty leaves the due date to its terms.
  const bool by_terms = random_.chance(500);
  rows.date(by_terms ? core::kNoDate : invoice.due);
  if (by_terms) {
    rows.number(static_cast<uint64_t>(invoice.due - invoice.issued));
  } else {
    rows.empty();
  }
  rows.text(random_.chance(400) ? "fee" : profile_.kind);
  if (invoice.grouped) {
    rows.id('G', account_.number + 1, kDebtorDigits);
  } else {
    rows.empty();
  }
  rows.text(profile_.portfolios[random_.below(profile_.portfolios.size())]);
  std::string& reference = rows.cell();
  reference.append("RE-");
  CsvRows::append_number(reference, invoice.number % 1'000'000'000 + 1, 9);
  switch (fate) {
    case Fate::kDraft: rows.text("draft"); break;
    case Fate::kCancelled: rows.text("cancelled"); break;
    case Fate::kWrittenOff: rows.text("written_off"); break;
    default: rows.text("open");
  }
  rows.date(fate == Fate::kCancelled || fate == Fate::kWrittenOff ? date_ - static_cast<core::Days>(random_.below(30))
                                                                  : core::kNoDate);
  optional_text(random_, 50, "none", rows);
  std::string& url = rows.cell();
  if (random_.chance(1500)) {
    url.append("https://docs.example/");
    CsvRows::append_number(url, invoice.number + 1, 1);
  }
  rows.date(random_.chance(500) ? invoice.due + 1095 : core::kNoDate);
  rows.end_row();
}

Date AccountWriter::money_date(const Invoice& invoice, int64_t late_max) {
  const Date latest = std::min(date_, invoice.due + static_cast<core::Days>(late_max));
  const Date earliest = std::min(invoice.issued + 1, latest);
  // Most pay around the due date.
  const Date around = invoice.due + static_cast<core::Days>(random_.between(-5, 15));
  if (around >= earliest && around <= latest && random_.chance(7000)) return around;
  return earliest + static_cast<core::Days>(random_.below(static_cast<uint64_t>(latest - earliest) + 1));
}

/// Money that closes the receivable.
void AccountWriter::settle(const Invoice& invoice) {
  const uint64_t how = random_.below(10'000);
  const Date on = money_date(invoice, 90);
  Money whole{invoice.number, 'A', invoice.amount, invoice.currency, on};
  if (how < 500 && invoice.amount > 10) {  // in two parts
    whole.amount = invoice.amount / 3;
    pay(whole, Naming::kReceivable);
    pay({invoice.number, 'B', invoice.amount - whole.amount, invoice.currency, std::min(on + 14, date_)},
        Naming::kReceivable);
  } else if (how < 800 && invoice.amount > 10) {  // the rest credited
    whole.amount = invoice.amount - invoice.amount / 10;
    pay(whole, Naming::kReceivable);
    credit({invoice.number, 'A', invoice.amount / 10, invoice.currency, on}, random_.pick(kCreditReasons));
  } else if (how < 1000) {
    credit(whole, "return");
  } else if (how < 1060) {  // too much
    whole.amount += invoice.amount / 20 + 100;
    pay(whole, Naming::kReceivable);
  } else if (how < 1100) {  // returned and paid again
    pay(whole, Naming::kReceivable);
    take_back({invoice.number, 'B', invoice.amount, invoice.currency, on}, std::min(on + 3, date_));
    pay({invoice.number, 'C', invoice.amount, invoice.currency, std::min(on + 12, date_)}, Naming::kReceivable);
  } else {
    pay(whole, Naming::kReceivable);
  }
}

/// Money that leaves the receivable open.
void AccountWriter::nibble(const Invoice& invoice) {
  const uint64_t how = random_.below(10'000);
  if (how >= 1400) return;
  const int64_t part = std::max<int64_t>(invoice.amount / random_.between(3, 9), 1);
  const Money money{invoice.number, 'A', part, invoice.currency, money_date(invoice, 200)};
  if (invoice.amount < 10) return;
  if (how < 800) {
    pay(money, Naming::kReceivable);
  } else if (how < 950) {
    credit(money, random_.pick(kCreditReasons));
  } else if (how < 1150) {
    // A payment that names nothing, or the group only; small, so that the receivables stay open on the whole.
    pay(money, invoice.grouped ? Naming::kGroup : Naming::kNothing);
  } else if (how < 1250) {  // paid in full and returned by the bank
    const Money whole{invoice.number, 'A', invoice.amount, invoice.currency, money.on};
    pay(whole, Naming::kReceivable);
    take_back({invoice.number, 'B', invoice.amount, invoice.currency, money.on}, std::min(money.on + 4, date_));
  } else if (how < 1350) {  // a correction downwards
    pay(money, Naming::kReceivable);
    pay({invoice.number, 'B', -(part / 2 + 1), invoice.currency, std::min(money.on + 2, date_)}, Naming::kReceivable);
  } else {
    pay(money, Naming::kUnknown);
  }
}

void AccountWriter::pay(const Money& money, Naming naming) {
  CsvRows& rows = rows_.payments;
  rows.id('P', money.invoice + 1, kReceivableDigits);
  rows.append_suffix(money.part);
  rows.id('D', account_.number + 1, kDebtorDigits);
  creditor_cell(account_, rows);
  rows.amount(money.amount, money.currency);
  rows.currency(money.currency);
  rows.date(money.on);
  if (naming == Naming::kReceivable) {
    rows.id('R', money.invoice + 1, kReceivableDigits);
  } else if (naming == Naming::kUnknown) {
    rows.id('X', money.invoice + 1, kReceivableDigits);
  } else {
    rows.empty();
  }
  if (naming == Naming::kGroup) {
    rows.id('G', account_.number + 1, kDebtorDigits);
  } else {
    rows.empty();
  }
  rows.text(account_.direct_debit ? std::string_view("direct_debit") : random_.pick(kMethods));
  rows.empty();
  rows.empty();
  rows.end_row();
}

void AccountWriter::take_back(const Money& money, Date on) {
  CsvRows& rows = rows_.payments;
  rows.id('P', money.invoice + 1, kReceivableDigits);
  rows.append_suffix(money.part);
  rows.id('D', account_.number + 1, kDebtorDigits);
  creditor_cell(account_, rows);
  rows.amount(money.amount, money.currency);
  rows.currency(money.currency);
  rows.date(on);
  rows.id('R', money.invoice + 1, kReceivableDigits);
  rows.empty();
  rows.text("direct_debit");
  rows.id('P', money.invoice + 1, kReceivableDigits);
  rows.append_suffix('A');
  rows.text(random_.pick(kReturnReasons));
  rows.end_row();
}

void AccountWriter::credit(const Money& money, std::string_view reason) {
  CsvRows& rows = rows_.credit_notes;
  rows.id('N', money.invoice + 1, kReceivableDigits);
  rows.id('D', account_.number + 1, kDebtorDigits);
  creditor_cell(account_, rows);
  rows.amount(money.amount, money.currency);
  rows.currency(money.currency);
  rows.date(money.on);
  rows.id('R', money.invoice + 1, kReceivableDigits);
  rows.text(reason);
  rows.end_row();
}

}  // namespace

std::string_view header_of(std::string_view file) {
  struct Header {
    std::string_view file, line;
  };
  static constexpr Header kHeaders[] = {
      {"creditors.csv", "creditor_id,name,country,base_currency,legal_name,contact_email,iban\n"},
      {"debtors.csv",
       "debtor_id,creditor_id,name,kind,country,region,postal_code,city,street,language,email,phone,mobile,"
       "preferred_channel,credit_limit,segment,sales_rep,collector,team,scenario,parent_debtor_id,payer,mandate_id,"
       "opt_out,flags,external_score,attr.payment_method\n"},
      {"contacts.csv", "debtor_id,creditor_id,contact_id,name,role,email,phone,language,receives\n"},
      {"receivables.csv",
       "receivable_id,debtor_id,creditor_id,amount,currency,issue_date,due_date,terms,kind,group_id,portfolio,reference,"
       "status,status_on,scenario,document_url,time_barred_on\n"},
      {"payments.csv",
       "payment_id,debtor_id,creditor_id,amount,currency,value_date,receivable_id,group_id,method,reverses,reason_code\n"},
      {"credit_notes.csv", "credit_note_id,debtor_id,creditor_id,amount,currency,date,receivable_id,reason\n"},
  };
  for (const Header& header : kHeaders) {
    if (header.file == file) return header.line;
  }
  return header_of_debts(file);
}

void write_debtor(const GenerateOptions& options, uint64_t debtor, uint64_t first_receivable, uint64_t count,
                  GeneratedRows& rows) {
  const PortfolioProfile& profile = profile_of(options.profile);
  RandomStream random(options.seed, debtor);
  const bool consumer = random.chance(profile.consumers);
  const Country& country = draw_country(random);
  const Account account{debtor, country, debtor % profile.creditors, consumer, random.chance(800)};
  write_debtor_row(random, account, rows.debtors);
  if (random.chance(consumer ? 300 : 3000)) write_contact_row(random, account, rows.contacts);
  AccountWriter writer(options, account, random, rows);
  for (uint64_t i = 0; i < count; ++i) writer.write_receivable(first_receivable + i);
  write_debts(options, debtor, account.creditor, writer.overdue(), rows.debts);
}

}  // namespace dunlin::engine
