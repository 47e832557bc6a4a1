#include "engine/generate/debt_rows.h"

#include <algorithm>
#include <array>

#include "engine/generate/places.h"
#include "engine/generate/random_stream.h"

namespace dunlin::engine {
namespace {

using core::Date;

constexpr size_t kDebtorDigits = 8;
constexpr size_t kReceivableDigits = 10;
constexpr uint64_t kDebtStream = 0xDEB7'DEB7'0000'0001ULL;

// Shares of debtors with something overdue, or of overdue receivables, in parts of 10,000.
constexpr uint32_t kPromiseShare = 500;
constexpr uint32_t kPlanShare = 120;
constexpr uint32_t kHoldShare = 120;
constexpr uint32_t kCaseShare = 30;
constexpr uint32_t kDisputeShare = 300;
constexpr uint32_t kReceivableHoldShare = 50;
constexpr uint32_t kPlacementShare = 600;  // of those more than 120 days late
constexpr uint32_t kMailShare = 3500;
constexpr uint32_t kCallShare = 1500;

constexpr std::array<std::string_view, 6> kDisputeReasons = {"price",    "quality",     "delivery",
                                                             "quantity", "not_ordered", "vat"};
constexpr std::array<std::string_view, 3> kDisputeOutcomes = {"rejected", "credit", "withdrawn"};
constexpr std::array<std::string_view, 8> kHoldReasons = {"manual", "manual", "grace",           "own_error",
                                                          "grace",  "manual", "breathing_space", "bankruptcy"};
constexpr std::array<std::string_view, 4> kMailOutcomes = {"delivered", "delivered", "opened", "failed"};
constexpr std::array<std::string_view, 5> kCallOutcomes = {"no_answer", "no_answer", "answered", "conversation", "refused"};
constexpr std::array<std::string_view, 3> kAgencies = {"North Recovery", "Acme Collect", "Inkasso Sued"};
constexpr std::array<std::string_view, 3> kCourts = {"AG Wedding", "AG Hagen", "TC Lyon"};

/// Writes the records of one debtor.
class DebtWriter {
 public:
  DebtWriter(const GenerateOptions& options, uint64_t debtor, uint64_t creditor, DebtRows& rows)
      : date_(options.date),
        debtor_(debtor),
        creditor_(creditor),
        random_(options.seed ^ kDebtStream, debtor),
        rows_(rows) {}

  void write(std::span<const OverdueInvoice> overdue) {
    for (const OverdueInvoice& invoice : overdue) write_invoice(invoice);
    const OverdueInvoice& one = overdue[random_.below(overdue.size())];
    if (random_.chance(kPromiseShare)) promise(one);
    if (random_.chance(kPlanShare) && one.amount >= 100) plan(one);
    if (random_.chance(kHoldShare)) hold(nullptr);
    if (random_.chance(kCaseShare)) court_case(one);
  }

 private:
  void write_invoice(const OverdueInvoice& invoice) {
    if (random_.chance(kDisputeShare)) dispute(invoice);
    if (random_.chance(kReceivableHoldShare)) hold(&invoice);
    if (date_ - invoice.due > 120 && random_.chance(kPlacementShare)) place(invoice);
    if (random_.chance(kMailShare)) mail(invoice);
    if (random_.chance(kCallShare)) call(invoice);
  }

  /// A day from `from` on, at most `days` back from the date.
  Date recent(Date from, int64_t days) {
    const Date earliest = std::min(std::max(from, date_ - static_cast<core::Days>(days)), date_);
    return earliest + static_cast<core::Days>(random_.below(static_cast<uint64_t>(date_ - earliest) + 1));
  }
  void owner_cells(CsvRows& rows) {
    rows.id('D', debtor_ + 1, kDebtorDigits);
    rows.id('C', creditor_ + 1, 2);
  }
  void receivable_cell(const OverdueInvoice& invoice, CsvRows& rows) { rows.id('R', invoice.number + 1, kReceivableDigits); }

  void promise(const OverdueInvoice& invoice) {
    CsvRows& rows = rows_.promises;
    const Date made = recent(invoice.due + 1, 25);
    rows.id('V', debtor_ + 1, kDebtorDigits);
    owner_cells(rows);
    rows.amount(random_.chance(7000) ? invoice.amount : invoice.amount / 2 + 1, invoice.currency);
    rows.currency(invoice.currency);
    rows.date(made);
    rows.date(made + static_cast<core::Days>(random_.between(3, 21)));
    if (random_.chance(6000)) {
      receivable_cell(invoice, rows);
    } else {
      rows.empty();
    }
    rows.end_row();
  }

