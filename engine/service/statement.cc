// The statement of one debtor as rows.
#include "core/money.h"
#include "engine/report/statement_report.h"
#include "engine/run/debtors_alone.h"
#include "engine/run/due_dates.h"
#include "engine/service/collection_reports.h"
#include "engine/service/report_cells.h"

namespace dunlin::engine {
namespace {

using core::Field;
using enum CellKind;

Cell text_cell(const std::string& text) { return text.empty() ? std::nullopt : Cell(text); }
Cell date_cell(core::Date date) { return text_cell(core::to_string(date)); }

/// One creditor's accounts of the debtor.
struct DebtorAccounts {
  std::string creditor;
  std::map<uint32_t, StatementAccount> by_currency;
};

void add_lines(const DebtorAccounts& accounts, const ReportAnswer& answer, ResultTable& rows) {
  for (const auto& [currency, account] : accounts.by_currency) {
    const std::string code = core::to_string(core::Currency{currency});
    const auto money = [currency = currency](int64_t minor) { return money_cell(minor, currency); };
    const core::Date opened = answer.from.is_set()    ? answer.from
                              : account.lines.empty() ? answer.date
                                                      : account.lines[0].date;
    int64_t balance = account.opening;
    rows.rows.push_back({accounts.creditor, code, core::to_string(opened), "opening", std::nullopt, std::nullopt,
                         std::nullopt, std::nullopt, money(balance), std::nullopt});
    for (const StatementLine& line : account.lines) {
      balance += line.amount;
      rows.rows.push_back({accounts.creditor, code, core::to_string(line.date), line.type, line.id, text_cell(line.about),
                           date_cell(line.due), money(line.amount), money(balance),
                           line.open == core::kNull ? std::nullopt : money(line.open)});
    }
    rows.rows.push_back({accounts.creditor, code, core::to_string(answer.date), "closing", std::nullopt, std::nullopt,
                         std::nullopt, std::nullopt, money(account.closing), std::nullopt});
  }
}

void add_ageing(const DebtorAccounts& accounts, const std::vector<std::string>& buckets, ResultTable& table) {
  for (const auto& [currency, account] : accounts.by_currency) {
    const std::string code = core::to_string(core::Currency{currency});
    const auto add = [&, currency = currency](const std::string& bucket, __int128 amount) {
      table.rows.push_back({accounts.creditor, code, bucket, money_cell(amount, currency)});
    };
    for (size_t i = 0; i < buckets.size(); ++i) add(buckets[i], account.ageing[i].amount);
    if (account.written_off != 0) add("written_off", account.written_off);
    if (account.cash != 0) add("unallocated_cash", -static_cast<__int128>(account.cash));
  }
}

core::Result<std::vector<DebtorAccounts>> accounts_of(Site& site, const ReportRequest& request, ReportAnswer& answer) {
  const storage::PageKey key = site.store->page_of(core::debtor_hash(request.debtor));
  DUNLIN_ASSIGN(const storage::LoadedPage loaded, site.store->load(key, {.cold = true, .memory = true}));
  DUNLIN_ASSIGN(const core::Table creditors, site.store->creditors());
  const DueCalendars due_calendars(site.configuration.rules, creditors);
  DUNLIN_ASSIGN(const core::Table rates, site.store->rates(site.store->last_import()));
  const InterestGround interest(site.configuration.rules, creditors, rates);
  std::vector<DebtorAccounts> all;
  for (uint32_t debtor = 0; debtor < loaded.page.debtor_count(); ++debtor) {
    const core::Table& debtors = loaded.page.debtors;
    const std::string creditor(debtors.text_at(Field::kCreditorId, debtor));
    if (debtors.text_at(Field::kDebtorId, debtor) != request.debtor) continue;
    if (!request.creditor.empty() && creditor != request.creditor) continue;
    answer.facts = {{"debtor_id", request.debtor}, {"name", std::string(debtors.text_at(Field::kName, debtor))}};
    storage::LoadedPage alone = debtor_alone(loaded, debtor);
    move_due_dates(due_calendars, alone);
    all.push_back({creditor, statement_of(alone, request.from, request.date, site.configuration, interest)});
  }
  if (all.empty()) {
    return core::failed("debtor " + request.debtor, "is not in the store", "try dunlin search " + request.debtor);
  }
  return all;
}

}  // namespace

core::Result<ReportAnswer> statement(Site& site, const ReportRequest& request) {
  if (request.debtor.empty()) return core::Error{core::ErrorKind::kUsage, "--debtor", "is missing", "whose statement"};
  DUNLIN_ASSIGN(const core::Date from, window_or_all(request));
  ReportAnswer answer{request.date, from, {}};
  ReportRequest window = request;
  window.from = from;
  DUNLIN_ASSIGN(const std::vector<DebtorAccounts> all, accounts_of(site, window, answer));
  answer.rows.columns = {{"creditor_id"}, {"currency"}, {"date"},   {"type"},    {"id"},
                         {"about"},       {"due_date"}, {"amount"}, {"balance"}, {"open"}};
  ResultTable ageing;
  ageing.columns = {{"creditor_id"}, {"currency"}, {"bucket"}, {"amount"}};
  const std::vector<std::string> buckets = rules::ageing_bucket_names(site.configuration.ageing_bounds);
  for (const DebtorAccounts& accounts : all) {
    add_lines(accounts, answer, answer.rows);
    add_ageing(accounts, buckets, ageing);
  }
  answer.sections = {{"ageing", std::move(ageing)}};
  return answer;
}

}  // namespace dunlin::engine
