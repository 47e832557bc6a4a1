#include "engine/report/statement_report.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "engine/run/due_dates.h"
#include "rules/ageing/ageing_kernel.h"
#include "rules/ageing/open_receivables.h"
#include "rules/ageing/sale_dates.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::engine {
namespace {

using core::RecordKind;

class StatementWriter {
 public:
  StatementWriter(const storage::LoadedPage& loaded, core::Date date, const Configuration& configuration,
                  const InterestGround& interest)
      : loaded_(loaded), page_(loaded.page), date_(date), configuration_(configuration), interest_(interest) {
    balance_on(loaded, date, configuration, interest, now_);
  }

  std::map<uint32_t, StatementAccount> write(core::Date from) {
    add_invoices();
    add_charges();
    for (const RecordKind kind : {RecordKind::kPayment, RecordKind::kCreditNote}) add_money(kind);
    add_standing();
    for (auto& [currency, account] : accounts_) close(account, from);
    return std::move(accounts_);
  }

 private:
  StatementAccount& account(int64_t currency) {
    StatementAccount& one = accounts_[static_cast<uint32_t>(currency)];
    one.ageing.resize(configuration_.ageing_bounds.size() + 2);
    return one;
  }

  void add_invoices() {
    const auto receivables = rules::ReceivableColumns::of(page_);
    const rules::SaleDates sold(page_, loaded_.agreed_due);
    for (uint32_t row = 0; row < receivables.rows(); ++row) {
      if (!now_.balances.exists(row)) continue;
      account(receivables.currency[row])
          .lines.push_back({.date = std::min(sold.of(row), date_),
                            .type = "invoice",
                            .id = std::string(receivables.id->at(row)),
                            .about = {},
                            .due = core::Date{static_cast<int32_t>(agreed_due(loaded_, row))},
                            .amount = receivables.amount[row],
                            .open = now_.balances.balance[row]});
    }
  }

  /// What actions charged, and interest that was paid without.
  void add_charges() {
    const auto receivables = rules::ReceivableColumns::of(page_);
    const rules::Charges& charges = now_.ledger.charges;
    for (uint32_t row = 0; row < receivables.rows(); ++row) {
      if (!now_.balances.exists(row)) continue;
      int64_t interest = now_.balances.interest_claimed(row);
      const auto add = [&](core::Date on, const char* type, int64_t amount) {
        StatementLine line{.date = on, .type = type, .id = std::string(receivables.id->at(row)), .amount = amount};
        if (amount != 0) account(receivables.currency[row]).lines.push_back(std::move(line));
      };
      for (uint32_t i = charges.empty() ? 0 : charges.begin[row]; !charges.empty() && i < charges.begin[row + 1]; ++i) {
        const core::Date on{charges.on[i]};
        if (charges.part[i] == rules::ChargePart::kCosts) add(on, "fee", charges.amount[i]);
        if (charges.part[i] != rules::ChargePart::kInterest) continue;
        add(on, "interest", charges.amount[i]);
        interest -= charges.amount[i];
      }
      const int64_t last = now_.balances.last_payment_on[row];
      add(last == core::kNull ? date_ : core::Date{static_cast<int32_t>(last)}, "interest", interest);
    }
  }

  /// Days on which money may have changed what other money counts for: those of negative records, of reversals and of what
  /// they name.
  static std::set<core::Date> turning_days(const rules::MoneyColumns& money, core::Date date) {
    std::set<core::Date> days;
    for (uint32_t row = 0; row < money.rows(); ++row) {
      const std::string_view named = rules::text_of(money.reverses, row);
      const auto turn = [&](uint32_t at) {
        if (money.date[at] <= date.days) days.insert(core::Date{static_cast<int32_t>(money.date[at])});
      };
      if (money.amount[row] < 0 || !named.empty()) turn(row);
      const uint32_t found = named.empty() ? rules::kNoRow : rules::find_row(money.id, money.rows_of(0), named);
      if (found != rules::kNoRow) turn(found);
    }
    return days;
  }

  static const std::vector<int64_t>& counted(const PagePosition& position, RecordKind kind) {
    return kind == RecordKind::kPayment ? position.balances.payment_counted : position.balances.credit_counted;
  }

  /// A record that nothing takes back counts in full from its own day on; on turning days what each counts for is compared
  /// with the day before.
  void add_money(RecordKind kind) {
    const rules::MoneyColumns money = rules::MoneyColumns::of(page_, kind);
    const std::set<core::Date> turning = all_turning_days();
    for (uint32_t row = 0; row < money.rows(); ++row) {
      const core::Date on{static_cast<int32_t>(money.date[row])};
      if (on <= date_ && !turning.contains(on)) put(money, row, on, money.amount[row]);
    }
    PagePosition before;
    PagePosition after;
    for (const core::Date day : turning) {
      balance_on(loaded_, day - 1, configuration_, interest_, before);
      balance_on(loaded_, day, configuration_, interest_, after);
      for (uint32_t row = 0; row < money.rows(); ++row) {
        put(money, row, day, counted(after, kind)[row] - counted(before, kind)[row]);
      }
    }
  }