  void plan(const OverdueInvoice& invoice) {
    CsvRows& rows = rows_.plans;
    const Date agreed = recent(invoice.due + 1, 100);
    const int64_t count = random_.between(3, 8);
    rows.id('L', debtor_ + 1, kDebtorDigits);
    owner_cells(rows);
    rows.date(agreed);
    rows.currency(invoice.currency);
    std::string& cell = rows.cell();
    for (int64_t i = 0; i < count; ++i) {
      CsvRows one;
      one.date(core::add_months(agreed + 10, static_cast<int32_t>(i)));
      const int64_t before = invoice.amount / count * i;
      const int64_t part = i + 1 == count ? invoice.amount - before : invoice.amount / count;
      CsvRows amount;
      amount.amount(part, invoice.currency);
      cell.append(i == 0 ? "" : ";").append(one.bytes()).append("=").append(amount.bytes());
    }
    receivable_cell(invoice, rows);
    if (random_.chance(3000)) {
      rows.number(random_.below(3));
    } else {
      rows.empty();
    }
    rows.end_row();
  }

  void dispute(const OverdueInvoice& invoice) {
    CsvRows& rows = rows_.disputes;
    const Date opened = recent(invoice.issued + 1, 120);
    const bool resolved = random_.chance(3000) && opened < date_;
    rows.id('Q', invoice.number + 1, kReceivableDigits);
    receivable_cell(invoice, rows);
    owner_cells(rows);
    rows.date(opened);
    rows.text(random_.pick(kDisputeReasons));
    if (random_.chance(4000) && invoice.amount >= 10) {
      rows.amount(invoice.amount / random_.between(2, 8), invoice.currency);
    } else {
      rows.empty();
    }
    rows.date(resolved ? recent(opened + 1, 60) : core::kNoDate);
    rows.text(resolved ? random_.pick(kDisputeOutcomes) : std::string_view());
    rows.end_row();
  }

  /// Of the debtor, or of one receivable.
  void hold(const OverdueInvoice* invoice) {
    CsvRows& rows = rows_.holds;
    const Date from = recent(date_ - 90, 90);
    if (invoice == nullptr) {
      rows.id('H', debtor_ + 1, kDebtorDigits);
    } else {
      rows.id('H', invoice->number + 1, kReceivableDigits);
      rows.append_suffix('R');
    }
    owner_cells(rows);
    if (invoice == nullptr) {
      rows.empty();
    } else {
      receivable_cell(*invoice, rows);
    }
    rows.date(from);
    rows.date(random_.chance(6000) ? from + static_cast<core::Days>(random_.between(7, 120)) : core::kNoDate);
    rows.text(invoice == nullptr ? random_.pick(kHoldReasons) : std::string_view("manual"));
    rows.end_row();
  }

  void place(const OverdueInvoice& invoice) {
    CsvRows& rows = rows_.placements;
    const Date placed = recent(invoice.due + 90, 200);
    rows.id('A', invoice.number + 1, kReceivableDigits);
    receivable_cell(invoice, rows);
    owner_cells(rows);
    rows.date(placed);
    rows.date(random_.chance(2000) && placed < date_ ? recent(placed + 1, 90) : core::kNoDate);
    rows.text(random_.pick(kAgencies));
    rows.number(static_cast<uint64_t>(random_.between(8, 25)));
    rows.end_row();
  }

  void mail(const OverdueInvoice& invoice) {
    const Date on = recent(invoice.due + 1, 180);
    const std::string_view channel = random_.chance(8000) ? "email" : "letter";
    interaction(invoice, on, channel, "sent");
    if (channel == "email" && random_.chance(6000)) interaction(invoice, on, channel, random_.pick(kMailOutcomes));
  }
  void call(const OverdueInvoice& invoice) {
    const int64_t attempts = random_.between(1, 3);
    for (int64_t i = 0; i < attempts; ++i)
      interaction(invoice, recent(invoice.due + 1, 60), "call", random_.pick(kCallOutcomes));
  }
  void interaction(const OverdueInvoice& invoice, Date on, std::string_view channel, std::string_view outcome) {
    CsvRows& rows = rows_.interactions;
    owner_cells(rows);
    rows.date(on);
    std::string& time = rows.same_cell();
    time.append("T");
    CsvRows::append_number(time, static_cast<uint64_t>(random_.between(8, 17)), 2);
    time.append(":");
    CsvRows::append_number(time, random_.below(60), 2);
    time.append(":00Z");
    rows.text(channel);
    rows.text(outcome);
    rows.text(channel == "call" && random_.chance(700) ? "in" : "out");
    receivable_cell(invoice, rows);
    rows.text(outcome == "no_answer" && random_.chance(300) ? "true" : "");
    rows.end_row();
  }

