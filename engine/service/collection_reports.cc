#include "engine/service/collection_reports.h"

#include "engine/outbound/json_text.h"
#include "engine/report/cei_report.h"
#include "engine/report/forecast_report.h"
#include "engine/report/lateness_report.h"
#include "engine/report/provision_report.h"
#include "engine/report/roll_report.h"
#include "engine/service/report_cells.h"
#include "rules/ageing/ageing.h"
#include "rules/kpi/cash_forecast.h"

namespace dunlin::engine {
namespace {

using enum CellKind;
using rules::kDayDigits;
using rules::kPercentDigits;
using rules::kShareDigits;

core::Error unknown_method(const ReportRequest& request, std::string hint) {
  return {core::ErrorKind::kUsage, "--method " + request.method, "is not a method", std::move(hint)};
}

/// A rate of a bucket, in percent.
Cell percent_cell(int64_t micro) { return ratio_cell({micro, 10'000}, kPercentDigits); }

/// A row a bucket of the earlier date, a column a bucket of the later one; shares of one, or amounts.
ResultTable roll_rows(const Site& site, const ReportRequest& request, const std::map<SumKey, RollSums>& sums, bool amounts) {
  const std::vector<std::string> buckets = rules::ageing_bucket_names(site.configuration.ageing_bounds);
  const CellKind kind = amounts ? kText : kNumber;
  std::vector<ResultColumn> columns = {{"from"}, {"start"}};
  for (const std::string& bucket : buckets) columns.push_back({bucket, kind});
  columns.push_back({"paid", kind});
  columns.push_back({"written_off", kind});
  KeyedRows rows(request, columns);
  for (const auto& [key, one] : sums) {
    const rules::RollMatrix& matrix = one.matrix;
    for (size_t from = 0; from < matrix.buckets(); ++from) {
      std::vector<Cell> cells = {buckets[from], money_cell(matrix.start(from), key.second)};
      const auto add = [&, currency = key.second](__int128 amount, const rules::Ratio& share) {
        cells.push_back(amounts ? money_cell(amount, currency) : ratio_cell(share, kShareDigits));
      };
      for (size_t to = 0; to < matrix.buckets(); ++to) add(matrix.moved[from][to], rules::roll_rate(matrix, from, to));
      add(matrix.paid[from], rules::paid_rate(matrix, from));
      add(matrix.written_off[from], rules::written_off_rate(matrix, from));
      rows.add(key, std::move(cells));
    }
  }
  return rows.take();
}

ResultTable forward_rows(const Site& site, const ReportRequest& request, const std::map<SumKey, RollSums>& sums) {
  const std::vector<std::string> buckets = rules::ageing_bucket_names(site.configuration.ageing_bounds);
  KeyedRows rows(request, {{"from"}, {"to"}, {"rate", kNumber}});
  for (const auto& [key, one] : sums) {
    for (size_t from = 0; from + 1 < one.matrix.buckets(); ++from) {
      const rules::Ratio rate = rules::roll_rate(one.matrix, from, from + 1);
      rows.add(key, {buckets[from], buckets[from + 1], ratio_cell(rate, kShareDigits)});
    }
  }
  return rows.take();
}

ResultTable flow_rows(const ReportRequest& request, const std::map<SumKey, RollSums>& sums) {
  KeyedRows rows(request, {{"rate", kNumber}});
  for (const auto& [key, one] : sums) {
    const auto through = rules::flow_through(one.matrix, rules::kFlowDigits);
    rows.add(key, {through ? Cell(core::format_amount(*through, rules::kFlowDigits)) : std::nullopt});
  }
  return rows.take();
}

ResultTable cure_rows(const ReportRequest& request, const std::map<SumKey, RollSums>& sums) {
  KeyedRows rows(request, {{"delinquent_count", kNumber},
                           {"cured_count", kNumber},
                           {"cure_rate_count", kNumber},
                           {"delinquent_amount"},
                           {"cured_amount"},
                           {"cure_rate_value", kNumber}});
  for (const auto& [key, one] : sums) {
    const rules::CureSums& cure = one.cure;
    rows.add(key,
             {count_cell(cure.delinquent), count_cell(cure.cured),
              ratio_cell(rules::cure_rate_by_count(cure), kPercentDigits), money_cell(cure.delinquent_amount, key.second),
              money_cell(cure.cured_amount, key.second), ratio_cell(rules::cure_rate_by_value(cure), kPercentDigits)});
  }
  return rows.take();
}

core::Result<ReportAnswer> delay_forecast(Site& site, const ReportRequest& request, const SurveyScope& scope) {
  DUNLIN_ASSIGN(const auto sums, forecast_by_delay(*site.store, site.configuration, scope, request.weeks));
  const core::Date this_week = rules::week_of(request.date);
  KeyedRows rows(request, {{"week"}, {"count", kNumber}, {"amount"}});
  KeyedRows later(request, {{"count", kNumber}, {"amount"}});
  for (const auto& [key, cash] : sums) {
    for (size_t week = 0; week < cash.weeks.size(); ++week) {
      const ExpectedCash& cell = cash.weeks[week];
      if (cell.count == 0) continue;
      const core::Date monday = this_week + static_cast<core::Days>(7 * week);
      rows.add(key, {core::to_string(monday), count_cell(cell.count), money_cell(cell.amount, key.second)});
    }
    later.add(key, {count_cell(cash.later.count), money_cell(cash.later.amount, key.second)});
  }
  return ReportAnswer{request.date, {}, rows.take(), {{"later", later.take()}}};
}

core::Result<ReportAnswer> probability_forecast(Site& site, const ReportRequest& request, const SurveyScope& scope) {
  DUNLIN_ASSIGN(const auto forecast, forecast_by_probability(*site.store, site.configuration, scope, request.weeks));
  KeyedRows rows(request, {{"bucket"}, {"amount"}, {"probability", kNumber}, {"expected"}});
  KeyedRows total(request, {{"expected"}});
  for (const WeightedCash& cash : forecast) {
    for (const WeightedLine& line : cash.lines) {
      rows.add(cash.key, {line.bucket, money_cell(line.amount, cash.key.second),
                          line.probability_micro ? micro_cell(*line.probability_micro, kShareDigits) : std::nullopt,
                          money_cell(line.expected, cash.key.second)});
    }
    total.add(cash.key, {money_cell(cash.expected, cash.key.second)});
  }
  return ReportAnswer{request.date, {}, rows.take(), {{"total", total.take()}}};
}

}  // namespace

core::Result<ReportAnswer> cei(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const core::Date from, window_of(request));
  DUNLIN_ASSIGN(const auto sums, cei_report(*site.store, site.configuration, scope, from));
  KeyedRows rows(request, {{"begin_open"}, {"sales"}, {"end_open"}, {"end_not_due"}, {"cei", kNumber}});
  for (const auto& [key, one] : sums) {
    rows.add(key, {money_cell(one.begin_open, key.second), money_cell(one.sales, key.second),
                   money_cell(one.end_open, key.second), money_cell(one.end_not_due, key.second),
                   ratio_cell(rules::collection_effectiveness(one), kPercentDigits)});
  }
  return ReportAnswer{request.date, from, rows.take()};
}

core::Result<ReportAnswer> lateness(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const core::Date from, window_or_all(request));
  DUNLIN_ASSIGN(const auto sums, lateness_report(*site.store, site.configuration, scope, from));
  KeyedRows rows(request, {{"closed", kNumber},
                           {"late", kNumber},
                           {"late_share", kNumber},
                           {"amount"},
                           {"late_amount"},
                           {"late_share_value", kNumber},
                           {"average_days_late", kNumber},
                           {"average_days_late_signed", kNumber},
                           {"average_days_late_weighted", kNumber},
                           {"max_days_late", kNumber}});
  for (const auto& [key, one] : sums) {
    rows.add(key, {count_cell(one.closed), count_cell(one.late), ratio_cell(rules::late_share(one), kShareDigits),
                   money_cell(one.amount, key.second), money_cell(one.late_amount, key.second),
                   ratio_cell(rules::late_share_by_amount(one), kShareDigits),
                   ratio_cell(rules::average_days_late(one), kDayDigits),
                   ratio_cell(rules::average_days_late_signed(one), kDayDigits),
                   ratio_cell(rules::average_days_late_by_amount(one), kDayDigits), std::to_string(one.days_late_max)});
  }
  return ReportAnswer{request.date, from, rows.take()};
}

core::Result<ReportAnswer> roll(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const core::Date from, window_of(request));
  DUNLIN_ASSIGN(const auto sums, roll_report(*site.store, site.configuration, scope, from));
  return ReportAnswer{request.date,
                      from,
                      roll_rows(site, request, sums, false),
                      {{"amounts", roll_rows(site, request, sums, true)},
                       {"forward", forward_rows(site, request, sums)},
                       {"flow_through", flow_rows(request, sums)},
                       {"cure", cure_rows(request, sums)}}};
}

core::Result<ReportAnswer> provision(Site& site, const ReportRequest& request) {
  const auto method = core::parse_name<ProvisionMethod>(kProvisionMethodNames, request.method);
  if (!method) return unknown_method(request, "matrix or pd");
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const auto tables, provision_report(*site.store, site.configuration, scope, *method));
  const bool is_pd = *method == ProvisionMethod::kPd;
  std::vector<ResultColumn> columns = {{"bucket"}, {"gross"}, {is_pd ? "default_probability" : "rate", kNumber}};
  if (is_pd) columns.push_back({"undiscounted"});
  columns.push_back({"allowance"});
  KeyedRows rows(request, columns);
  KeyedRows total(request, {{"gross"}, {"allowance"}});
  for (const ProvisionTable& table : tables) {
    const uint32_t currency = table.key.second;
    const auto amount = [&](const std::optional<__int128>& minor) {
      return minor ? money_cell(*minor, currency) : std::nullopt;
    };
    __int128 gross = 0;
    std::optional<__int128> allowance = 0;
    for (const ProvisionLine& line : table.lines) {
      gross += line.gross;
      allowance = allowance && line.allowance ? std::optional(*allowance + *line.allowance) : std::nullopt;
      std::vector<Cell> cells = {line.bucket, money_cell(line.gross, currency), percent_cell(line.rate_micro)};
      if (is_pd) cells.push_back(amount(line.undiscounted));
      cells.push_back(amount(line.allowance));
      rows.add(table.key, std::move(cells));
    }
    total.add(table.key, {money_cell(gross, currency), amount(allowance)});
  }
  return ReportAnswer{request.date, {}, rows.take(), {{"total", total.take()}}};
}

