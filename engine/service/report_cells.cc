#include "engine/service/report_cells.h"

#include "core/money.h"

namespace dunlin::engine {
namespace {

core::Result<core::Date> before(const ReportRequest& request, core::Date from) {
  if (from <= request.date) return from;
  return core::Error{core::ErrorKind::kUsage, "--from " + core::to_string(from), "is later than the date",
                     "the window is (from, date]"};
}

}  // namespace

core::Result<SurveyScope> scope_of(const Site& site, const ReportRequest& request) {
  SurveyScope scope;
  if (!request.date.is_set()) {
    return core::Error{core::ErrorKind::kUsage, "--date", "is missing", "the date of the report, such as 2026-11-21"};
  }
  const auto key = core::parse_name<ReportKey>(kReportKeyNames, request.by);
  if (!key) {
    return core::Error{core::ErrorKind::kUsage, "--by " + request.by, "is not a key",
                       "creditor, segment, collector, team, sales_rep, country or currency"};
  }
  scope.date = request.date;
  scope.key = *key;
  scope.creditor = request.creditor;
  scope.threads = site.threads;
  return scope;
}

core::Result<core::Date> window_of(const ReportRequest& request) {
  if (request.from.is_set()) return before(request, request.from);
  if (request.back_days > 0) return request.date - static_cast<core::Days>(request.back_days);
  const core::Date month_ago = core::add_months(request.date, -1);
  return request.date == core::end_of_month(request.date) ? core::end_of_month(month_ago) : month_ago;
}

core::Result<core::Date> window_or_all(const ReportRequest& request) {
  if (request.from.is_set()) return before(request, request.from);
  if (request.back_days > 0) return request.date - static_cast<core::Days>(request.back_days);
  return core::kNoDate;
}

Cell money_cell(__int128 minor, uint32_t currency) {
  return format_sum(minor, core::minor_digits(core::Currency{currency}));
}
Cell count_cell(uint64_t count) { return std::to_string(count); }

Cell ratio_cell(const rules::Ratio& ratio, uint32_t digits) {
  const auto value = ratio.scaled(digits);
  if (!value) return std::nullopt;
  return core::format_amount(*value, digits);
}

Cell micro_cell(int64_t micro, uint32_t digits) { return ratio_cell({micro, 1'000'000}, digits); }

KeyedRows::KeyedRows(const ReportRequest& request, std::vector<ResultColumn> columns, bool has_currency)
    : has_key_(!request.by.empty() && request.by != "currency"), has_currency_(has_currency) {
  if (has_key_) table_.columns.push_back({request.by});
  if (has_currency_) table_.columns.push_back({"currency"});
  for (ResultColumn& column : columns) table_.columns.push_back(std::move(column));
}

void KeyedRows::add(const SumKey& key, std::vector<Cell> cells) {
  std::vector<Cell> row;
  if (has_key_) row.push_back(key.first);
  if (has_currency_) row.push_back(core::to_string(core::Currency{key.second}));
  for (Cell& cell : cells) row.push_back(std::move(cell));
  table_.rows.push_back(std::move(row));
}

}  // namespace dunlin::engine