  std::set<core::Date> all_turning_days() const {
    std::set<core::Date> days = turning_days(rules::MoneyColumns::of(page_, RecordKind::kPayment), date_);
    days.merge(turning_days(rules::MoneyColumns::of(page_, RecordKind::kCreditNote), date_));
    return days;
  }

  /// What a record brings (`counts` above zero) or what is taken back of it on the day.
  void put(const rules::MoneyColumns& money, uint32_t row, core::Date on, int64_t counts) {
    if (counts == 0) return;
    StatementLine line{
        .date = on, .type = {}, .id = std::string(money.id->at(row)), .about = {}, .due = {}, .amount = -counts};
    if (money.date[row] != on.days) {
      line.type = "reversal";
      line.about = reverser_of(money, line.id, on);
    } else {
      line.type = money.kind == RecordKind::kPayment ? "payment" : "credit_note";
      line.about = std::string(rules::text_of(money.receivable_id, row));
      if (line.about.empty()) line.about = std::string(rules::text_of(money.group_id, row));
    }
    account(money.currency[row]).lines.push_back(std::move(line));
  }

  /// The record of the day that reverses it, or that reverses a reversal of it, and so on.
  static std::string reverser_of(const rules::MoneyColumns& money, std::string_view id, core::Date on) {
    for (uint32_t row = 0; row < money.rows(); ++row) {
      if (money.date[row] == on.days && reaches(money, row, id)) return std::string(money.id->at(row));
    }
    return {};
  }

  static bool reaches(const rules::MoneyColumns& money, uint32_t reversal, std::string_view id) {
    uint32_t at = reversal;
    // Records that reverse each other in a circle have no end.
    for (size_t step = 0; step < money.rows() && at != rules::kNoRow; ++step) {
      const std::string_view named = rules::text_of(money.reverses, at);
      if (named.empty()) return false;
      if (named == id) return true;
      at = rules::find_row(money.id, money.rows_of(0), named);
    }
    return false;
  }

  void add_standing() {
    const auto receivables = rules::ReceivableColumns::of(page_);
    std::vector<uint8_t> bucket(receivables.rows());
    rules::bucket_by_days(now_.standings.days_past_due, configuration_.ageing_bounds, bucket);
    for (uint32_t row = 0; row < receivables.rows(); ++row) {
      if (!now_.balances.exists(row)) continue;
      StatementAccount& one = account(receivables.currency[row]);
      const int64_t balance = now_.balances.balance[row];
      if (rules::is_open(now_.balances, now_.standings, row)) {
        ++one.ageing[bucket[row]].count;
        one.ageing[bucket[row]].amount += balance;
      } else {
        one.written_off += balance;
      }
    }
    for (size_t i = 0; i < now_.balances.cash_amount.size(); ++i) {
      account(now_.balances.cash_currency[i]).cash += now_.balances.cash_amount[i];
    }
  }

  static int rank_of(const StatementLine& line) {
    constexpr std::array<std::string_view, 6> kOrder = {"invoice", "fee", "interest", "credit_note", "payment", "reversal"};
    return static_cast<int>(std::ranges::find(kOrder, line.type) - kOrder.begin());
  }

  static void close(StatementAccount& account, core::Date from) {
    std::ranges::sort(account.lines, [](const StatementLine& a, const StatementLine& b) {
      return std::tuple(a.date, rank_of(a), std::string_view(a.id)) < std::tuple(b.date, rank_of(b), std::string_view(b.id));
    });
    const auto first = std::ranges::find_if(account.lines, [&](const StatementLine& line) { return line.date > from; });
    for (auto at = account.lines.begin(); at != first; ++at) account.opening += at->amount;
    account.lines.erase(account.lines.begin(), first);
    account.closing = account.opening;
    for (const StatementLine& line : account.lines) account.closing += line.amount;
  }

  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  const core::Date date_;
  const Configuration& configuration_;
  const InterestGround& interest_;
  PagePosition now_;
  std::map<uint32_t, StatementAccount> accounts_;
};

}  // namespace

std::map<uint32_t, StatementAccount> statement_of(const storage::LoadedPage& loaded, core::Date from, core::Date date,
                                                  const Configuration& configuration, const InterestGround& interest) {
  return StatementWriter(loaded, date, configuration, interest).write(from);
}

}  // namespace dunlin::engine