core::Result<ReportAnswer> forecast(Site& site, const ReportRequest& request) {
  const auto method = core::parse_name<ForecastMethod>(kForecastMethodNames, request.method);
  if (!method) return unknown_method(request, "delay or probability");
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  if (*method == ForecastMethod::kDelay) return delay_forecast(site, request, scope);
  return probability_forecast(site, request, scope);
}

std::string answer_json(const ReportAnswer& answer) {
  std::string out = "{\"date\":\"" + core::to_string(answer.date) + "\"";
  if (answer.from.is_set()) out += ",\"from\":\"" + core::to_string(answer.from) + "\"";
  for (const auto& [name, text] : answer.facts) {
    out += ',';
    append_json_string(name, out);
    out += ':';
    append_json_string(text, out);
  }
  out += ",\"rows\":" + rows_as_json(answer.rows);
  for (const auto& [name, table] : answer.sections) {
    out += ',';
    append_json_string(name, out);
    out += ':' + rows_as_json(table);
  }
  return out + "}";
}

core::Result<ResultTable> section_of(const ReportAnswer& answer, const std::string& name) {
  if (name.empty() || name == "rows") return answer.rows;
  std::string known = "rows";
  for (const auto& [section, table] : answer.sections) {
    if (section == name) return table;
    known += ", " + section;
  }
  return core::Error{core::ErrorKind::kUsage, "--section " + name, "is not a part of this report", known};
}

}  // namespace dunlin::engine