  void court_case(const OverdueInvoice& invoice) {
    CsvRows& rows = rows_.cases;
    rows.id('Z', debtor_ + 1, kDebtorDigits);
    owner_cells(rows);
    rows.text(random_.pick(kCourts));
    rows.text(random_.pick(kLastNames));
    std::string& title = rows.cell();
    CsvRows::append_number(title, random_.below(90'000) + 10'000, 5);
    title.append("/26");
    rows.date(recent(invoice.due + 30, 150));
    rows.same_cell().append(" filed");
    rows.number(static_cast<uint64_t>(random_.between(30, 400)));
    rows.end_row();
  }

  const Date date_;
  const uint64_t debtor_, creditor_;
  RandomStream random_;
  DebtRows& rows_;
};

/// Units of a currency for one euro, in ten-thousandths.
struct Quote {
  core::Currency currency;
  int64_t value;
};
constexpr std::array<Quote, 6> kQuotes = {{{kUsd, 10'850},
                                           {kGbp, 8'550},
                                           {core::currency_of_letters('P', 'L', 'N'), 43'100},
                                           {core::currency_of_letters('C', 'H', 'F'), 9'550},
                                           {core::currency_of_letters('J', 'P', 'Y'), 1'621'000},
                                           {core::currency_of_letters('K', 'W', 'D'), 3'330}}};
// A year of business days, and some before it.
constexpr core::Days kFxDays = 400;

}  // namespace

std::string_view header_of_debts(std::string_view file) {
  struct Header {
    std::string_view file, line;
  };
  static constexpr Header kHeaders[] = {
      {"promises.csv", "promise_id,debtor_id,creditor_id,amount,currency,promised_on,due_on,receivable_ids\n"},
      {"plans.csv", "plan_id,debtor_id,creditor_id,agreed_on,currency,instalments,receivable_ids,max_missed\n"},
      {"disputes.csv", "dispute_id,receivable_id,debtor_id,creditor_id,opened_on,reason,amount,resolved_on,outcome\n"},
      {"holds.csv", "hold_id,debtor_id,creditor_id,receivable_id,from,until,reason\n"},
      {"interactions.csv", "debtor_id,creditor_id,at,channel,outcome,direction,receivable_ids,number_bad\n"},
      {"placements.csv", "placement_id,receivable_id,debtor_id,creditor_id,placed_on,recalled_on,agency,commission\n"},
      {"cases.csv", "case_id,debtor_id,creditor_id,court,lawyer,title,dates,costs\n"},
      {"rates.csv", "name,date,value\n"},
      {"fx.csv", "date,base,quote,value\n"},
  };
  for (const Header& header : kHeaders) {
    if (header.file == file) return header.line;
  }
  return {};
}

void write_debts(const GenerateOptions& options, uint64_t debtor, uint64_t creditor, std::span<const OverdueInvoice> overdue,
                 DebtRows& rows) {
  if (!overdue.empty()) DebtWriter(options, debtor, creditor, rows).write(overdue);
}

void write_rates(const GenerateOptions& options, DebtRows& rows) {
  RandomStream random(options.seed ^ kDebtStream, UINT64_MAX);
  std::array<Quote, kQuotes.size()> quotes = kQuotes;
  for (Date day = options.date - kFxDays; day <= options.date; day = day + 1) {
    if (core::weekday_of(day) > 4) continue;
    for (Quote& quote : quotes) {
      quote.value += quote.value / 1000 * random.between(-2, 2) / 2;
      rows.fx.date(day);
      rows.fx.currency(core::kEur);
      rows.fx.currency(quote.currency);
      std::string& value = rows.fx.cell();
      CsvRows::append_number(value, static_cast<uint64_t>(quote.value / 10'000), 1);
      value.push_back('.');
      CsvRows::append_number(value, static_cast<uint64_t>(quote.value % 10'000), 4);
      rows.fx.end_row();
    }
  }
  const core::CivilDate last = core::civil_of(options.date);
  for (int32_t half = 3; half >= 0; --half) {
    const int32_t year = last.year - half / 2;
    rows.rates.text("house-base");
    rows.rates.date(core::date_of(year, half % 2 == 0 ? 7 : 1, 1));
    rows.rates.text(half % 2 == 0 ? "2.15" : "2.40");
    rows.rates.end_row();
  }
}

}  // namespace dunlin::engine
