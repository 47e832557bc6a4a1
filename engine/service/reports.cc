#include "engine/service/reports.h"

#include <algorithm>

#include "engine/report/ageing_report.h"
#include "engine/report/dso_report.h"
#include "engine/service/report_cells.h"
#include "engine/report/interest_report.h"

namespace dunlin::engine {
namespace {

/// The key's own column; currency is a column anyway.
bool has_key_column(const SurveyScope& scope) { return scope.key != ReportKey::kNone && scope.key != ReportKey::kCurrency; }

}  // namespace

core::Result<ResultTable> ageing(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const std::vector<AgeingRow> rows, ageing_report(*site.store, site.configuration, scope));
  ResultTable table;
  if (has_key_column(scope)) table.columns.push_back({request.by});
  for (ResultColumn column : {ResultColumn{"currency"}, {"bucket"}, {"count", CellKind::kNumber}, {"amount"}}) {
    table.columns.push_back(std::move(column));
  }
  for (const AgeingRow& row : rows) {
    std::vector<std::optional<std::string>> cells;
    if (has_key_column(scope)) cells.push_back(row.key);
    cells.insert(cells.end(), {row.currency, row.bucket, std::to_string(row.count), row.amount});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

core::Result<ResultTable> dso(Site& site, const ReportRequest& request) {
  const auto method = core::parse_name<DsoMethod>(kDsoMethodNames, request.method);
  if (!method) {
    return core::Error{core::ErrorKind::kUsage, "--method " + request.method, "is not a method",
                       "simple, countback, best or add"};
  }
  if (request.days == 0 || request.days > 36500) {
    return core::Error{core::ErrorKind::kUsage, "--days " + std::to_string(request.days), "is out of bounds", "1 to 36500"};
  }
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const std::vector<DsoRow> rows, dso_report(*site.store, site.configuration, scope, *method, request.days));
  ResultTable table;
  if (has_key_column(scope)) table.columns.push_back({request.by});
  for (ResultColumn column : {ResultColumn{"currency"},
                              {"method"},
                              {"window_days", CellKind::kNumber},
                              {"days", CellKind::kNumber},
                              {"unexhausted"}}) {
    table.columns.push_back(std::move(column));
  }
  for (const DsoRow& row : rows) {
    std::vector<std::optional<std::string>> cells;
    if (has_key_column(scope)) cells.push_back(row.key);
    cells.push_back(row.currency);
    cells.push_back(std::string(core::name_of(kDsoMethodNames, row.method)));
    cells.push_back(row.window_days ? std::optional(std::to_string(*row.window_days)) : std::nullopt);
    cells.push_back(row.days);
    cells.push_back(row.method == DsoMethod::kCountBack ? std::optional(row.unexhausted) : std::nullopt);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

core::Status interest_rows(Site& site, const ReportRequest& request, const std::function<void(const ResultTable&)>& take) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  const auto or_null = [](std::string_view text) { return text.empty() ? std::nullopt : std::optional(std::string(text)); };
  ResultTable table;
  for (const char* name : {"creditor_id", "debtor_id", "receivable_id", "currency", "interest", "rule", "reason"}) {
    table.columns.push_back({name});
  }
  bool told = false;
  DUNLIN_TRY(interest_rows(*site.store, site.configuration, scope, request.rule, [&](std::vector<InterestRow>&& rows) {
    table.rows.clear();
    for (InterestRow& row : rows) {
      table.rows.push_back({std::move(row.creditor_id), std::move(row.debtor_id), std::move(row.receivable_id),
                            std::move(row.currency), or_null(row.interest), or_null(row.rule),
                            or_null(rules::kInterestBarNames[static_cast<size_t>(row.bar)])});
    }
    take(table);
    told = true;
  }));
  if (!told) take(table);
  return {};
}

core::Result<ResultTable> interest(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  ResultTable table;
  if (scope.key == ReportKey::kNone) {
    DUNLIN_TRY(interest_rows(site, request, [&](const ResultTable& part) {
      table.columns = part.columns;
      table.rows.insert(table.rows.end(), part.rows.begin(), part.rows.end());
    }));
    std::sort(table.rows.begin(), table.rows.end());
    return table;
  }
  DUNLIN_ASSIGN(const std::vector<InterestRow> rows, interest_sums(*site.store, site.configuration, scope, request.rule));
  if (has_key_column(scope)) table.columns.push_back({request.by});
  for (ResultColumn column : {ResultColumn{"currency"}, {"count", CellKind::kNumber}, {"interest"}}) {
    table.columns.push_back(std::move(column));
  }
  for (const InterestRow& row : rows) {
    std::vector<std::optional<std::string>> cells;
    if (has_key_column(scope)) cells.push_back(row.key);
    cells.insert(cells.end(), {row.currency, std::to_string(row.count), row.interest});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

std::string report_json(const ResultTable& table, core::Date date) {
  return "{\"date\":\"" + core::to_string(date) + "\",\"rows\":" + rows_as_json(table) + "}";
}

}  // namespace dunlin::engine
