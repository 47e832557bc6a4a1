// Reports on records about the debt: promises, placements, interactions, and the agenda made of them.
#include "engine/report/contacts_report.h"
#include "engine/report/promises_report.h"
#include "engine/report/recovery_report.h"
#include "engine/report/worklist_report.h"
#include "engine/service/collection_reports.h"
#include "engine/service/report_cells.h"

namespace dunlin::engine {
namespace {

using enum CellKind;
using rules::kPercentDigits;

/// How far back the agenda looks for call tasks and broken promises unless told.
constexpr core::Days kAgendaDays = 30;

/// `2024-01` of a first day of a month.
std::string month_text(core::Date month) { return core::to_string(month).substr(0, 7); }

ResultTable liquidation_rows(const ReportRequest& request, const std::map<SumKey, RecoverySums>& sums) {
  KeyedRows rows(request, {{"cohort"},
                           {"placements", kNumber},
                           {"placed"},
                           {"recalled"},
                           {"collected"},
                           {"gross_liquidation", kNumber},
                           {"net_liquidation", kNumber},
                           {"commission"},
                           {"net_to_client"}});
  for (const auto& [key, recovery] : sums) {
    for (const auto& [month, cohort] : recovery.cohorts) {
      const rules::LiquidationSums& one = cohort.sums;
      const auto money = [currency = key.second](__int128 minor) { return money_cell(minor, currency); };
      rows.add(key,
               {month_text(month), count_cell(one.placements), money(one.placed), money(one.recalled), money(one.collected),
                ratio_cell(rules::gross_liquidation(one), kPercentDigits),
                ratio_cell(rules::net_liquidation(one), kPercentDigits), money(one.commission), money(one.net_to_client())});
    }
  }
  return rows.take();
}

ResultTable vintage_rows(const ReportRequest& request, const std::map<SumKey, RecoverySums>& sums) {
  KeyedRows rows(request, {{"cohort"}, {"month_on_book", kNumber}, {"collected"}, {"cumulative", kNumber}});
  for (const auto& [key, recovery] : sums) {
    for (const auto& [month, cohort] : recovery.cohorts) {
      const std::vector<rules::Ratio> curve = rules::vintage_curve(cohort.curve());
      for (size_t age = 0; age < curve.size(); ++age) {
        rows.add(key, {month_text(month), count_cell(age), money_cell(cohort.collected[age], key.second),
                       ratio_cell(curve[age], kPercentDigits)});
      }
    }
  }
  return rows.take();
}

ResultTable pooled_rows(const ReportRequest& request, const std::map<SumKey, RecoverySums>& sums) {
  KeyedRows rows(request, {{"month_on_book", kNumber}, {"cumulative", kNumber}});
  for (const auto& [key, recovery] : sums) {
    std::vector<rules::Cohort> cohorts;
    for (const auto& [month, cohort] : recovery.cohorts) cohorts.push_back(cohort.curve());
    const std::vector<rules::Ratio> curve = rules::pooled_curve(cohorts);
    for (size_t age = 0; age < curve.size(); ++age) {
      rows.add(key, {count_cell(age), ratio_cell(curve[age], kPercentDigits)});
    }
  }
  return rows.take();
}

ResultTable promise_rows(const ReportRequest& request, const std::map<SumKey, PromiseCounts>& sums) {
  KeyedRows rows(request, {{"fell_due", kNumber},
                           {"kept", kNumber},
                           {"partial", kNumber},
                           {"broken", kNumber},
                           {"pending", kNumber},
                           {"promised"},
                           {"kept_amount"},
                           {"paid_in_time"},
                           {"pending_amount"},
                           {"kept_rate_count", kNumber},
                           {"kept_rate_value", kNumber},
                           {"paid_rate", kNumber}});
  for (const auto& [key, counts] : sums) {
    const rules::PromiseSums& due = counts.fell_due;
    const auto money = [currency = key.second](__int128 minor) { return money_cell(minor, currency); };
    rows.add(key, {count_cell(due.due), count_cell(due.kept), count_cell(due.partial), count_cell(due.broken),
                   count_cell(counts.pending), money(due.due_amount), money(due.kept_amount), money(due.paid_in_time),
                   money(counts.pending_amount), ratio_cell(rules::kept_rate_by_count(due), kPercentDigits),
                   ratio_cell(rules::kept_rate_by_value(due), kPercentDigits),
                   ratio_cell(rules::paid_in_time_rate(due), kPercentDigits)});
  }
  return rows.take();
}

}  // namespace

core::Result<ReportAnswer> recovery(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const auto sums, recovery_report(*site.store, site.configuration, scope));
  return ReportAnswer{request.date,
                      {},
                      liquidation_rows(request, sums),
                      {{"vintage", vintage_rows(request, sums)}, {"pooled", pooled_rows(request, sums)}}};
}

core::Result<ReportAnswer> contacts(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const core::Date from, window_of(request));
  DUNLIN_ASSIGN(const auto sums, contacts_report(*site.store, site.configuration, scope, from));
  KeyedRows rows(request,
                 {{"attempts", kNumber},
                  {"connects", kNumber},
                  {"right_party", kNumber},
                  {"right_party_of_attempts", kNumber},
                  {"right_party_of_connects", kNumber}},
                 false);
  for (const auto& [key, one] : sums) {
    rows.add(key, {count_cell(one.attempts), count_cell(one.connects), count_cell(one.right_party),
                   ratio_cell(rules::right_party_of_attempts(one), kPercentDigits),
                   ratio_cell(rules::right_party_of_connects(one), kPercentDigits)});
  }
  return ReportAnswer{request.date, from, rows.take()};
}

core::Result<ReportAnswer> promises(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const core::Date from, window_or_all(request));
  DUNLIN_ASSIGN(const auto sums, promises_report(*site.store, site.configuration, scope, from));
  return ReportAnswer{request.date, from, promise_rows(request, sums)};
}

core::Result<ReportAnswer> worklist(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  core::Date from = request.date - kAgendaDays;
  if (request.from.is_set() || request.back_days > 0) {
    DUNLIN_ASSIGN(from, window_of(request));
  }
  DUNLIN_ASSIGN(const std::vector<WorkItem> items, worklist_report(*site.store, site.configuration, scope, from));
  const auto text = [](const std::string& value) { return value.empty() ? std::nullopt : Cell(value); };
  std::vector<ResultColumn> columns = {{"priority", kNumber}, {"kind"}, {"creditor_id"}, {"debtor_id"}};
  if (request.by != "collector") columns.push_back({"collector"});
  if (request.by != "team") columns.push_back({"team"});
  for (const char* name : {"since", "days", "id", "detail", "amount"}) columns.push_back({name});
  columns[columns.size() - 4].kind = kNumber;
  KeyedRows rows(request, columns);
  for (const WorkItem& item : items) {
    std::vector<Cell> cells = {std::to_string(item.priority), std::string(core::name_of(kWorkKindNames, item.kind)),
                               item.creditor_id, item.debtor_id};
    if (request.by != "collector") cells.push_back(text(item.collector));
    if (request.by != "team") cells.push_back(text(item.team));
    for (Cell cell : {Cell(core::to_string(item.since)), Cell(std::to_string(request.date - item.since)), Cell(item.id),
                      text(item.detail), money_cell(item.amount, item.currency)}) {
      cells.push_back(std::move(cell));
    }
    rows.add({item.key, item.currency}, std::move(cells));
  }
  return ReportAnswer{request.date, from, rows.take()};
}

}  // namespace dunlin::engine
